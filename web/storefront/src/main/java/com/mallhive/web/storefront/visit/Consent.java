package com.mallhive.web.storefront.visit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a visitor said about measuring. Nothing is measured before they said yes.
 *
 * @param visitId the random name that events carry; null where nothing is measured
 */
public record Consent(boolean asked, @Nullable UUID visitId) {
    private static final String NO = "no";
    private static final String YES = "yes.";

    /** Read from the cookie; what nobody can read counts as not asked. */
    static Consent parse(@Nullable String cookie) {
        if (cookie == null) {
            return new Consent(false, null);
        }
        if (cookie.equals(NO)) {
            return new Consent(true, null);
        }
        if (cookie.startsWith(YES)) {
            try {
                return new Consent(true, UUID.fromString(cookie.substring(YES.length())));
            } catch (IllegalArgumentException e) {
                return new Consent(false, null);
            }
        }
        return new Consent(false, null);
    }

    /** The answer of the form. */
    public static Consent answered(boolean yes) {
        return new Consent(true, yes ? UUID.randomUUID() : null);
    }

    String text() {
        return visitId == null ? NO : YES + visitId;
    }
}
