package com.mallhive.web.edge;

import com.mallhive.platform.http.ClientAddress;
import com.mallhive.platform.limits.RateLimit;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.server.Request;

/** How often an address may call: sign-ins and the like rarely, everything else up to a general limit. */
final class RateLimits {
    private static final String SIGN_IN = "/v1/sessions";
    private static final Set<String> CREDENTIALS = Set.of(
            SIGN_IN,
            "/v1/accounts",
            "/v1/accounts:requestPasswordReset",
            "/v1/accounts:resetPassword",
            "/v1/accounts:verifyEmail");

    private final RateLimit signIns;
    private final RateLimit calls;

    RateLimits(EdgeSettings settings, Clock clock) {
        this.signIns = new RateLimit(settings.signInsPerMinute(), Duration.ofMinutes(1), clock);
        this.calls = new RateLimit(settings.callsPerSecond(), Duration.ofSeconds(1), clock);
    }

    /** Counts a call; a problem (429) where it is one too many. */
    void check(Request request, Route route) {
        calls.take(key(request));
        if (needsCredentials(route)) {
            signIns.take(key(request));
        }
    }

    /** The call has succeeded: who can sign in does not guess passwords. */
    void succeeded(Request request, Route route) {
        if (needsCredentials(route) && route.template().equals(SIGN_IN)) {
            signIns.giveBack(key(request));
        }
    }

    private static boolean needsCredentials(Route route) {
        return route.httpMethod().equals("POST") && CREDENTIALS.contains(route.template());
    }

    private static String key(Request request) {
        return ClientAddress.key(Request.getRemoteAddr(request));
    }
}
