package com.mallhive.payments.sandbox.model;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A checkout session: the hosted page of one payment.
 *
 * @param created in seconds, as Stripe tells it
 * @param intent the intent of the last try, or null
 * @param message what the last try came to, for the buyer
 */
public record Checkout(
        String id,
        long created,
        long expiresAt,
        String currency,
        Status status,
        List<Item> items,
        Map<String, String> metadata,
        Map<String, String> intentMetadata,
        @Nullable String description,
        @Nullable String reference,
        String successUrl,
        @Nullable String cancelUrl,
        @Nullable String intent,
        @Nullable String email,
        @Nullable String message) {
    /** Stripe's states, in capitals. */
    public enum Status {
        OPEN,
        COMPLETE,
        EXPIRED
    }

    /** @param unitAmount per piece, in minor units */
    public record Item(String name, long quantity, long unitAmount) {
        public long total() {
            return Math.multiplyExact(quantity, unitAmount);
        }
    }

    public long amount() {
        return items.stream().mapToLong(Item::total).reduce(0, Math::addExact);
    }

    /** A try to pay has been made: it came to nothing, or the buyer's bank asks them. */
    public Checkout tried(String newIntent, String newEmail, @Nullable String newMessage) {
        return with(Status.OPEN, newIntent, newEmail, newMessage);
    }

    public Checkout paid(String newIntent, @Nullable String newEmail) {
        return with(Status.COMPLETE, newIntent, newEmail, null);
    }

    public Checkout expire() {
        if (status != Status.OPEN) {
            throw Refused.unexpectedState("resource_invalid_state", "Only an open checkout session can be expired.");
        }
        return with(Status.EXPIRED, intent, email, null);
    }

    private Checkout with(
            Status newStatus, @Nullable String newIntent, @Nullable String newEmail, @Nullable String newMessage) {
        return new Checkout(
                id,
                created,
                expiresAt,
                currency,
                newStatus,
                items,
                metadata,
                intentMetadata,
                description,
                reference,
                successUrl,
                cancelUrl,
                newIntent,
                newEmail,
                newMessage);
    }
}
