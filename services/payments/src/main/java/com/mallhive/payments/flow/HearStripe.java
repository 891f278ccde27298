package com.mallhive.payments.flow;

import com.mallhive.payments.domain.Outcome;
import com.mallhive.payments.domain.Payment;
import com.mallhive.payments.domain.PaymentStatus;
import com.mallhive.payments.store.PaymentStore;
import com.mallhive.payments.stripe.Notice;
import com.mallhive.payments.stripe.StripeWebhooks;
import com.mallhive.platform.database.Database;
import java.time.Clock;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes Stripe's webhooks. Each is noted once; one that comes again has its effect only if the first time died between the two.
 * The effect itself depends on the payment's state alone, so that doubled and overtaken messages change nothing.
 */
public final class HearStripe {
    private final Database database;
    private final PaymentStore store;
    private final StripeWebhooks webhooks;
    private final MovePayment moves;
    private final Clock clock;

    public HearStripe(Database database, PaymentStore store, StripeWebhooks webhooks, MovePayment moves, Clock clock) {
        this.database = database;
        this.store = store;
        this.webhooks = webhooks;
        this.moves = moves;
        this.clock = clock;
    }

    /** @param signature the header Stripe-Signature */
    public void hear(byte[] body, @Nullable String signature) {
        Notice notice = webhooks.read(body, signature);
        Outcome outcome = notice.outcome();
        Set<PaymentStatus> untouched = outcome == null ? Set.of(PaymentStatus.values()) : Payment.untouchedBy(outcome);
        var concerned = PaymentStep.HEAR.run(() -> database.statement(session ->
                store.hear(session, notice.id(), notice.type(), notice.payment(), untouched, clock.instant())));
        if (outcome != null && concerned.isPresent()) {
            var _ = PaymentStep.APPLY.run(() -> moves.hear(concerned.get(), outcome, notice.id()));
        }
    }
}
