package com.mallhive.web.admin.visit;

import com.mallhive.web.ui.EmptyState;

/**
 * What is shown where a page cannot be.
 *
 * @param traceId finds the failure in the log; empty where there is nothing to find
 */
public record Failure(EmptyState state, String traceId) {}
