package com.mallhive.orders.history;

import com.mallhive.orders.store.OrderStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.rpc.Problem;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes those who watch orders. Changes made in this process wake at once; changes made by other replicas within a second, by
 * one statement for all watched orders, and none while nobody watches.
 */
public final class OrderWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OrderWatch.class);
    private static final int MOST_WATCHERS = 20;
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Database database;
    private final OrderStore store;
    private final Map<UUID, Set<Watch>> watches = new ConcurrentHashMap<>();
    private volatile boolean running = true;
    private @Nullable Thread thread;

    /** One watcher of one order. */
    public final class Watch implements AutoCloseable {
        private final UUID order;
        private final Semaphore changes = new Semaphore(0);
        private volatile long seen;

        private Watch(UUID order, long seen) {
            this.order = order;
            this.seen = seen;
        }

        /** Waits until the order has changed; false after the time. */
        public boolean await(Duration time) throws InterruptedException {
            boolean changed = changes.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
            changes.drainPermits();
            return changed;
        }

        /** The watcher has seen this version. */
        public void saw(long version) {
            seen = version;
        }

        @Override
        public void close() {
            watches.computeIfPresent(order, (_, set) -> {
                set.remove(this);
                return set.isEmpty() ? null : set;
            });
        }
    }

    public OrderWatch(Database database, OrderStore store) {
        this.database = database;
        this.store = store;
    }

    public void start() {
        thread = Thread.ofVirtual().name("order-watch").start(() -> {
            while (running) {
                LockSupport.parkNanos(PERIOD.toNanos());
                try {
                    poll();
                } catch (RuntimeException e) {
                    LOG.warn("cannot look for changed orders: {}", e.getMessage());
                }
            }
        });
    }

    /** Begins to watch. */
    public Watch watch(UUID order, long seenVersion) {
        Watch watch = new Watch(order, seenVersion);
        watches.compute(order, (_, set) -> {
            Set<Watch> all = set == null ? ConcurrentHashMap.newKeySet() : set;
            if (all.size() >= MOST_WATCHERS) {
                throw Problem.of(
                        Problem.Kind.TOO_MANY, "too-many-watchers", "This order is watched often enough already.");
            }
            all.add(watch);
            return all;
        });
        return watch;
    }

    /** An order has changed in this process. */
    public void changed(UUID order) {
        Set<Watch> set = watches.get(order);
        if (set != null) {
            set.forEach(watch -> watch.changes.release());
        }
    }

    @Override
    public void close() {
        running = false;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
        watches.keySet().forEach(this::changed);
    }

    private void poll() {
        if (watches.isEmpty() || !running) {
            return;
        }
        database.read(session -> store.versions(session, Set.copyOf(watches.keySet())))
                .forEach(row -> {
                    Set<Watch> set = watches.get(row.id());
                    if (set != null) {
                        set.stream().filter(w -> w.seen < row.version()).forEach(w -> w.changes.release());
                    }
                });
    }
}
