package com.mallhive.platform.rpc;

import io.grpc.Metadata;

/** Call metadata between services. */
public final class Headers {
    /** {@code Bearer <access token>}. */
    public static final Metadata.Key<String> AUTHORIZATION = ascii("authorization");

    /** The key under which a call has effect once. */
    public static final Metadata.Key<String> IDEMPOTENCY_KEY = ascii("idempotency-key");

    /** W3C trace context. */
    public static final Metadata.Key<String> TRACE_PARENT = ascii("traceparent");

    /** The calling service; believed within one process only, over the network the certificate tells. */
    static final Metadata.Key<String> SERVICE = ascii("mallhive-service");

    private Headers() {}

    /** A key for any header. */
    public static Metadata.Key<String> ascii(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }
}
