package com.mallhive.app;

import com.mallhive.platform.http.HttpSettings;
import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.settings.Settings;
import java.util.Map;
import java.util.Set;

/**
 * Where the Stripe sandbox runs beside the mall, each is told where the other is. The sandbox, the mailbox and the demo
 * sign-ins are for one machine: they refuse an address that others can reach.
 */
final class SandboxWiring {
    private static final String SANDBOX_KEY = "sk_test_sandbox";

    private SandboxWiring() {}

    static void fill(Settings settings, Set<Targets> targets, boolean insecure, Map<String, String> overrides) {
        HttpSettings http = settings.section("http", HttpSettings.class);
        boolean demoParts = targets.contains(Targets.SANDBOX);
        if (demoParts && !http.loopback() && !insecure) {
            throw new StartupFailure("http.host is " + http.host()
                    + ", which others can reach: the Stripe sandbox, the mailbox and the demo sign-ins are for this machine"
                    + " only. Leave http.host at 127.0.0.1, or choose targets without sandbox, or add --insecure-demo");
        }
        String sandbox = "http://127.0.0.1:" + http.sandbox();
        if (targets.contains(Targets.PAYMENTS)
                && isUnset(settings, "payments.stripe-api-base")
                && usesSandbox(settings)) {
            overrides.putIfAbsent("payments.stripe-api-base", sandbox);
        }
        if (demoParts && isUnset(settings, "sandbox.webhook-url")) {
            overrides.putIfAbsent("sandbox.webhook-url", "http://127.0.0.1:" + http.port() + "/v1/webhooks/stripe");
        }
        if (http.url().startsWith("http://")) {
            overrides.putIfAbsent("storefront.secure-cookies", "false");
            overrides.putIfAbsent("admin.secure-cookies", "false");
        }
        if (demoParts) {
            overrides.putIfAbsent("storefront.demo-sign-ins", "true");
        }
    }

    private static boolean usesSandbox(Settings settings) {
        return settings.entries().stream()
                .anyMatch(e ->
                        e.key().equals("payments.stripe-api-key") && e.value().equals(SANDBOX_KEY));
    }

    private static boolean isUnset(Settings settings, String key) {
        return settings.entries().stream()
                .anyMatch(e -> e.key().equals(key) && e.value().isEmpty());
    }
}
