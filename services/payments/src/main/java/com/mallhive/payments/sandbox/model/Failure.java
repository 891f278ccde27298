package com.mallhive.payments.sandbox.model;

import org.jspecify.annotations.Nullable;

/** Why a card was not charged, in Stripe's codes. */
public record Failure(String code, @Nullable String declineCode, String message) {
    static final Failure NOT_AUTHENTICATED = new Failure(
            "payment_intent_authentication_failure",
            null,
            "Your bank did not confirm that this payment is yours. Try another card.");

    static final Failure NEEDS_BUYER = new Failure(
            "authentication_required", "authentication_required", "Your bank wants you to confirm this payment.");

    static Failure declined(String declineCode, String message) {
        return new Failure("card_declined", declineCode, message);
    }
}
