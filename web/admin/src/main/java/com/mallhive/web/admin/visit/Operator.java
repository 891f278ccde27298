package com.mallhive.web.admin.visit;

import java.time.Instant;

/**
 * The session of a signed-in operator.
 *
 * @param ends when the operator has to sign in again, whatever the tokens say
 */
public record Operator(String accessToken, String refreshToken, Instant accessExpiry, Instant ends, String name) {
    /** What stays the same when tokens are renewed. */
    String sessionId() {
        int dot = refreshToken.indexOf('.');
        return dot < 0 ? refreshToken : refreshToken.substring(0, dot);
    }

    String text() {
        return accessToken + "\n" + refreshToken + "\n" + accessExpiry + "\n" + ends + "\n" + name.replace('\n', ' ');
    }

    static Operator parse(String text) {
        String[] parts = text.split("\n", 5);
        if (parts.length != 5) {
            throw new IllegalArgumentException("not a session");
        }
        return new Operator(parts[0], parts[1], Instant.parse(parts[2]), Instant.parse(parts[3]), parts[4]);
    }
}
