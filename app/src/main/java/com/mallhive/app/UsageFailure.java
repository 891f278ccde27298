package com.mallhive.app;

/** The command line asks for something that does not exist: one line, exit status 2. */
final class UsageFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageFailure(String message) {
        super(message);
    }
}
