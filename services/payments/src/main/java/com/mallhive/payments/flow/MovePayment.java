package com.mallhive.payments.flow;

import com.mallhive.payments.domain.Outcome;
import com.mallhive.payments.domain.Payment;
import com.mallhive.payments.events.PaymentEvents;
import com.mallhive.payments.store.PaymentStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.OutboxRow;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.jobs.Jobs;
import com.mallhive.platform.rpc.Problem;
import io.grpc.Context;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves payments by what Stripe says. A move, its ledger entries and its event are one statement, which holds only if the payment
 * has not moved meanwhile; then it is read again and judged anew.
 */
public final class MovePayment {
    /** The job that gives money back which nobody asked for any more. */
    public static final String GIVE_BACK = "give-payment-back";

    private static final Logger LOG = LoggerFactory.getLogger(MovePayment.class);
    private static final int RACES = 8;

    private final Database database;
    private final PaymentStore store;
    private final Jobs jobs;
    private final Clock clock;
    private final Map<Payment.News, Counter> news = new EnumMap<>(Payment.News.class);

    public MovePayment(Database database, PaymentStore store, Jobs jobs, MeterRegistry meters, Clock clock) {
        this.database = database;
        this.store = store;
        this.jobs = jobs;
        this.clock = clock;
        for (Payment.News what : Payment.News.values()) {
            news.put(
                    what,
                    Counter.builder("mallhive.payments")
                            .description("Payments by what became of them")
                            .tag("became", what.name().toLowerCase(Locale.ROOT))
                            .register(meters));
        }
    }

    /** The payment after it has heard this. Money has moved by then: it is noted even when the caller has gone. */
    public Payment hear(Payment known, Outcome outcome) {
        return hear(known, outcome, null);
    }

    /** @param webhook the Stripe event that tells it, or null */
    Payment hear(Payment known, Outcome outcome, @Nullable String webhook) {
        Context before = Context.ROOT.attach();
        try {
            return move(known, outcome, webhook);
        } finally {
            Context.ROOT.detach(before);
        }
    }

    private Payment move(Payment known, Outcome outcome, @Nullable String webhook) {
        Payment payment = known;
        for (int race = 0; race < RACES; race++) {
            Payment.Next next = payment.after(outcome, clock.instant());
            if (next == null) {
                stays(payment, outcome, webhook);
                return payment;
            }
            if (apply(next, webhook)) {
                count(next.news());
                return next.payment();
            }
            payment = get(known.id());
        }
        throw Problem.conflict("payment-busy", "Somebody else is changing this payment. Try again.");
    }

    private boolean apply(Payment.Next next, @Nullable String webhook) {
        Payment.News what = next.news();
        OutboxRow event = what == null ? null : PaymentEvents.row(next.payment(), what);
        Database.Work<Boolean> work = session -> store.move(session, next.payment(), next.posting(), event, webhook);
        if (!next.giveBack()) {
            return database.statement(work);
        }
        return database.write(session -> {
            boolean moved = work.run(session);
            if (moved) {
                giveBackSoon(session, next.payment().id());
            }
            return moved;
        });
    }

    private void count(Payment.@Nullable News what) {
        Counter counter = what == null ? null : news.get(what);
        if (counter != null) {
            counter.increment();
        }
    }

    private void giveBackSoon(Session session, UUID id) throws SQLException {
        jobs.schedule(session, GIVE_BACK, id.toString(), "", clock.instant());
    }

    private void stays(Payment payment, Outcome outcome, @Nullable String webhook) {
        if (outcome instanceof Outcome.Paid paid && !paid.amount().equals(payment.amount())) {
            LOG.error(
                    "payment {}: Stripe has {} where {} are due; look at it in Stripe's dashboard",
                    payment.id(),
                    paid.amount(),
                    payment.amount());
        }
        if (webhook != null) {
            database.execute(session -> store.heard(session, webhook, clock.instant()));
        }
    }

    Payment get(UUID id) {
        return database.statement(session -> store.get(session, id))
                .orElseThrow(() -> new IllegalStateException("payment " + id + " has vanished"));
    }
}
