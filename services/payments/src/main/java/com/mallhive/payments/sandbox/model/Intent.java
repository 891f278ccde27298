package com.mallhive.payments.sandbox.model;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A payment intent.
 *
 * @param created in seconds, as Stripe tells it
 * @param method the payment method's id
 * @param card the card behind it
 * @param session the checkout session that it belongs to
 * @param manual whether it is captured apart
 */
public record Intent(
        String id,
        long created,
        long amount,
        String currency,
        Status status,
        boolean manual,
        Map<String, String> metadata,
        @Nullable String description,
        @Nullable String returnUrl,
        @Nullable String method,
        @Nullable TestCard card,
        @Nullable Failure failure,
        @Nullable String session,
        long received,
        long refunded,
        @Nullable Long canceledAt) {
    /** Stripe's states, in capitals. */
    public enum Status {
        REQUIRES_PAYMENT_METHOD,
        REQUIRES_CONFIRMATION,
        REQUIRES_ACTION,
        REQUIRES_CAPTURE,
        SUCCEEDED,
        CANCELED
    }

    /** A new one, unpaid. */
    public static Intent create(
            String id,
            long created,
            long amount,
            String currency,
            boolean manual,
            Map<String, String> metadata,
            @Nullable String description,
            @Nullable String session) {
        return new Intent(
                id,
                created,
                amount,
                currency,
                Status.REQUIRES_PAYMENT_METHOD,
                manual,
                metadata,
                description,
                null,
                null,
                null,
                null,
                session,
                0,
                0,
                null);
    }

    /** The part of the id that its charge and its method share. */
    public String suffix() {
        return id.substring(id.indexOf('_') + 1);
    }

    /** With a method, not confirmed yet. */
    public Intent withMethod(String newMethod, TestCard newCard) {
        return with(Status.REQUIRES_CONFIRMATION, newMethod, newCard, returnUrl, null, received, refunded, canceledAt);
    }

    /**
     * Tries to pay with the card.
     *
     * @param absent the buyer is not there to confirm anything
     */
    public Intent confirm(String newMethod, TestCard newCard, @Nullable String newReturnUrl, boolean absent) {
        if (status != Status.REQUIRES_PAYMENT_METHOD
                && status != Status.REQUIRES_CONFIRMATION
                && status != Status.REQUIRES_ACTION) {
            throw unexpected("confirmed");
        }
        Failure refusal = newCard.asksBuyer() && absent ? Failure.NEEDS_BUYER : newCard.failure();
        if (refusal != null) {
            return with(Status.REQUIRES_PAYMENT_METHOD, null, null, newReturnUrl, refusal, 0, 0, null);
        }
        if (newCard.asksBuyer()) {
            return with(Status.REQUIRES_ACTION, newMethod, newCard, newReturnUrl, null, 0, 0, null);
        }
        return with(Status.REQUIRES_ACTION, newMethod, newCard, newReturnUrl, null, 0, 0, null)
                .authenticated(true);
    }

    /** The buyer has answered their bank. */
    public Intent authenticated(boolean approved) {
        if (status != Status.REQUIRES_ACTION) {
            throw unexpected("authenticated");
        }
        if (!approved) {
            return with(Status.REQUIRES_PAYMENT_METHOD, null, null, returnUrl, Failure.NOT_AUTHENTICATED, 0, 0, null);
        }
        return manual
                ? with(Status.REQUIRES_CAPTURE, method, card, returnUrl, null, 0, 0, null)
                : with(Status.SUCCEEDED, method, card, returnUrl, null, amount, 0, null);
    }

    public Intent capture() {
        if (status != Status.REQUIRES_CAPTURE) {
            throw unexpected("captured");
        }
        return with(Status.SUCCEEDED, method, card, returnUrl, null, amount, 0, null);
    }

    public Intent cancel(long now) {
        if (status == Status.SUCCEEDED || status == Status.CANCELED) {
            throw unexpected("canceled");
        }
        return with(Status.CANCELED, method, card, returnUrl, failure, 0, 0, now);
    }

    /** A part of it, or all, goes back. */
    public Intent refund(long part) {
        if (status != Status.SUCCEEDED) {
            throw Refused.unexpectedState("charge_not_captured", "This payment has no charge that could be refunded.");
        }
        if (refunded == received) {
            throw Refused.unexpectedState("charge_already_refunded", "This charge has been refunded already.");
        }
        if (part <= 0 || part > received - refunded) {
            throw Refused.invalid("amount", "The refund is greater than what is left of the charge.");
        }
        return with(status, method, card, returnUrl, null, received, refunded + part, null);
    }

    private Refused unexpected(String action) {
        return Refused.unexpectedState(
                "payment_intent_unexpected_state",
                "This payment intent cannot be " + action + " in the state "
                        + status.name().toLowerCase(java.util.Locale.ROOT) + ".");
    }

    private Intent with(
            Status newStatus,
            @Nullable String newMethod,
            @Nullable TestCard newCard,
            @Nullable String newReturnUrl,
            @Nullable Failure newFailure,
            long newReceived,
            long newRefunded,
            @Nullable Long newCanceledAt) {
        return new Intent(
                id,
                created,
                amount,
                currency,
                newStatus,
                manual,
                metadata,
                description,
                newReturnUrl,
                newMethod,
                newCard,
                newFailure,
                session,
                newReceived,
                newRefunded,
                newCanceledAt);
    }
}
