package com.mallhive.payments.flow;

import com.mallhive.payments.domain.Outcome;
import com.mallhive.payments.domain.Payment;
import com.mallhive.payments.domain.PaymentStatus;
import com.mallhive.payments.ledger.Share;
import com.mallhive.payments.store.PaymentStore;
import com.mallhive.payments.stripe.StripeLink;
import com.mallhive.payments.stripe.StripeOrder;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Opens the payment of an order, once. The order's row is written first and gives Stripe's Idempotency-Key: a retry after a crash
 * meets its own traces, here and at Stripe.
 */
public final class CreatePayment {
    private static final int RACES = 5;

    private final Database database;
    private final PaymentStore store;
    private final StripeLink stripe;
    private final MovePayment moves;
    private final Duration sweepAfter;
    private final Clock clock;

    /**
     * What orders asks for.
     *
     * @param method confirmed at once; empty: a hosted page
     */
    public record Request(
            UUID orderId, Money amount, List<Share> shares, String method, StripeOrder order, Instant expiry) {}

    public CreatePayment(
            Database database,
            PaymentStore store,
            StripeLink stripe,
            MovePayment moves,
            Duration sweepAfter,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.stripe = stripe;
        this.moves = moves;
        this.sweepAfter = sweepAfter;
        this.clock = clock;
    }

    /** The payment, settled or declined where a method was given, otherwise open. */
    public Payment create(Request request) {
        check(request);
        Payment payment = PaymentStep.RECORD.run(() -> record(request));
        if (payment.status() != PaymentStatus.PENDING) {
            return payment;
        }
        Outcome outcome = PaymentStep.STRIPE.run(() -> ask(payment, request));
        return PaymentStep.CONCLUDE.run(() -> moves.hear(payment, outcome));
    }

    private static void check(Request request) {
        long sum = request.shares().stream().mapToLong(Share::total).reduce(0, Math::addExact);
        if (request.amount().amount() <= 0) {
            throw Problem.invalid("amount", "must be more than nothing");
        }
        if (sum != request.amount().amount()) {
            throw Problem.invalid("shares", "must sum up to the amount");
        }
    }

    private Payment record(Request request) {
        Instant now = clock.instant();
        Payment fresh = Payment.open(
                Ids.next(),
                request.orderId(),
                request.amount(),
                request.shares(),
                now,
                request.expiry(),
                now.plus(sweepAfter));
        for (int race = 0; race < RACES; race++) {
            var row = database.statement(session -> store.record(session, fresh));
            if (row.isPresent()) {
                return same(row.get(), request);
            }
        }
        throw new IllegalStateException(
                "the payment of order " + request.orderId() + " neither exists nor can be made");
    }

    private static Payment same(Payment payment, Request request) {
        boolean differs = payment.status() != PaymentStatus.CANCELLED
                && !(payment.amount().equals(request.amount())
                        && payment.shares().equals(request.shares()));
        if (differs) {
            throw Problem.conflict("payment-differs", "The order has a payment of " + payment.amount() + " already.");
        }
        return payment;
    }

    /** After a while Stripe may have made something of an earlier try, whose answer was lost. */
    private Outcome ask(Payment payment, Request request) {
        if (payment.createdAt().plus(sweepAfter).isBefore(clock.instant())) {
            Outcome before = stripe.look(payment);
            if (!(before instanceof Outcome.Absent)) {
                return before;
            }
        }
        return request.method().isEmpty()
                ? stripe.openPage(payment, request.order())
                : stripe.charge(payment, request.method(), request.order());
    }
}
