package com.mallhive.web.storefront.visit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the browser remembers of the cart: its id, and the number of pieces for the header of pages. */
public record CartCookie(UUID id, int count) {
    static @Nullable CartCookie parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int dot = text.indexOf('.');
        try {
            return new CartCookie(
                    UUID.fromString(dot < 0 ? text : text.substring(0, dot)),
                    dot < 0 ? 0 : Math.clamp(Integer.parseInt(text.substring(dot + 1)), 0, 9999));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    String text() {
        return id + "." + count;
    }
}
