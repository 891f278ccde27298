package com.mallhive.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PaymentsSettingsTest {
    @Test
    void defaultsAreThoseOfTheSandbox() {
        PaymentsSettings settings = load(Map.of("payments.stripe-api-base", "http://127.0.0.1:8083"));
        assertThat(settings.checked().webhookSecrets()).containsExactly("whsec_sandbox");
        assertThat(settings.webhookTolerance()).hasMinutes(5);
    }

    @Test
    void aLiveKeyIsForStripeOnly() {
        assertThatThrownBy(() -> load(Map.of(
                        "payments.stripe-api-key", "sk_live_1",
                        "payments.stripe-api-base", "http://127.0.0.1:8083")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("payments.stripe-api-key is a live key")
                .hasMessageNotContaining("sk_live_1");
    }

    @Test
    void stripeIsNotForTheSandboxesKeyAndSecret() {
        assertThatThrownBy(() -> load(Map.of()).checked())
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("payments.stripe-api-key");
        assertThatThrownBy(() ->
                        load(Map.of("payments.stripe-api-key", "sk_live_1")).checked())
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("payments.webhook-secrets");
    }

    private static PaymentsSettings load(Map<String, String> values) {
        return Settings.load(null, Map.of(), values, Map.of("payments", PaymentsSettings.class))
                .section("payments", PaymentsSettings.class);
    }
}
