package com.mallhive.platform.events;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An event as it travels; the attributes are those of CloudEvents 1.0.
 *
 * @param type full name of the payload's message in the contracts
 * @param source the service that published it
 * @param aggregateId what it is about ({@code subject})
 * @param version the state of that thing which it tells: a greater one is newer
 * @param traceParent W3C trace context of the call that caused it
 * @param payload the message as proto3 JSON
 */
public record EventEnvelope(
        UUID id,
        String type,
        String source,
        String aggregateId,
        long version,
        Instant occurredAt,
        @Nullable String traceParent,
        String payload) {
    private static final String SOURCE_PREFIX = "mallhive/";

    /** Context attributes by their CloudEvents names, as headers of a message broker carry them. The payload is the data. */
    public Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", id.toString());
        attributes.put("type", type);
        attributes.put("source", SOURCE_PREFIX + source);
        attributes.put("subject", aggregateId);
        attributes.put("time", occurredAt.toString());
        attributes.put("datacontenttype", "application/json");
        attributes.put("aggregateversion", Long.toString(version));
        if (traceParent != null) {
            attributes.put("traceparent", traceParent);
        }
        return attributes;
    }

    /** The reverse of {@link #attributes}; attributes that it does not know are ignored. */
    public static EventEnvelope of(Map<String, String> attributes, String payload) {
        String source = required(attributes, "source");
        return new EventEnvelope(
                UUID.fromString(required(attributes, "id")),
                required(attributes, "type"),
                source.startsWith(SOURCE_PREFIX) ? source.substring(SOURCE_PREFIX.length()) : source,
                required(attributes, "subject"),
                Long.parseLong(required(attributes, "aggregateversion")),
                Instant.parse(required(attributes, "time")),
                attributes.get("traceparent"),
                payload);
    }

    private static String required(Map<String, String> attributes, String name) {
        String value = attributes.get(name);
        if (value == null) {
            throw new IllegalArgumentException("an event without " + name);
        }
        return value;
    }
}
