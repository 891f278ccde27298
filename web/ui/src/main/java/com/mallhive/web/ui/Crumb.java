package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/** A step on the way to a page; the page itself comes last and has no url. */
public record Crumb(String label, @Nullable String url) {}
