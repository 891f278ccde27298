package com.mallhive.payments;

import com.mallhive.payments.flow.CancelPayment;
import com.mallhive.payments.flow.CreatePayment;
import com.mallhive.payments.flow.HearStripe;
import com.mallhive.payments.flow.MovePayment;
import com.mallhive.payments.flow.SweepPayments;
import com.mallhive.payments.store.LedgerStore;
import com.mallhive.payments.store.PaymentStore;
import com.mallhive.payments.stripe.StripeLink;
import com.mallhive.payments.stripe.StripeWebhooks;
import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;
import io.grpc.ServerInterceptors;
import java.time.Duration;

/** The payments service: Stripe, its webhooks, the ledger. */
public final class PaymentsModule implements Module {
    public PaymentsModule(Platform platform) {
        var settings = platform.settings(PaymentsSettings.class).checked();
        var database = platform.database();
        var jobs = platform.jobs();
        var clock = platform.clock();
        var store = new PaymentStore();
        var stripe = new StripeLink(
                settings.stripeApiKey(),
                settings.stripeApiBase(),
                settings.connectTimeout(),
                settings.readTimeout(),
                settings.networkRetries(),
                platform.meters(),
                clock);
        var webhooks = new StripeWebhooks(settings.webhookSecrets(), settings.webhookTolerance(), clock);
        var moves = new MovePayment(database, store, jobs, platform.meters(), clock);
        var create = new CreatePayment(database, store, stripe, moves, settings.sweepAfter(), clock);
        var cancel = new CancelPayment(database, store, stripe, moves, jobs, clock);
        var hear = new HearStripe(database, store, webhooks, moves, clock);
        var sweep = new SweepPayments(
                database, store, stripe, moves, cancel, settings.sweepAfter(), settings.webhookRetention(), clock);
        jobs.recurring("sweep-payments", settings.sweepEvery(), sweep::sweep);
        jobs.recurring("forget-webhooks", Duration.ofDays(1), sweep::forget);
        var api = new PaymentsApi(database, new LedgerStore(), create, cancel, hear, clock);
        platform.serve(() -> ServerInterceptors.intercept(api, new StripeSignature()));
    }
}
