package com.mallhive.platform.database;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.telemetry.Trace;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event on its way out, as a row of the table {@code outbox}. {@link Session#publish} writes it; a hot path may write it in
 * its own statement instead: {@code INSERT INTO outbox (id, type, aggregate_id, version, payload, trace_parent)}, followed by
 * {@link Session#wakeRelay}.
 */
public record OutboxRow(
        UUID id,
        String type,
        String aggregateId,
        long version,
        String payload,
        @Nullable String traceParent) {
    private static final JsonFormat.Printer JSON = JsonFormat.printer().omittingInsignificantWhitespace();

    /** A new row with a new id and the current trace. */
    public static OutboxRow of(Message event, String aggregateId, long version) {
        try {
            return new OutboxRow(
                    Ids.next(),
                    event.getDescriptorForType().getFullName(),
                    aggregateId,
                    version,
                    JSON.print(event),
                    currentTraceParent());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "not printable as JSON: " + event.getDescriptorForType().getFullName(), e);
        }
    }

    private static @Nullable String currentTraceParent() {
        Trace trace = Trace.current();
        return trace == null ? null : trace.traceParent();
    }
}
