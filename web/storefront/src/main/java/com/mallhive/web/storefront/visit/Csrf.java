package com.mallhive.web.storefront.visit;

import com.mallhive.platform.security.Vault;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that prove that a form came from a page of ours. A token is a MAC over a fresh nonce and what it is bound to (the
 * session, or the browser's random name for guests), so it differs on every page and compression cannot betray it.
 */
public final class Csrf {
    /** The header in which htmx sends the token. */
    public static final String HEADER = "X-CSRF-Token";

    /** The field in which forms send it. */
    public static final String FIELD = "csrf";

    private static final int NONCE_BYTES = 8;

    private final Vault vault;
    private final SecureRandom random = new SecureRandom();

    public Csrf(Vault vault) {
        this.vault = vault;
    }

    /** A new token. */
    public String token(String boundTo) {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = HexFormat.of().formatHex(bytes);
        return nonce + "." + vault.mac("csrf", nonce + "." + boundTo);
    }

    /** Whether the token was made for this binding; the MAC is compared in constant time. */
    public boolean valid(@Nullable String token, @Nullable String boundTo) {
        if (token == null || boundTo == null) {
            return false;
        }
        int dot = token.indexOf('.');
        return dot == NONCE_BYTES * 2
                && vault.verify("csrf", token.substring(0, dot) + "." + boundTo, token.substring(dot + 1));
    }
}
