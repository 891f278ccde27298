package com.mallhive.payments;

import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;

/** The payments service: Stripe, its webhooks, the ledger. */
public final class PaymentsModule implements Module {
    public PaymentsModule(Platform platform) {
        var settings = platform.settings(PaymentsSettings.class);
        if (settings.webhookSecrets().isEmpty()) {
            throw new IllegalStateException("no secrets");
        }
    }
}
