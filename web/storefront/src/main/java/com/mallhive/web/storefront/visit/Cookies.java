package com.mallhive.web.storefront.visit;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The cookies of the storefront. All of them are HttpOnly and SameSite=Lax; over https they are Secure and carry the
 * {@code __Host-} prefix, so that no neighbouring host can plant them.
 */
public final class Cookies {
    /** Signed-in session: sealed tokens. */
    static final String SESSION = "mh-session";

    /** A random name of the browser, to which CSRF tokens of guests are bound. */
    static final String BROWSER = "mh-browser";

    /** The cart's id and how much is in it. */
    static final String CART = "mh-cart";

    /** What the visitor said about measuring. */
    static final String CONSENT = "mh-consent";

    /** A message for the next page. */
    static final String FLASH = "mh-flash";

    private final Context ctx;
    private final boolean secure;

    Cookies(Context ctx, boolean secure) {
        this.ctx = ctx;
        this.secure = secure;
    }

    @Nullable
    String get(String name) {
        String value = ctx.cookie(name(name));
        return value == null || value.isEmpty() ? null : value;
    }

    void set(String name, String value, Duration life) {
        put(name, value, Math.toIntExact(Math.max(0, life.toSeconds())));
    }

    /** Lives until the browser is closed. */
    void setForNow(String name, String value) {
        put(name, value, -1);
    }

    void remove(String name) {
        put(name, "", 0);
    }

    private void put(String name, String value, int seconds) {
        ctx.cookie(new Cookie(name(name), value, "/", seconds, secure, true, null, SameSite.LAX));
    }

    private String name(String name) {
        return secure ? "__Host-" + name : name;
    }
}
