package com.mallhive.web.ui;

/** A step of a longer form. */
public record Step(String label, State state) {
    /** How far it is. */
    public enum State {
        DONE,
        NOW,
        AHEAD
    }
}
