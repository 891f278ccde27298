package com.mallhive.web.admin.visit;

import org.jspecify.annotations.Nullable;

/** What the page after a form says. Only the name travels in the cookie. */
public enum Done {
    SIGNED_OUT("You are signed out."),
    CANCELLED("The order is being cancelled. What was paid goes back."),
    CATEGORY_ADDED("The category is added."),
    CATEGORY_SAVED("The category is saved."),
    CATEGORY_DELETED("The category is deleted."),
    REPLAYED("The event is back in the inbox and is handled again.");

    private final String text;

    Done(String text) {
        this.text = text;
    }

    static @Nullable String text(@Nullable String name) {
        for (Done done : values()) {
            if (done.name().equals(name)) {
                return done.text;
            }
        }
        return null;
    }
}
