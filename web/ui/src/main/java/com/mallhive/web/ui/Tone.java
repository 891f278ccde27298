package com.mallhive.web.ui;

import java.util.Locale;

/** What a badge, an alert or a figure wants to say before it is read. */
public enum Tone {
    NEUTRAL,
    ACCENT,
    INFO,
    SUCCESS,
    WARNING,
    DANGER;

    /** The class of a block in this tone: {@code of("badge")} is "badge badge--danger". */
    public String of(String block) {
        return this == NEUTRAL ? block : block + " " + block + "--" + name().toLowerCase(Locale.ROOT);
    }

    /** The icon that says the same to those who do not see colours. */
    public String icon() {
        return switch (this) {
            case SUCCESS -> "check";
            case WARNING, DANGER -> "warning";
            case NEUTRAL, ACCENT, INFO -> "info";
        };
    }
}
