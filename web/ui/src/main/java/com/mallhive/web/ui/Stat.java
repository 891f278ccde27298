package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * A figure of a dashboard.
 *
 * @param trend the change in words, for example "+12 % against last week", or null
 * @param better whether the change is good news
 * @param tone SUCCESS for a figure that is as it must be, DANGER for one that asks to act
 * @param url the list behind the figure, or null
 */
public record Stat(
        String label,
        String value,
        @Nullable String note,
        @Nullable String trend,
        boolean better,
        Tone tone,
        @Nullable String url) {
    /** A plain figure. */
    public static Stat of(String label, String value, @Nullable String note) {
        return new Stat(label, value, note, null, true, Tone.NEUTRAL, null);
    }

    /** The class of the figure. */
    public String css() {
        return switch (tone) {
            case SUCCESS -> "stat stat--good";
            case DANGER -> "stat stat--bad";
            default -> "stat";
        };
    }
}
