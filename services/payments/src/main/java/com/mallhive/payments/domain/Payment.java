package com.mallhive.payments.domain;

import com.mallhive.payments.ledger.Posting;
import com.mallhive.payments.ledger.Share;
import com.mallhive.platform.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The payment of one order.
 *
 * @param calledOff somebody wants it called off: it is given back if it is paid all the same
 * @param checkAt when to ask Stripe about it, while it is unfinished
 */
public record Payment(
        UUID id,
        UUID orderId,
        PaymentStatus status,
        Money amount,
        List<Share> shares,
        @Nullable String intent,
        @Nullable String session,
        String url,
        String failure,
        boolean calledOff,
        Instant createdAt,
        Instant updatedAt,
        Instant expiresAt,
        @Nullable Instant checkAt,
        long version) {
    /** The currency of payments that never were. */
    private static final String NONE = "XXX";

    /** What the others are told. */
    public enum News {
        SETTLED,
        CANCELLED,
        REFUNDED
    }

    /**
     * A payment after it has heard something.
     *
     * @param news what the others are told, or null
     * @param giveBack the money has to go back, and somebody has to see to it
     */
    public record Next(
            Payment payment, Posting posting, @Nullable News news, boolean giveBack) {}

    public Payment {
        shares = List.copyOf(shares);
    }

    /** A payment of which Stripe has not heard yet. */
    public static Payment open(
            UUID id, UUID order, Money amount, List<Share> shares, Instant now, Instant expiry, Instant checkAt) {
        return new Payment(
                id,
                order,
                PaymentStatus.PENDING,
                amount,
                shares,
                null,
                null,
                "",
                "",
                false,
                now,
                now,
                expiry,
                checkAt,
                1);
    }

    /** Takes the place of a payment that must not come to be: the order was called off first. */
    public static Payment tombstone(UUID id, UUID order, Instant now) {
        return new Payment(
                id,
                order,
                PaymentStatus.CANCELLED,
                Money.zero(NONE),
                List.of(),
                null,
                null,
                "",
                "The order was called off.",
                true,
                now,
                now,
                now,
                null,
                1);
    }

    /** What this payment becomes by what Stripe says; null where it stays as it is. */
    public @Nullable Next after(Outcome outcome, Instant now) {
        return switch (outcome) {
            case Outcome.Paid paid -> paid(paid, now);
            case Outcome.Waiting waiting -> waiting(waiting, now);
            case Outcome.Declined declined -> declined(declined, now);
            case Outcome.CalledOff off ->
                status.isUnfinished() ? ended(PaymentStatus.CANCELLED, off.reason(), now) : null;
            case Outcome.Returned _ -> returned(now);
            case Outcome.Absent _ -> null;
        };
    }

    /** In which states a payment stays as it is, whatever else it is: hearing the same again changes nothing. */
    public static Set<PaymentStatus> untouchedBy(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Paid _ -> Set.of(PaymentStatus.SETTLED, PaymentStatus.RETURNING, PaymentStatus.REFUNDED);
            case Outcome.Returned _ -> Set.of(PaymentStatus.REFUNDED);
            case Outcome.Waiting _, Outcome.Declined _, Outcome.CalledOff _ ->
                Set.of(
                        PaymentStatus.SETTLED,
                        PaymentStatus.RETURNING,
                        PaymentStatus.FAILED,
                        PaymentStatus.CANCELLED,
                        PaymentStatus.REFUNDED);
            case Outcome.Absent _ -> Set.of(PaymentStatus.values());
        };
    }

    private @Nullable Next paid(Outcome.Paid paid, Instant now) {
        if (!paid.amount().equals(amount)) {
            return null;
        }
        return switch (status) {
            case PENDING, OPEN ->
                new Next(
                        with(PaymentStatus.SETTLED, paid.intent(), paid.session(), "", "", null, now),
                        Posting.settle(id, amount.currency(), shares),
                        News.SETTLED,
                        calledOff);
            case FAILED, CANCELLED ->
                new Next(
                        with(PaymentStatus.RETURNING, paid.intent(), paid.session(), "", failure, null, now),
                        Posting.late(id, amount),
                        null,
                        true);
            case SETTLED, RETURNING, REFUNDED -> null;
        };
    }

    private @Nullable Next waiting(Outcome.Waiting waiting, Instant now) {
        if (!status.isUnfinished() || (status == PaymentStatus.OPEN && url.equals(waiting.url()))) {
            return null;
        }
        Payment next = with(PaymentStatus.OPEN, waiting.intent(), waiting.session(), waiting.url(), "", checkAt, now);
        return new Next(next, Posting.NOTHING, null, false);
    }

    /** On a hosted page the buyer may try another card: only the end of the page is the end. */
    private @Nullable Next declined(Outcome.Declined declined, Instant now) {
        if (!status.isUnfinished() || (session != null && declined.session() == null)) {
            return null;
        }
        Payment next =
                with(PaymentStatus.FAILED, declined.intent(), declined.session(), "", declined.reason(), null, now);
        return new Next(next, Posting.NOTHING, News.CANCELLED, false);
    }

    private Next ended(PaymentStatus end, String reason, Instant now) {
        return new Next(with(end, null, null, "", reason, null, now), Posting.NOTHING, News.CANCELLED, false);
    }

    /** Messages overtake each other: what goes back had come in, whether we were told or not. */
    private @Nullable Next returned(Instant now) {
        Posting posting;
        switch (status) {
            case PENDING, OPEN ->
                posting = Posting.settle(id, amount.currency(), shares)
                        .and(Posting.refund(id, amount.currency(), shares));
            case SETTLED -> posting = Posting.refund(id, amount.currency(), shares);
            case FAILED, CANCELLED -> posting = Posting.late(id, amount).and(Posting.lateRefund(id, amount));
            case RETURNING -> posting = Posting.lateRefund(id, amount);
            default -> {
                return null;
            }
        }
        return new Next(
                with(PaymentStatus.REFUNDED, null, null, "", failure, null, now), posting, News.REFUNDED, false);
    }

    private Payment with(
            PaymentStatus next,
            @Nullable String newIntent,
            @Nullable String newSession,
            String newUrl,
            String newFailure,
            @Nullable Instant newCheck,
            Instant now) {
        if (!status.next().contains(next)) {
            throw new IllegalStateException("a payment cannot become " + next + " from " + status);
        }
        return new Payment(
                id,
                orderId,
                next,
                amount,
                shares,
                newIntent == null ? intent : newIntent,
                newSession == null ? session : newSession,
                newUrl,
                newFailure,
                calledOff,
                createdAt,
                now,
                expiresAt,
                newCheck,
                version + 1);
    }
}
