package com.mallhive.web.storefront.visit;

import com.mallhive.web.ui.EmptyState;

/** A failure as its page tells it; {@code traceId} is empty where the operators need not look. */
public record FailureView(EmptyState state, String traceId) {}
