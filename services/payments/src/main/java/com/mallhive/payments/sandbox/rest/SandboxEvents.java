package com.mallhive.payments.sandbox.rest;

import com.google.gson.JsonObject;
import com.mallhive.payments.sandbox.model.Checkout;
import com.mallhive.payments.sandbox.model.Intent;
import com.mallhive.payments.sandbox.store.SandboxStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The events that changes cause: those types that a shop's endpoint asks for. */
public final class SandboxEvents {
    private final StripeJson json;
    private final Instant now;
    private final @Nullable String key;

    /** @param key the Idempotency-Key of the request that caused the change, or null */
    public SandboxEvents(StripeJson json, Instant now, @Nullable String key) {
        this.json = json;
        this.now = now;
        this.key = key;
    }

    /** What became of the intent. */
    public List<SandboxStore.Event> of(Intent intent) {
        return switch (intent.status()) {
            case SUCCEEDED -> List.of(event("payment_intent.succeeded", json.intent(intent)));
            case CANCELED -> List.of(event("payment_intent.canceled", json.intent(intent)));
            case REQUIRES_PAYMENT_METHOD ->
                intent.failure() == null
                        ? List.of()
                        : List.of(event("payment_intent.payment_failed", json.intent(intent)));
            case REQUIRES_ACTION, REQUIRES_CAPTURE, REQUIRES_CONFIRMATION -> List.of();
        };
    }

    public List<SandboxStore.Event> of(Checkout checkout) {
        return switch (checkout.status()) {
            case OPEN -> List.of();
            case COMPLETE -> List.of(event("checkout.session.completed", json.checkout(checkout)));
            case EXPIRED -> List.of(event("checkout.session.expired", json.checkout(checkout)));
        };
    }

    public List<SandboxStore.Event> refunded(Intent intent) {
        return List.of(event("charge.refunded", json.charge(intent)));
    }

    private SandboxStore.Event event(String type, JsonObject object) {
        JsonObject event = json.event(type, object, now.getEpochSecond(), key);
        return new SandboxStore.Event(event.get("id").getAsString(), type, event.toString(), now, 0);
    }
}
