package com.mallhive.platform.events;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import org.jspecify.annotations.Nullable;

/** The trace context in its W3C form: {@code 00-<trace>-<span>-<flags>}. */
final class Traces {
    private Traces() {}

    static Context of(@Nullable String traceParent) {
        if (traceParent == null || traceParent.length() != 55) {
            return Context.current();
        }
        SpanContext parent = SpanContext.createFromRemoteParent(
                traceParent.substring(3, 35),
                traceParent.substring(36, 52),
                TraceFlags.fromHex(traceParent, 53),
                TraceState.getDefault());
        return parent.isValid() ? Context.current().with(Span.wrap(parent)) : Context.current();
    }
}
