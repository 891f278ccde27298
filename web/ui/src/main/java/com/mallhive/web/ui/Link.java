package com.mallhive.web.ui;

/** Somewhere to go. */
public record Link(String label, String url) {}
