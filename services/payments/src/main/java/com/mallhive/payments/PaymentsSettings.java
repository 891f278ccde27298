package com.mallhive.payments;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.settings.Setting;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Section {@code payments}. */
public record PaymentsSettings(
        @Setting(
                value = "Stripe's secret key; the default one is for the sandbox",
                byDefault = "sk_test_sandbox",
                secret = true)
        String stripeApiKey,

        @Setting("Where Stripe's interface is; not set: Stripe itself") @Nullable
        URI stripeApiBase,

        @Setting(
                value = "Secrets that sign Stripe's webhooks; more than one while they are changed",
                byDefault = "whsec_sandbox",
                secret = true)
        List<String> webhookSecrets,

        @Setting(value = "A webhook signed longer ago is refused", byDefault = "5m", min = "1s", max = "1h")
        Duration webhookTolerance,

        @Setting(value = "Time limit of a connection to Stripe", byDefault = "3s", min = "1ms", max = "1m")
        Duration connectTimeout,

        @Setting(value = "Time limit of an answer of Stripe", byDefault = "10s", min = "1ms", max = "2m")
        Duration readTimeout,

        @Setting(
                value = "How often a call of Stripe is tried again when the network fails",
                byDefault = "1",
                min = "0",
                max = "10")
        int networkRetries,

        @Setting(value = "How often unfinished payments are looked for", byDefault = "30s", min = "100ms", max = "1h")
        Duration sweepEvery,

        @Setting(
                value = "Stripe is asked about payments that are unfinished for so long",
                byDefault = "1m",
                min = "1s",
                max = "1d")
        Duration sweepAfter,

        @Setting(value = "Webhooks are remembered for so long", byDefault = "30d", min = "1d", max = "3650d")
        Duration webhookRetention) {
    public PaymentsSettings {
        if (stripeApiKey.startsWith("sk_live_") && stripeApiBase != null) {
            throw new StartupFailure("payments.stripe-api-key is a live key and payments.stripe-api-base is "
                    + stripeApiBase + ": take the base away, or use a test key (sk_test_…)");
        }
        if (webhookSecrets.isEmpty()) {
            throw new StartupFailure("payments.webhook-secrets must name at least one secret");
        }
    }

    /** What only matters where payments run: what the sandbox is content with, Stripe is not. */
    PaymentsSettings checked() {
        if (stripeApiBase == null && stripeApiKey.equals("sk_test_sandbox")) {
            throw new StartupFailure(
                    "payments.stripe-api-key is the sandbox's: set your own, or payments.stripe-api-base to a sandbox");
        }
        if (stripeApiBase == null && webhookSecrets.contains("whsec_sandbox")) {
            throw new StartupFailure(
                    "payments.webhook-secrets has the sandbox's secret, which everybody knows: set that of your endpoint");
        }
        return this;
    }
}
