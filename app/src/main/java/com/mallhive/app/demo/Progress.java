package com.mallhive.app.demo;

import java.io.PrintWriter;
import java.time.Duration;

/** One line that says how far the filling is; rewritten in a terminal, a few lines elsewhere. */
final class Progress {
    private static final long PERIOD = Duration.ofMillis(100).toNanos();

    private final PrintWriter out;
    private final boolean terminal;
    private String what = "";
    private int total;
    private int done;
    private long shown;

    Progress(PrintWriter out, boolean terminal) {
        this.terminal = terminal;
        this.out = out;
    }

    synchronized void begin(String name, int count) {
        what = name;
        total = count;
        done = 0;
        show(true);
    }

    synchronized void step() {
        done++;
        show(done == total);
    }

    synchronized void done() {
        out.print(terminal ? "\r\033[K" : "");
        out.println("The demo mall is filled.");
        out.flush();
    }

    private void show(boolean now) {
        long time = System.nanoTime();
        if (terminal && (now || time - shown > PERIOD)) {
            out.printf("\r\033[KFilling the demo mall: %s %d of %d", what, done, total);
            out.flush();
            shown = time;
        } else if (!terminal && done == 0) {
            out.printf("Filling the demo mall: %d %s%n", total, what);
            out.flush();
        }
    }
}
