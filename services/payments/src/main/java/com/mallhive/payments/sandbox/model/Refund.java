package com.mallhive.payments.sandbox.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Money given back. */
public record Refund(
        String id,
        long created,
        String intent,
        long amount,
        String currency,
        Map<String, String> metadata,
        @Nullable String reason) {}
