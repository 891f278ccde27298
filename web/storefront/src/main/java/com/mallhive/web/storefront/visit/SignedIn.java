package com.mallhive.web.storefront.visit;

import com.mallhive.platform.rpc.Person;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session as its cookie keeps it.
 *
 * @param person whom the access token names; null while the token has expired and could not be renewed
 * @param name how the mall greets the person
 */
public record SignedIn(
        String accessToken,
        String refreshToken,
        Instant accessExpiry,
        Instant refreshExpiry,
        String name,
        @Nullable Person person) {

    /** Stays the same when tokens are renewed. */
    public String sessionId() {
        int dot = refreshToken.indexOf('.');
        return dot < 0 ? refreshToken : refreshToken.substring(0, dot);
    }

    /** Whether there is a shop to run. */
    public boolean sells() {
        return person != null && person.shopId() != null;
    }

    /** The same with another name. */
    public SignedIn named(String newName) {
        return new SignedIn(accessToken, refreshToken, accessExpiry, refreshExpiry, newName, person);
    }

    SignedIn with(@Nullable Person who) {
        return new SignedIn(accessToken, refreshToken, accessExpiry, refreshExpiry, name, who);
    }

    String text() {
        return String.join(
                "\n",
                accessToken,
                refreshToken,
                Long.toString(accessExpiry.getEpochSecond()),
                Long.toString(refreshExpiry.getEpochSecond()),
                name.replace('\n', ' '));
    }

    static SignedIn parse(String text) {
        List<String> parts = List.of(text.split("\n", 5));
        if (parts.size() != 5) {
            throw new IllegalArgumentException("not a session");
        }
        return new SignedIn(
                parts.get(0),
                parts.get(1),
                Instant.ofEpochSecond(Long.parseLong(parts.get(2))),
                Instant.ofEpochSecond(Long.parseLong(parts.get(3))),
                parts.get(4),
                null);
    }
}
