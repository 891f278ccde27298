package com.mallhive.platform.events;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A loop that works when it is woken, and looks by itself from time to time. Many wakes while it works are one; under load its
 * rounds keep a pace, so that each finds more to do; when nothing happens it looks ever more rarely.
 */
final class Loop {
    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration FIRST_POLL = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(5);

    private final String name;
    private final Duration pace;
    private final Duration poll;
    private final Step step;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean stopping;
    private @Nullable Thread thread;

    /** One round of work, and what comes after it. */
    @FunctionalInterface
    interface Step {
        Next run() throws Exception;
    }

    /**
     * When the next round starts: after the given time, or earlier when woken.
     *
     * @param delay null: nothing is known to be waiting
     * @param deaf wakes do not shorten the wait: something is broken, and haste would not mend it
     */
    record Next(@Nullable Duration delay, boolean deaf) {
        static final Next IDLE = new Next(null, false);
        static final Next AGAIN = new Next(Duration.ZERO, false);

        static Next within(Duration wait) {
            return new Next(wait, false);
        }

        static Next after(Duration wait) {
            return new Next(wait, true);
        }
    }

    Loop(String name, EventSettings settings, Step step) {
        this.name = name;
        this.pace = settings.pace();
        this.poll = settings.poll();
        this.step = step;
    }

    void start() {
        thread = Thread.ofVirtual().name(name).start(this::run);
    }

    void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    /** Lets the current round end; only a round that hangs is interrupted. */
    void stop() {
        stopping = true;
        wake();
        Thread running = thread;
        if (running == null || running.equals(Thread.currentThread())) {
            return;
        }
        try {
            if (!running.join(STOP)) {
                LOG.warn("{} does not end its round: interrupted", name);
                running.interrupt();
                running.join(STOP);
            }
        } catch (InterruptedException e) {
            running.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        Duration quiet = FIRST_POLL;
        try {
            while (!stopping) {
                wakes.drainPermits();
                long start = System.nanoTime();
                Next next = round();
                if (stopping) {
                    return;
                }
                Duration wait = next.delay();
                if (wait == null) {
                    boolean woken = await(shorter(jitter(quiet), poll));
                    quiet = woken ? FIRST_POLL : shorter(quiet.multipliedBy(2), poll);
                } else {
                    quiet = FIRST_POLL;
                    if (next.deaf()) {
                        pause(wait);
                    } else if (!wait.isZero()) {
                        await(jitter(wait));
                    }
                }
                pause(pace.minusNanos(System.nanoTime() - start));
            }
        } catch (InterruptedException e) {
            LOG.debug("{} was interrupted", name);
        }
    }

    private Next round() throws InterruptedException {
        try {
            return step.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception | LinkageError | AssertionError e) {
            LOG.warn("{}: {}", name, e.toString());
            return Next.after(jitter(Duration.ofMillis(500)));
        }
    }

    private boolean await(Duration wait) throws InterruptedException {
        return wakes.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** A wait that wakes do not shorten, but a stop does. */
    private void pause(Duration wait) throws InterruptedException {
        long end = System.nanoTime() + wait.toNanos();
        for (long left = wait.toNanos(); left > 0 && !stopping; left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.sleep(Math.min(left, 50_000_000));
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** So that ten services do not poll at the same moment. */
    private static Duration jitter(Duration wait) {
        return Duration.ofNanos(
                (long) (wait.toNanos() * ThreadLocalRandom.current().nextDouble(0.8, 1.2)));
    }
}
