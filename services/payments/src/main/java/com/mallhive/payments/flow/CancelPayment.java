package com.mallhive.payments.flow;

import com.mallhive.payments.domain.Outcome;
import com.mallhive.payments.domain.Payment;
import com.mallhive.payments.domain.PaymentStatus;
import com.mallhive.payments.store.PaymentStore;
import com.mallhive.payments.stripe.StripeLink;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.jobs.Jobs;
import java.time.Clock;
import java.util.UUID;

/**
 * Calls payments off: at Stripe first, and only what Stripe confirms is called off here. What has been paid meanwhile is given
 * back. Repeating it is harmless; where Stripe does not answer, repeating it is what the caller does.
 */
public final class CancelPayment {
    private static final int RACES = 5;

    private final Database database;
    private final PaymentStore store;
    private final StripeLink stripe;
    private final MovePayment moves;
    private final Clock clock;

    public CancelPayment(
            Database database, PaymentStore store, StripeLink stripe, MovePayment moves, Jobs jobs, Clock clock) {
        this.database = database;
        this.store = store;
        this.stripe = stripe;
        this.moves = moves;
        this.clock = clock;
        jobs.handler(MovePayment.GIVE_BACK, (id, _) -> {
            var _ = giveBack(moves.get(UUID.fromString(id)));
        });
    }

    /** The payment of the order, called off or given back; OPEN where the buyer's bank has still to decide. */
    public Payment cancel(UUID order) {
        return callOff(PaymentStep.FIND.run(() -> find(order)));
    }

    /** The same for a known payment. */
    Payment callOff(Payment payment) {
        return switch (payment.status()) {
            case PENDING, OPEN -> giveBack(end(payment));
            case SETTLED, RETURNING -> giveBack(payment);
            case FAILED, CANCELLED, REFUNDED -> payment;
        };
    }

    private Payment end(Payment payment) {
        Outcome outcome = PaymentStep.CALL_OFF.run(() -> stripe.callOff(payment));
        if (outcome instanceof Outcome.Waiting) {
            database.execute(session -> store.callOff(session, payment.id()));
            return moves.get(payment.id());
        }
        return PaymentStep.END.run(() -> moves.hear(payment, outcome));
    }

    private Payment giveBack(Payment payment) {
        if (payment.status() != PaymentStatus.SETTLED && payment.status() != PaymentStatus.RETURNING) {
            return payment;
        }
        Outcome outcome = PaymentStep.GIVE_BACK.run(() -> stripe.giveBack(payment));
        return PaymentStep.END.run(() -> moves.hear(payment, outcome));
    }

    /** Where the order has no payment its place is taken: one that comes later finds itself called off. */
    private Payment find(UUID order) {
        Payment tombstone = Payment.tombstone(Ids.next(), order, clock.instant());
        for (int race = 0; race < RACES; race++) {
            var row = database.statement(session -> store.record(session, tombstone));
            if (row.isPresent()) {
                return row.get();
            }
        }
        throw new IllegalStateException("the payment of order " + order + " can neither be found nor be kept out");
    }
}
