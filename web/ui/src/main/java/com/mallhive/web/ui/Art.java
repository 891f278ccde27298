package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * A square picture on a tinted ground.
 *
 * @param src the address
 * @param srcset addresses by width, or null
 * @param alt what is seen; empty if the text beside it says the same
 * @param ground 1 to 12, the tint of the top category
 * @param transition a name that is the same for this product on every page, so that the browser can move the picture from
 *     the list to the product; a CSS identifier such as {@code p-8f3}, or null
 * @param photo whether it fills the square; a cut-out on a transparent ground does not
 */
public record Art(
        String src,
        @Nullable String srcset,
        String alt,
        int ground,
        @Nullable String transition,
        boolean photo) {
    public Art {
        if (ground < 1 || ground > 12) {
            throw new IllegalArgumentException("ground " + ground);
        }
    }

    /** A cut-out without further sizes. */
    public static Art of(String src, String alt, int ground) {
        return new Art(src, null, alt, ground, null, false);
    }

    /** The same picture that takes part in the transition between pages. */
    public Art movingAs(String name) {
        return new Art(src, srcset, alt, ground, name, photo);
    }
}
