package com.mallhive.app;

import java.io.Console;

/** Whether a person looks at the output. */
final class Terminal {
    private Terminal() {}

    @SuppressWarnings("SystemConsoleNull") // null in older releases, and in the eyes of NullAway
    static boolean isThere() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
