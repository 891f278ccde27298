package com.mallhive.notifications.alerts;

import com.mallhive.notifications.store.AlertStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.Tail;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands alerts to those who watch, in every replica, by following the table of alerts. */
public final class LiveAlerts implements AutoCloseable {
    private static final int WAITING = 100;

    private final Map<UUID, Set<Watch>> watches = new ConcurrentHashMap<>();
    private final Tail tail;

    /** Somebody who watches. */
    public final class Watch implements AutoCloseable {
        private final Collection<UUID> recipients;
        private final LinkedBlockingQueue<AlertStore.Alert> queue = new LinkedBlockingQueue<>(WAITING);

        private volatile boolean overflowed;

        private Watch(Collection<UUID> recipients) {
            this.recipients = recipients;
        }

        /** The next alert, or null after the time. */
        public AlertStore.@Nullable Alert next(Duration time) throws InterruptedException {
            return queue.poll(time.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** Whether alerts were left out since the last call, because too many waited: the table has them. */
        public boolean overflowed() {
            boolean was = overflowed;
            overflowed = false;
            return was;
        }

        private void offer(AlertStore.Alert alert) {
            if (!queue.offer(alert)) {
                overflowed = true;
            }
        }

        @Override
        public void close() {
            recipients.forEach(recipient -> watches.computeIfPresent(recipient, (_, set) -> {
                set.remove(this);
                return set.isEmpty() ? null : set;
            }));
        }
    }

    public LiveAlerts(Database database) {
        this.tail = new Tail(
                database,
                "*",
                "alert",
                false,
                Duration.ofSeconds(1),
                row -> {
                    AlertStore.Alert alert = AlertStore.alert(row);
                    watches.getOrDefault(alert.recipient(), Set.of()).forEach(watch -> watch.offer(alert));
                },
                () -> {});
    }

    public void start() {
        tail.start();
    }

    /** Begins to watch. */
    public Watch watch(Collection<UUID> recipients) {
        Watch watch = new Watch(recipients);
        recipients.forEach(recipient -> watches.compute(recipient, (_, set) -> {
            Set<Watch> all = set == null ? ConcurrentHashMap.newKeySet() : set;
            all.add(watch);
            return all;
        }));
        return watch;
    }

    @Override
    public void close() {
        tail.close();
    }
}
