package com.mallhive.testkit;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.api.Assertions;

/** Waits for what happens by itself, and not a moment longer. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Eventually() {}

    /** Returns when the condition holds; fails the test when it does not within 20 s. */
    public static void until(String what, Callable<Boolean> condition) {
        within(LIMIT, what, condition);
    }

    /** Returns when the condition holds; fails the test when it does not within the limit. */
    public static void within(Duration limit, String what, Callable<Boolean> condition) {
        long end = System.nanoTime() + limit.toNanos();
        long wait = 2_000_000;
        while (!holds(condition)) {
            if (System.nanoTime() > end) {
                Assertions.fail("not within %s: %s", limit, what);
            }
            LockSupport.parkNanos(wait);
            wait = Math.min(2 * wait, 50_000_000);
        }
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
