package com.mallhive.app;

import com.mallhive.payments.PaymentsSettings;
import com.mallhive.platform.http.HttpSettings;
import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.settings.Settings;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the Stripe sandbox runs beside the mall, each is told where the other is. The sandbox, the mailbox and the demo
 * sign-ins are for one machine: they refuse an address that others can reach.
 */
final class SandboxWiring {
    private static final String SANDBOX_KEY = "sk_test_sandbox";
    private static final String LIVE_KEY = "sk_live_";

    private SandboxWiring() {}

    static void fill(Settings settings, Set<Targets> targets, boolean insecure, Map<String, String> overrides) {
        HttpSettings http = settings.section("http", HttpSettings.class);
        boolean demoParts = targets.contains(Targets.SANDBOX);
        if (demoParts && stripeKey(settings).startsWith(LIVE_KEY)) {
            throw new StartupFailure(
                    "payments.stripe-api-key is a live key: the Stripe sandbox and the demo never run beside"
                            + " one. Choose targets without sandbox, or take a test key (sk_test_…)");
        }
        boolean mailbox = targets.contains(Targets.NOTIFICATIONS) && isUnset(settings, "notifications.smtp-host");
        boolean local = http.loopback() && isLoopback(URI.create(http.url()).getHost());
        if ((demoParts || mailbox) && !local && !insecure) {
            throw new StartupFailure("others can reach " + http.url() + " on " + http.host()
                    + ": the Stripe sandbox, the mailbox and the demo sign-ins are for this machine only. Leave http.host and"
                    + " http.public-url at this machine; or choose targets without sandbox and set notifications.smtp-host;"
                    + " or add --insecure-demo");
        }
        String sandbox = "http://127.0.0.1:" + http.sandbox();
        if (targets.contains(Targets.PAYMENTS)
                && isUnset(settings, "payments.stripe-api-base")
                && stripeKey(settings).equals(SANDBOX_KEY)) {
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
            overrides.putIfAbsent("storefront.mailbox", "true");
        }
    }

    private static boolean isLoopback(@Nullable String host) {
        return host != null && (host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]"));
    }

    private static String stripeKey(Settings settings) {
        return settings.section("payments", PaymentsSettings.class).stripeApiKey();
    }

    private static boolean isUnset(Settings settings, String key) {
        return settings.entries().stream()
                .anyMatch(e -> e.key().equals(key) && e.value().isEmpty());
    }
}
