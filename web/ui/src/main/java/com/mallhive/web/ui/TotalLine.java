package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * A line of the sum of a cart or an order.
 *
 * @param note what the amount is made of, or null
 */
public record TotalLine(
        String label, String amount, @Nullable String note, Kind kind) {
    /** What the line is. */
    public enum Kind {
        PART,
        SAVING,
        TOTAL;

        /** The class of term and amount, or null. */
        public @Nullable String css() {
            return switch (this) {
                case PART -> null;
                case SAVING -> "is-saving";
                case TOTAL -> "is-total";
            };
        }
    }

    /** A plain part of the sum. */
    public static TotalLine part(String label, String amount, @Nullable String note) {
        return new TotalLine(label, amount, note, Kind.PART);
    }

    /** Something that makes it less. */
    public static TotalLine saving(String label, String amount, @Nullable String note) {
        return new TotalLine(label, amount, note, Kind.SAVING);
    }

    /** The sum. */
    public static TotalLine total(String label, String amount, @Nullable String note) {
        return new TotalLine(label, amount, note, Kind.TOTAL);
    }
}
