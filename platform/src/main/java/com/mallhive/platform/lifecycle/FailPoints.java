package com.mallhive.platform.lifecycle;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Named places at which crash tests kill the process: {@code -Dmallhive.fail-at=CheckoutStep.RESERVE} ends it with SIGKILL
 * right after that step has had its effect. Without the property nothing happens.
 */
public final class FailPoints {
    private static final @Nullable String FAIL_AT = System.getProperty("mallhive.fail-at");

    private FailPoints() {}

    /** The step is done. */
    public static void after(Enum<?> step) {
        if (FAIL_AT != null && FAIL_AT.equals(step.getDeclaringClass().getSimpleName() + "." + step.name())) {
            try {
                new ProcessBuilder(
                                "kill",
                                "-9",
                                Long.toString(ProcessHandle.current().pid()))
                        .inheritIO()
                        .start();
            } catch (IOException e) {
                Runtime.getRuntime().halt(137);
            }
            while (true) {
                LockSupport.park();
            }
        }
    }
}
