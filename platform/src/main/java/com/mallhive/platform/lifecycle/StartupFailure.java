package com.mallhive.platform.lifecycle;

import org.jspecify.annotations.Nullable;

/** MallHive cannot start; the message is the one line that the person at the terminal reads, with what to do about it. */
public final class StartupFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupFailure(String message) {
        super(message);
    }

    public StartupFailure(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
