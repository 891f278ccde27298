package com.mallhive.platform.rpc;

import com.mallhive.platform.database.Database;
import com.mallhive.platform.telemetry.Trace;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.ForwardingClientCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.TimeUnit;

/**
 * What a service's outgoing calls carry: its own name, the caller's token, the trace, a deadline. A call while a database
 * transaction is open is a defect and fails: it would hold a connection and locks for as long as the other side likes.
 */
final class ClientLink implements ClientInterceptor {
    private final String service;
    private final long deadlineMillis;

    ClientLink(String service, long deadlineMillis) {
        this.service = service;
        this.deadlineMillis = deadlineMillis;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (Database.inTransaction()) {
            throw new IllegalStateException(
                    service + " calls " + method.getFullMethodName() + " while its transaction is open");
        }
        Caller caller = Caller.current();
        Trace trace = Trace.current();
        CallOptions limited = options;
        if (options.getDeadline() == null
                && Context.current().getDeadline() == null
                && method.getType().serverSendsOneMessage()) {
            limited = options.withDeadlineAfter(deadlineMillis, TimeUnit.MILLISECONDS);
        }
        return new ForwardingClientCall.SimpleForwardingClientCall<>(next.newCall(method, limited)) {
            @Override
            public void start(Listener<A> listener, Metadata headers) {
                headers.put(Headers.SERVICE, service);
                String token = caller.token();
                if (token != null && !headers.containsKey(Headers.AUTHORIZATION)) {
                    headers.put(Headers.AUTHORIZATION, "Bearer " + token);
                }
                if (trace != null) {
                    headers.put(Headers.TRACE_PARENT, trace.traceParent());
                }
                super.start(listener, headers);
            }
        };
    }
}
