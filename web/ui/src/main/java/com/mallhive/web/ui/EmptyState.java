package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/** What a list says when it has nothing to show, and the way on. */
public record EmptyState(
        String title,
        String text,
        @Nullable Art art,
        @Nullable Link action) {}
