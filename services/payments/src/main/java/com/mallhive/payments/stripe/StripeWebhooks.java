package com.mallhive.payments.stripe;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.mallhive.payments.domain.Outcome;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Problem;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads webhooks. First their signature over the exact bytes, then the few fields that matter, straight from the JSON: the
 * account's API version may be another than the SDK's.
 */
public final class StripeWebhooks {
    private final List<String> secrets;
    private final Duration tolerance;
    private final Clock clock;

    /** @param secrets any of them may have signed: two while they are changed */
    public StripeWebhooks(List<String> secrets, Duration tolerance, Clock clock) {
        this.secrets = List.copyOf(secrets);
        this.tolerance = tolerance;
        this.clock = clock;
    }

    /** What it tells; a problem (400) where it is not Stripe who tells it. */
    public Notice read(byte[] body, @Nullable String signature) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (signature == null || secrets.stream().noneMatch(secret -> isSigned(text, signature, secret))) {
            throw Problem.of(
                    Problem.Kind.INVALID, "webhook-signature", "The Stripe-Signature header does not fit the body.");
        }
        try {
            return notice(JsonParser.parseString(text).getAsJsonObject());
        } catch (JsonParseException | IllegalStateException | NullPointerException e) {
            throw Problem.of(Problem.Kind.INVALID, "webhook-body", "The body is no event of Stripe.");
        }
    }

    /** Compared in constant time by the SDK. */
    private boolean isSigned(String text, String signature, String secret) {
        try {
            return Webhook.Signature.verifyHeader(text, signature, secret, tolerance.toSeconds(), clock);
        } catch (SignatureVerificationException e) {
            return false;
        }
    }

    private static Notice notice(JsonObject event) {
        String type = event.get("type").getAsString();
        JsonObject object = event.getAsJsonObject("data").getAsJsonObject("object");
        return new Notice(
                event.get("id").getAsString(), type, StripeLink.paymentId(metadata(object)), outcome(type, object));
    }

    private static @Nullable Outcome outcome(String type, JsonObject object) {
        return switch (type) {
            case "checkout.session.completed", "checkout.session.async_payment_succeeded" ->
                "paid".equals(text(object, "payment_status"))
                        ? new Outcome.Paid(
                                text(object, "payment_intent"), text(object, "id"), money(object, "amount_total"))
                        : null;
            case "checkout.session.async_payment_failed" ->
                new Outcome.Declined(
                        text(object, "payment_intent"), text(object, "id"), "The bank has refused the payment.");
            case "checkout.session.expired" -> new Outcome.CalledOff("The payment page has expired.");
            case "payment_intent.succeeded" ->
                new Outcome.Paid(text(object, "id"), null, money(object, "amount_received"));
            case "payment_intent.payment_failed" -> new Outcome.Declined(text(object, "id"), null, failure(object));
            case "payment_intent.canceled" -> new Outcome.CalledOff("The payment was called off.");
            case "charge.refunded" -> object.get("refunded").getAsBoolean() ? new Outcome.Returned() : null;
            default -> null;
        };
    }

    private static String failure(JsonObject intent) {
        JsonElement error = intent.get("last_payment_error");
        String message = error == null || error.isJsonNull() ? null : text(error.getAsJsonObject(), "message");
        return message == null ? "The payment was not completed." : message;
    }

    private static Money money(JsonObject object, String field) {
        return StripeLink.money(
                object.get(field).getAsLong(), object.get("currency").getAsString());
    }

    private static Map<String, String> metadata(JsonObject object) {
        Map<String, String> metadata = new HashMap<>();
        if (object.get("metadata") instanceof JsonObject fields) {
            fields.entrySet().forEach(e -> metadata.put(e.getKey(), e.getValue().getAsString()));
        }
        return metadata;
    }

    /** An id may stand there as such or with its whole object. */
    private static @Nullable String text(JsonObject object, String field) {
        JsonElement value = object.get(field);
        if (value == null || value.isJsonNull()) {
            return null;
        }
        return value.isJsonObject() ? text(value.getAsJsonObject(), "id") : value.getAsString();
    }
}
