package com.mallhive.platform.events;

import java.time.Duration;

/**
 * How events flow.
 *
 * @param batch events per round at most
 * @param pace time between two rounds under load: what arrives meanwhile shares the next round's statements; the first event
 *     after a pause never waits
 * @param poll longest wait between looks into the tables; a commit wakes the loops at once, so that polling only recovers what a
 *     crash left
 * @param lease how long a relay keeps rows for itself
 * @param attempts after so many failures an event becomes a dead letter
 * @param firstBackoff wait after the first failure; it doubles up to {@code maxBackoff}
 * @param retention how long handled events are remembered to recognise a second delivery
 * @param alone no other process works on this database, so that what a killed process had leased leaves at once
 */
public record EventSettings(
        int batch,
        Duration pace,
        Duration poll,
        Duration lease,
        int attempts,
        Duration firstBackoff,
        Duration maxBackoff,
        Duration retention,
        boolean alone) {
    public static final EventSettings DEFAULT = new EventSettings(
            200,
            Duration.ofMillis(25),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            8,
            Duration.ofMillis(200),
            Duration.ofSeconds(30),
            Duration.ofDays(7),
            false);

    /** For the whole mall in one process on its own data folder. */
    public static final EventSettings ALONE = DEFAULT.withAlone(true);

    /** For tests: failures are final within a moment. */
    public static final EventSettings TEST = new EventSettings(
            200,
            Duration.ofMillis(2),
            Duration.ofMillis(500),
            Duration.ofSeconds(5),
            3,
            Duration.ofMillis(5),
            Duration.ofMillis(50),
            Duration.ofDays(7),
            true);

    public EventSettings withAlone(boolean value) {
        return new EventSettings(batch, pace, poll, lease, attempts, firstBackoff, maxBackoff, retention, value);
    }

    /** The wait after the given number of failures. */
    Duration backoff(int failures) {
        long factor = 1L << Math.min(Math.max(failures - 1, 0), 20);
        long millis = Math.min(firstBackoff.toMillis() * factor, maxBackoff.toMillis());
        return Duration.ofMillis(Math.max(millis, 1));
    }
}
