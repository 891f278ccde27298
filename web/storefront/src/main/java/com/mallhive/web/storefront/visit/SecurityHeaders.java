package com.mallhive.web.storefront.visit;

import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.util.List;

/** What browsers are told not to do with our pages. */
public final class SecurityHeaders implements Handler {
    private final String policy;
    private final boolean secure;

    /** @param paymentOrigins where a checkout form may lead to; browsers apply form-action to redirects as well */
    public SecurityHeaders(List<String> paymentOrigins, boolean secure) {
        this.secure = secure;
        String payment = String.join(" ", paymentOrigins);
        String local = secure ? "" : " http://localhost:* http://127.0.0.1:*";
        this.policy = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
                + "img-src 'self' data:; connect-src 'self'; manifest-src 'self'; "
                + "form-action 'self' " + payment + local + "; "
                + "base-uri 'none'; frame-ancestors 'none'" + (secure ? "; upgrade-insecure-requests" : "");
    }

    @Override
    public void handle(Context ctx) {
        ctx.header("Content-Security-Policy", policy);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Referrer-Policy", "same-origin");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), browsing-topics=()");
        if (secure) {
            ctx.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
    }
}
