package com.mallhive.web.ui;

/** A short word about a thing or its state. */
public record Badge(String text, Tone tone) {}
