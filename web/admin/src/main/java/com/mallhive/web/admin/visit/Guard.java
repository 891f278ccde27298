package com.mallhive.web.admin.visit;

import com.mallhive.platform.http.OwnHosts;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** What browsers must not do with the operators' pages: ask under a foreign name, load foreign things, be framed, keep copies. */
public final class Guard implements Handler {
    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
            + "img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private final OwnHosts hosts;
    private final boolean secure;

    public Guard(OwnHosts hosts, boolean secure) {
        this.hosts = hosts;
        this.secure = secure;
    }

    @Override
    public void handle(Context ctx) {
        ctx.header("Content-Security-Policy", POLICY);
        ctx.header("X-Content-Type-Options", "nosniff");
        ctx.header("X-Frame-Options", "DENY");
        ctx.header("Referrer-Policy", "no-referrer");
        ctx.header("Cross-Origin-Opener-Policy", "same-origin");
        ctx.header("Cross-Origin-Resource-Policy", "same-origin");
        ctx.header("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
        ctx.header("Cache-Control", "no-store");
        if (secure) {
            ctx.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
        }
        if (!hosts.has(ctx.host())) {
            ctx.status(421)
                    .contentType("text/plain; charset=utf-8")
                    .result("These pages do not answer under that name. An operator can add it to admin.hosts.")
                    .skipRemainingHandlers();
        }
    }
}
