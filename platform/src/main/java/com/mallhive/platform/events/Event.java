package com.mallhive.platform.events;

import com.google.protobuf.Message;
import com.mallhive.platform.telemetry.Trace;

/** A received event. {@link #trace} is the trace that it belongs to, for handlers that do work per event. */
public record Event<E extends Message>(EventEnvelope envelope, E payload) {
    public Trace trace() {
        return Trace.from(envelope.traceParent());
    }
}
