package com.mallhive.payments.sandbox.rest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.mallhive.payments.sandbox.model.ApiIds;
import com.mallhive.payments.sandbox.model.Checkout;
import com.mallhive.payments.sandbox.model.Failure;
import com.mallhive.payments.sandbox.model.Intent;
import com.mallhive.payments.sandbox.model.Refund;
import com.mallhive.payments.sandbox.model.Refused;
import com.mallhive.payments.sandbox.model.TestCard;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Stripe's JSON of what the sandbox knows. */
public final class StripeJson {
    /** The version of Stripe's interface whose fields these are. */
    static final String API_VERSION = "2025-09-30.clover";

    private final String pages;

    /** @param pages the address of the hosted pages, without a slash at the end */
    public StripeJson(String pages) {
        this.pages = pages;
    }

    public JsonObject intent(Intent intent) {
        JsonObject json = object(intent.id(), "payment_intent", intent.created());
        json.addProperty("amount", intent.amount());
        json.addProperty("amount_capturable", intent.status() == Intent.Status.REQUIRES_CAPTURE ? intent.amount() : 0);
        json.addProperty("amount_received", intent.received());
        json.addProperty("canceled_at", intent.canceledAt());
        json.addProperty("capture_method", intent.manual() ? "manual" : "automatic");
        json.addProperty("client_secret", intent.id() + "_secret_sandbox");
        json.addProperty("confirmation_method", "automatic");
        json.addProperty("currency", intent.currency());
        json.addProperty("description", intent.description());
        json.add("last_payment_error", failure(intent.failure()));
        json.addProperty("latest_charge", intent.received() > 0 ? "ch_" + intent.suffix() : null);
        json.add("metadata", map(intent.metadata()));
        json.add("next_action", nextAction(intent));
        json.addProperty("payment_method", intent.method());
        json.add("payment_method_types", types());
        json.addProperty("status", lower(intent.status()));
        return json;
    }

    public JsonObject checkout(Checkout checkout) {
        JsonObject json = object(checkout.id(), "checkout.session", checkout.created());
        json.addProperty("amount_subtotal", checkout.amount());
        json.addProperty("amount_total", checkout.amount());
        json.addProperty("cancel_url", checkout.cancelUrl());
        json.addProperty("client_reference_id", checkout.reference());
        json.addProperty("currency", checkout.currency());
        json.add("customer_details", customer(checkout.email()));
        json.addProperty("expires_at", checkout.expiresAt());
        json.add("metadata", map(checkout.metadata()));
        json.addProperty("mode", "payment");
        json.addProperty("payment_intent", checkout.intent());
        json.add("payment_method_types", types());
        json.addProperty("payment_status", checkout.status() == Checkout.Status.COMPLETE ? "paid" : "unpaid");
        json.addProperty("status", lower(checkout.status()));
        json.addProperty("success_url", checkout.successUrl());
        json.addProperty("url", checkout.status() == Checkout.Status.OPEN ? pages + "/pay/" + checkout.id() : null);
        return json;
    }

    JsonObject lineItems(Checkout checkout) {
        JsonArray items = new JsonArray();
        for (Checkout.Item item : checkout.items()) {
            JsonObject json = new JsonObject();
            json.addProperty("id", "li_" + items.size() + "_" + checkout.id());
            json.addProperty("object", "item");
            json.addProperty("amount_subtotal", item.total());
            json.addProperty("amount_total", item.total());
            json.addProperty("currency", checkout.currency());
            json.addProperty("description", item.name());
            json.addProperty("quantity", item.quantity());
            items.add(json);
        }
        return list("/v1/checkout/sessions/" + checkout.id() + "/line_items", items, false);
    }

    public JsonObject charge(Intent intent) {
        JsonObject json = object("ch_" + intent.suffix(), "charge", intent.created());
        json.addProperty("amount", intent.amount());
        json.addProperty("amount_captured", intent.received());
        json.addProperty("amount_refunded", intent.refunded());
        json.addProperty("balance_transaction", "txn_" + intent.suffix());
        json.addProperty("captured", intent.received() > 0);
        json.addProperty("currency", intent.currency());
        json.addProperty("description", intent.description());
        json.addProperty("disputed", false);
        json.add("metadata", map(intent.metadata()));
        json.addProperty("paid", true);
        json.addProperty("payment_intent", intent.id());
        json.addProperty("payment_method", intent.method());
        json.addProperty("refunded", intent.refunded() == intent.received());
        json.addProperty("status", "succeeded");
        return json;
    }

    /** What a payment brings: the sandbox charges nothing. */
    JsonObject transaction(Intent intent) {
        JsonObject json = object("txn_" + intent.suffix(), "balance_transaction", intent.created());
        json.addProperty("amount", intent.received());
        json.addProperty("currency", intent.currency());
        json.addProperty("fee", 0);
        json.addProperty("net", intent.received());
        json.addProperty("source", "ch_" + intent.suffix());
        json.addProperty("status", "available");
        json.addProperty("type", "charge");
        return json;
    }

    JsonObject refund(Refund refund) {
        JsonObject json = object(refund.id(), "refund", refund.created());
        json.addProperty("amount", refund.amount());
        json.addProperty(
                "charge", "ch_" + refund.intent().substring(refund.intent().indexOf('_') + 1));
        json.addProperty("currency", refund.currency());
        json.add("metadata", map(refund.metadata()));
        json.addProperty("payment_intent", refund.intent());
        json.addProperty("reason", refund.reason());
        json.addProperty("status", "succeeded");
        return json;
    }

    JsonObject method(String id, TestCard card) {
        JsonObject json = object(id, "payment_method", 0);
        JsonObject details = new JsonObject();
        details.addProperty("brand", card.brand());
        details.addProperty("exp_month", 12);
        details.addProperty("exp_year", 2040);
        details.addProperty("funding", "credit");
        details.addProperty("last4", card.last4());
        json.add("card", details);
        json.add("metadata", new JsonObject());
        json.addProperty("type", "card");
        return json;
    }

    JsonObject list(String url, JsonArray data, boolean more) {
        JsonObject json = new JsonObject();
        json.addProperty("object", "list");
        json.addProperty("url", url);
        json.addProperty("has_more", more);
        json.add("data", data);
        return json;
    }

    JsonObject list(String url, Collection<? extends JsonElement> data, int limit) {
        JsonArray array = new JsonArray();
        data.stream().limit(limit).forEach(array::add);
        return list(url, array, data.size() > limit);
    }

    /** An event that tells of the object. */
    public JsonObject event(String type, JsonObject object, long created, @Nullable String key) {
        JsonObject json = object(ApiIds.next("evt"), "event", created);
        json.addProperty("api_version", API_VERSION);
        JsonObject data = new JsonObject();
        data.add("object", object);
        json.add("data", data);
        json.addProperty("pending_webhooks", 1);
        JsonObject request = new JsonObject();
        request.add("id", JsonNull.INSTANCE);
        request.addProperty("idempotency_key", key);
        json.add("request", request);
        json.addProperty("type", type);
        return json;
    }

    static JsonObject error(Refused refused) {
        JsonObject error = new JsonObject();
        error.addProperty("type", refused.type());
        if (refused.code() != null) {
            error.addProperty("code", refused.code());
        }
        if (refused.param() != null) {
            error.addProperty("param", refused.param());
        }
        error.addProperty("message", refused.getMessage());
        return wrapped(error);
    }

    /** A card was not charged. */
    JsonObject declined(Intent intent) {
        JsonElement error = failure(intent.failure());
        error.getAsJsonObject().add("payment_intent", intent(intent));
        return wrapped(error);
    }

    private static JsonObject wrapped(JsonElement error) {
        JsonObject json = new JsonObject();
        json.add("error", error);
        return json;
    }

    private static JsonElement failure(@Nullable Failure failure) {
        if (failure == null) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        json.addProperty("type", "card_error");
        json.addProperty("code", failure.code());
        if (failure.declineCode() != null) {
            json.addProperty("decline_code", failure.declineCode());
        }
        json.addProperty("message", failure.message());
        return json;
    }

    private JsonElement nextAction(Intent intent) {
        if (intent.status() != Intent.Status.REQUIRES_ACTION) {
            return JsonNull.INSTANCE;
        }
        JsonObject redirect = new JsonObject();
        redirect.addProperty("return_url", intent.returnUrl());
        redirect.addProperty("url", pages + "/3ds/" + intent.id());
        JsonObject action = new JsonObject();
        action.addProperty("type", "redirect_to_url");
        action.add("redirect_to_url", redirect);
        return action;
    }

    private static JsonElement customer(@Nullable String email) {
        if (email == null) {
            return JsonNull.INSTANCE;
        }
        JsonObject json = new JsonObject();
        json.addProperty("email", email);
        return json;
    }

    private static JsonObject object(String id, String type, long created) {
        JsonObject json = new JsonObject();
        json.addProperty("id", id);
        json.addProperty("object", type);
        json.addProperty("created", created);
        json.addProperty("livemode", false);
        return json;
    }

    private static JsonObject map(Map<String, String> map) {
        JsonObject json = new JsonObject();
        map.forEach(json::addProperty);
        return json;
    }

    private static JsonArray types() {
        JsonArray types = new JsonArray();
        types.add(new JsonPrimitive("card"));
        return types;
    }

    private static String lower(Enum<?> status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
