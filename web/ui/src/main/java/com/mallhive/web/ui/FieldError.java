package com.mallhive.web.ui;

/** What is wrong with a field of a form; {@code field} is its name. */
public record FieldError(String field, String message) {}
