package com.mallhive.payments;

import com.mallhive.platform.rpc.Headers;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import org.jspecify.annotations.Nullable;

/** Carries the header {@code Stripe-Signature} from the call's metadata to the method. */
final class StripeSignature implements ServerInterceptor {
    private static final Metadata.Key<String> HEADER = Headers.ascii("stripe-signature");
    private static final Context.Key<String> CURRENT = Context.key("stripe-signature");

    /** The header of the running call. */
    static @Nullable String current() {
        return CURRENT.get();
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        String signature = headers.get(HEADER);
        return signature == null
                ? next.startCall(call, headers)
                : Contexts.interceptCall(Context.current().withValue(CURRENT, signature), call, headers, next);
    }
}
