package com.mallhive.platform.rpc;

import com.google.protobuf.Timestamp;
import com.mallhive.platform.money.Money;
import java.time.Instant;
import java.util.UUID;

/** Between the domain's types and those of the contracts. */
public final class Wire {
    private Wire() {}

    public static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static Instant instant(Timestamp timestamp) {
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    public static com.mallhive.api.type.Money money(Money money) {
        return com.mallhive.api.type.Money.newBuilder()
                .setAmount(money.amount())
                .setCurrency(money.currency())
                .build();
    }

    public static Money money(com.mallhive.api.type.Money money) {
        return Money.of(money.getAmount(), money.getCurrency());
    }

    /** An id from a request; a problem (400) that names the field where it is none. */
    public static UUID id(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, "must be a UUID");
        }
    }
}
