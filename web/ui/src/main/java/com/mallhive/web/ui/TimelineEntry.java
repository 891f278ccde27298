package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an order, or will.
 *
 * @param time as people read it, or null
 * @param note more about it, or null
 */
public record TimelineEntry(
        String title, @Nullable String time, @Nullable String note, State state) {
    /** How far it is. */
    public enum State {
        DONE,
        NOW,
        AHEAD,
        FAILED;

        /** The class of the entry. */
        public String css() {
            return switch (this) {
                case DONE -> "timeline__item timeline__item--done";
                case NOW -> "timeline__item";
                case AHEAD -> "timeline__item timeline__item--ahead";
                case FAILED -> "timeline__item timeline__item--failed";
            };
        }
    }
}
