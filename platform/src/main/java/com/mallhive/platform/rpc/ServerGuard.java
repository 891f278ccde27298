package com.mallhive.platform.rpc;

import com.google.protobuf.Message;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.platform.security.TokenVerifier;
import com.mallhive.platform.telemetry.Trace;
import io.grpc.ForwardingServerCall;
import io.grpc.ForwardingServerCallListener;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that happens before and after a method, for gRPC and REST alike: who calls, whether they may, whether the
 * request is valid, how much runs at once; and what an exception tells the caller. The method itself runs with
 * {@link Caller#current} and {@link Trace#current} bound.
 */
public final class ServerGuard implements ServerInterceptor {
    private static final Logger LOG = LoggerFactory.getLogger(ServerGuard.class);
    /** Open streams cost little; they must not take the place of calls. */
    private static final int STREAMS_PER_CALL = 8;

    private static final String NAME_IN_CERTIFICATE = "spiffe://mallhive/";

    private final String service;
    private final TokenVerifier tokens;
    private final MethodPolicy.SessionCheck sessions;
    private final Validation validation;
    private final MeterRegistry meters;
    private final Semaphore calls;
    private final Semaphore streams;
    private final Map<MethodDescriptor<?, ?>, Method> methods = new ConcurrentHashMap<>();

    private record Method(MethodPolicy policy, Timer timer) {}

    /** @param concurrency calls at once; more are answered with "unavailable" */
    public ServerGuard(
            String service,
            TokenVerifier tokens,
            MethodPolicy.SessionCheck sessions,
            Validation validation,
            MeterRegistry meters,
            int concurrency) {
        this.service = service;
        this.tokens = tokens;
        this.sessions = sessions;
        this.validation = validation;
        this.meters = meters;
        this.calls = new Semaphore(concurrency);
        this.streams = new Semaphore(concurrency * STREAMS_PER_CALL);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Method method = methods.computeIfAbsent(call.getMethodDescriptor(), this::describe);
        Trace trace = Trace.from(headers.get(Headers.TRACE_PARENT));
        boolean streaming = !call.getMethodDescriptor().getType().serverSendsOneMessage();
        Semaphore slots = streaming ? streams : calls;
        if (!slots.tryAcquire()) {
            return refuse(
                    call,
                    Problem.of(Problem.Kind.UNAVAILABLE, "overloaded", "The mall is busy. Try again in a moment."));
        }
        long start = System.nanoTime();
        ServerCall<Q, A> timed = new ForwardingServerCall.SimpleForwardingServerCall<>(call) {
            private boolean closed;

            @Override
            public void close(Status status, Metadata trailers) {
                if (closed) {
                    return;
                }
                closed = true;
                if (!streaming) {
                    method.timer().record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
                }
                super.close(status, trailers);
            }
        };
        try {
            Caller caller = caller(call, headers);
            method.policy().check(caller, sessions);
            if (method.policy().idempotent() && caller.idempotencyKey() == null) {
                throw Problem.invalid(
                        "Idempotency-Key",
                        "send this header with a value of your choice, and the same one to repeat the call");
            }
            return new Guarded<>(next.startCall(timed, headers), timed, caller, trace, slots);
        } catch (RuntimeException e) {
            slots.release();
            return refuse(timed, trace.call(() -> problem(e, call.getMethodDescriptor())));
        }
    }

    private Method describe(MethodDescriptor<?, ?> method) {
        return new Method(
                MethodPolicy.of(method),
                Timer.builder("mallhive.rpc")
                        .description("Calls served")
                        .tag("service", service)
                        .tag("method", method.getBareMethodName() == null ? "?" : method.getBareMethodName())
                        .register(meters));
    }

    private Caller caller(ServerCall<?, ?> call, Metadata headers) {
        SSLSession tls = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
        String name = tls == null ? headers.get(Headers.SERVICE) : nameOf(tls);
        String authorization = headers.get(Headers.AUTHORIZATION);
        String token = null;
        Person person = null;
        if (authorization != null) {
            if (!authorization.startsWith("Bearer ")) {
                throw Problem.unauthenticated("Send the access token as \"Authorization: Bearer …\".");
            }
            token = authorization.substring("Bearer ".length()).strip();
            person = tokens.verify(token);
        }
        String key = headers.get(Headers.IDEMPOTENCY_KEY);
        if (key != null && (key.isBlank() || key.length() > 200)) {
            throw Problem.invalid("Idempotency-Key", "must have 1 to 200 characters");
        }
        return new Caller(name == null ? "" : name, person, token, key);
    }

    private static @Nullable String nameOf(SSLSession tls) {
        try {
            X509Certificate certificate = (X509Certificate) tls.getPeerCertificates()[0];
            var names = certificate.getSubjectAlternativeNames();
            if (names != null) {
                for (var name : names) {
                    if (name.get(1) instanceof String uri && uri.startsWith(NAME_IN_CERTIFICATE)) {
                        return uri.substring(NAME_IN_CERTIFICATE.length());
                    }
                }
            }
        } catch (SSLPeerUnverifiedException | java.security.cert.CertificateParsingException e) {
            LOG.warn("a caller without a readable certificate: {}", e.getMessage());
        }
        return null;
    }

    private static <Q, A> ServerCall.Listener<Q> refuse(ServerCall<Q, A> call, Problem problem) {
        StatusRuntimeException status = problem.toStatus();
        call.close(status.getStatus(), status.getTrailers() == null ? new Metadata() : status.getTrailers());
        return new ServerCall.Listener<>() {};
    }

    private static Problem problem(Throwable failure, MethodDescriptor<?, ?> method) {
        return switch (failure) {
            case Problem problem -> {
                LOG.debug("{} refused: {}", method.getFullMethodName(), problem.type());
                yield problem;
            }
            case StatusRuntimeException status -> {
                Problem problem = Problem.from(status);
                if (problem.kind() == Problem.Kind.INTERNAL) {
                    LOG.error(
                            "{} failed: a service it called answered {}",
                            method.getFullMethodName(),
                            status.getStatus());
                }
                yield problem;
            }
            case DatabaseException e
            when e.isCancelled() ->
                Problem.of(Problem.Kind.TIMEOUT, "timeout", "The mall took too long to answer. Try again.");
            case DatabaseException e
            when e.isUnavailable() -> {
                LOG.error("{} failed: database: {}", method.getFullMethodName(), e.getMessage());
                yield Problem.of(
                        Problem.Kind.UNAVAILABLE, "unavailable", "The mall cannot reach its data. Try again soon.");
            }
            case DatabaseException e
            when e.isBadValue() -> {
                // a rule is missing in the contract; without the cause, which may quote the value
                LOG.error("{} failed: database: {}", method.getFullMethodName(), e.getMessage());
                yield Problem.of(
                        Problem.Kind.INVALID,
                        "invalid-request",
                        "A value of the request cannot be stored: it is too large, or has characters that no text has.");
            }
            default -> {
                LOG.error("{} failed", method.getFullMethodName(), failure);
                yield Problem.from(failure);
            }
        };
    }

    /** Runs the method with caller and trace bound, and turns its exceptions into answers. */
    private final class Guarded<Q, A> extends ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final ServerCall<Q, A> call;
        private final Caller caller;
        private final Trace trace;
        private final Semaphore slots;
        private boolean ended;
        private boolean refused;

        Guarded(ServerCall.Listener<Q> delegate, ServerCall<Q, A> call, Caller caller, Trace trace, Semaphore slots) {
            super(delegate);
            this.slots = slots;
            this.call = call;
            this.caller = caller;
            this.trace = trace;
        }

        @Override
        public void onMessage(Q message) {
            try {
                validation.check((Message) message);
            } catch (RuntimeException e) {
                refused = true;
                fail(e);
                return;
            }
            super.onMessage(message);
        }

        @Override
        public void onHalfClose() {
            if (refused) {
                return;
            }
            try {
                trace.call(() -> caller.call(() -> {
                    super.onHalfClose();
                    return null;
                }));
            } catch (RuntimeException e) {
                fail(e);
            }
        }

        @Override
        public void onCancel() {
            end();
            super.onCancel();
        }

        @Override
        public void onComplete() {
            end();
            super.onComplete();
        }

        private void fail(RuntimeException failure) {
            StatusRuntimeException status = trace.call(() -> problem(failure, call.getMethodDescriptor()))
                    .toStatus();
            call.close(status.getStatus(), status.getTrailers() == null ? new Metadata() : status.getTrailers());
        }

        private void end() {
            if (!ended) {
                ended = true;
                slots.release();
            }
        }
    }
}
