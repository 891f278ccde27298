package com.mallhive.web.storefront.visit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the browser remembers of the cart.
 *
 * @param count pieces, for the header of pages
 * @param orderId the order that was made of it; once that is paid, the cart is no more
 */
public record CartCookie(UUID id, int count, @Nullable UUID orderId) {
    static @Nullable CartCookie parse(@Nullable String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.split("\\.", 3);
        try {
            return new CartCookie(
                    UUID.fromString(parts[0]),
                    parts.length > 1 ? Math.clamp(Integer.parseInt(parts[1]), 0, 9999) : 0,
                    parts.length > 2 ? UUID.fromString(parts[2]) : null);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    String text() {
        return id + "." + count + (orderId == null ? "" : "." + orderId);
    }
}
