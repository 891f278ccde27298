package com.mallhive.platform.jobs;

import java.time.Duration;

/**
 * How jobs run.
 *
 * @param threads jobs at a time
 * @param poll time between looks for due jobs; jobs scheduled in this process start on time without
 * @param attempts after so many failures a job is parked
 * @param firstBackoff wait after the first failure; it doubles up to {@code maxBackoff}
 * @param heartbeat sign of life of a running job; one without for four of them is started again elsewhere
 * @param alone no other process works on this database, so that jobs which a killed process had begun start again at once
 */
public record JobSettings(
        int threads,
        Duration poll,
        int attempts,
        Duration firstBackoff,
        Duration maxBackoff,
        Duration heartbeat,
        boolean alone) {
    public static final JobSettings DEFAULT = new JobSettings(
            4,
            Duration.ofSeconds(10),
            12,
            Duration.ofSeconds(1),
            Duration.ofMinutes(10),
            Duration.ofSeconds(10),
            false);

    /** For the whole mall in one process on its own data folder. */
    public static final JobSettings ALONE = DEFAULT.withAlone(true);

    /** For tests: failures are final within a moment. */
    public static final JobSettings TEST = new JobSettings(
            4, Duration.ofMillis(100), 3, Duration.ofMillis(5), Duration.ofMillis(50), Duration.ofSeconds(10), true);

    public JobSettings withAlone(boolean value) {
        return new JobSettings(threads, poll, attempts, firstBackoff, maxBackoff, heartbeat, value);
    }

    Duration backoff(int failures) {
        long factor = 1L << Math.min(Math.max(failures - 1, 0), 20);
        return Duration.ofMillis(Math.min(firstBackoff.toMillis() * factor, maxBackoff.toMillis()));
    }
}
