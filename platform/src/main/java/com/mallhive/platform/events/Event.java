package com.mallhive.platform.events;

import com.google.protobuf.Message;
import io.opentelemetry.context.Context;

/** A received event. {@link #trace} is the trace that it belongs to, for handlers that do work per event. */
public record Event<E extends Message>(EventEnvelope envelope, E payload) {
    public Context trace() {
        return Traces.of(envelope.traceParent());
    }
}
