package com.mallhive.payments.flow;

import com.mallhive.payments.domain.Outcome;
import com.mallhive.payments.domain.Payment;
import com.mallhive.payments.store.PaymentStore;
import com.mallhive.payments.stripe.StripeLink;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.rpc.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Stripe about payments that are unfinished for long: a crash came between Stripe's answer and our note of it, or a webhook
 * was lost. What is past its time is called off. Each payment is asked about ever more rarely.
 */
public final class SweepPayments {
    private static final Logger LOG = LoggerFactory.getLogger(SweepPayments.class);
    private static final int BATCH = 50;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration RAREST = Duration.ofMinutes(10);

    private final Database database;
    private final PaymentStore store;
    private final StripeLink stripe;
    private final MovePayment moves;
    private final CancelPayment cancel;
    private final Duration after;
    private final Duration retention;
    private final Clock clock;

    /** @param after also the grace after a payment's time: orders calls it off first */
    public SweepPayments(
            Database database,
            PaymentStore store,
            StripeLink stripe,
            MovePayment moves,
            CancelPayment cancel,
            Duration after,
            Duration retention,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.stripe = stripe;
        this.moves = moves;
        this.cancel = cancel;
        this.after = after;
        this.retention = retention;
        this.clock = clock;
    }

    public void sweep() {
        List<Payment> due;
        do {
            Instant now = clock.instant();
            due = database.statement(session -> store.due(session, now, now.plus(LEASE), BATCH));
            due.forEach(this::look);
        } while (due.size() == BATCH);
    }

    /** Forgets old webhooks. */
    public void forget() {
        database.execute(session -> store.forget(session, clock.instant().minus(retention)));
    }

    private void look(Payment payment) {
        try {
            if (!settle(payment).status().isUnfinished()) {
                return;
            }
        } catch (Problem problem) {
            LOG.warn("payment {}: {}", payment.id(), problem.type());
        }
        database.execute(session -> store.checkAt(session, payment.id(), again(payment)));
    }

    private Payment settle(Payment payment) {
        Instant now = clock.instant();
        if (payment.calledOff() || now.isAfter(payment.expiresAt().plus(after))) {
            return cancel.callOff(payment);
        }
        Outcome outcome = stripe.look(payment);
        return moves.hear(payment, outcome);
    }

    private Instant again(Payment payment) {
        Instant now = clock.instant();
        Duration age = Duration.between(payment.createdAt(), now);
        Duration wait = age.compareTo(after) < 0 ? after : age.compareTo(RAREST) > 0 ? RAREST : age;
        return now.plus(wait);
    }
}
