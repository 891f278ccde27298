package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * The end of a list that goes on.
 *
 * @param nextUrl the address of the next part, or null at the end; it works without JavaScript too
 * @param target the id of the list that further entries are appended to
 * @param shown how many entries the visitor has seen with this part
 * @param total how many there are, or null if nobody counted
 */
public record Pager(
        @Nullable String nextUrl,
        String target,
        int shown,
        @Nullable Integer total) {}
