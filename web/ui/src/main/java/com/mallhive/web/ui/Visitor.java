package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * What the header shows of the person who looks at the page.
 *
 * @param name the name of a signed-in person, or null
 * @param cartCount pieces in the cart
 * @param sells whether there is a seller desk to go to
 * @param administers whether there is an admin face to go to
 * @param fragmentUrl for pages that are cached for everybody: where the personal part of the header is fetched from; the
 *     other components are empty then
 */
public record Visitor(
        @Nullable String name,
        int cartCount,
        boolean sells,
        boolean administers,
        @Nullable String fragmentUrl) {
    /** Somebody without an account. */
    public static Visitor guest(int cartCount) {
        return new Visitor(null, cartCount, false, false, null);
    }

    /** Somebody who signed in. */
    public static Visitor signedIn(String name, int cartCount, boolean sells, boolean administers) {
        return new Visitor(name, cartCount, sells, administers, null);
    }

    /** Anybody: the page may be kept in a shared cache. */
    public static Visitor anybody(String fragmentUrl) {
        return new Visitor(null, 0, false, false, fragmentUrl);
    }
}
