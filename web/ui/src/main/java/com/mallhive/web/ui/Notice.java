package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * A message on a page.
 *
 * @param title or null if the text says it all
 * @param link where to go from here, or null
 */
public record Notice(
        Tone tone,
        @Nullable String title,
        String text,
        @Nullable Link link) {
    /** A message of one sentence. */
    public static Notice of(Tone tone, String text) {
        return new Notice(tone, null, text, null);
    }
}
