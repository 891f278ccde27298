package com.mallhive.web.ui;

/**
 * What buyers think.
 *
 * @param tenths the average times ten: 43 is 4.3 stars
 * @param count how many reviews
 */
public record Rating(int tenths, int count) {
    /** Filled half stars, 0 to 10. */
    public int halves() {
        return Math.clamp((tenths + 2) / 5, 0, 10);
    }

    /** "4.3". */
    public String average() {
        return tenths / 10 + "." + tenths % 10;
    }

    /** For those who do not see the stars. */
    public String spoken() {
        return average() + " out of 5 stars, " + count + (count == 1 ? " review" : " reviews");
    }
}
