package com.mallhive.web.admin.visit;

import com.mallhive.platform.security.Vault;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Proof that a form came from a page of ours: a MAC over a fresh value and the session (before the sign-in: the browser) that
 * it was made for.
 */
public final class Csrf {
    /** The header that htmx sends it in. */
    static final String HEADER = "X-CSRF-Token";

    /** The field that forms send it in. */
    static final String FIELD = "csrf";

    private static final String PURPOSE = "admin-csrf";

    private final Vault vault;

    public Csrf(Vault vault) {
        this.vault = vault;
    }

    /** A token for a form; no two are alike. */
    public String token(String boundTo) {
        String fresh = UUID.randomUUID().toString();
        return fresh + "." + vault.mac(PURPOSE, fresh + "." + boundTo);
    }

    /** Whether a token was made here for the same session or browser; compared in constant time. */
    public boolean valid(@Nullable String token, @Nullable String boundTo) {
        if (token == null || boundTo == null) {
            return false;
        }
        int dot = token.indexOf('.');
        return dot > 0 && vault.verify(PURPOSE, token.substring(0, dot) + "." + boundTo, token.substring(dot + 1));
    }
}
