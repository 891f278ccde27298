package com.mallhive.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import io.grpc.Context;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of one service. A unit of work gets a {@link Session}; work units never nest, because a pool of four would then
 * wait for itself: pass the session on instead.
 *
 * <p>When the caller's {@link Context} is cancelled (its deadline passes, it goes away), the running statement is cancelled on
 * the server and the work fails with {@link DatabaseException#isCancelled}.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final ScopedValue<Session> CURRENT = ScopedValue.newInstance();
    private static final Executor CANCELLER =
            task -> Thread.ofVirtual().name("db-cancel").start(task);
    private static final int ATTEMPTS = 4;

    private final String service;
    private final DataSource primary;
    private final @Nullable DataSource replica;
    private final Jdbi jdbi;
    private final Timer writes;
    private final Timer statements;
    private final Timer reads;
    private volatile Runnable relay = () -> {};

    /** A unit of work; it may run more than once (see {@link #write}), so that it has no other effects than its SQL. */
    @FunctionalInterface
    public interface Work<T extends @Nullable Object> {
        T run(Session session) throws SQLException;
    }

    /** A {@link Work} without a result. */
    @FunctionalInterface
    public interface Action {
        void run(Session session) throws SQLException;
    }

    Database(String service, DataSource primary, @Nullable DataSource replica, MeterRegistry meters) {
        this.service = service;
        this.primary = primary;
        this.replica = replica;
        this.jdbi = JdbiSetup.onConnectionOf(() -> CURRENT.get().connection());
        this.writes = timer("write", meters);
        this.statements = timer("statement", meters);
        this.reads = timer("read", meters);
    }

    /**
     * One transaction: committed when the work returns, rolled back when it throws. After a deadlock or serialization failure
     * the work runs again, a few times.
     */
    public <T extends @Nullable Object> T write(Work<T> work) {
        for (int attempt = 1; ; attempt++) {
            try {
                return run(primary, true, writes, work);
            } catch (DatabaseException e) {
                if (!e.isRetryable() || attempt == ATTEMPTS) {
                    throw e;
                }
                LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(1_000_000, 5_000_000L << attempt));
            }
        }
    }

    /** {@link #write} without a result. */
    public void transact(Action action) {
        var _ = write(session -> {
            action.run(session);
            return true;
        });
    }

    /** {@link #statement} without a result. */
    public void execute(Action action) {
        var _ = statement(session -> {
            action.run(session);
            return true;
        });
    }

    /** Exactly one statement, which is its own transaction: no BEGIN and COMMIT round trips. */
    public <T extends @Nullable Object> T statement(Work<T> work) {
        return run(primary, false, statements, work);
    }

    /** Reads that tolerate staleness: on the replica where one is configured. Each statement sees its own snapshot. */
    public <T extends @Nullable Object> T read(Work<T> work) {
        return run(replica == null ? primary : replica, false, reads, work);
    }

    /** Whether this thread is inside {@link #write}, where nobody may wait for another service. */
    public static boolean inTransaction() {
        return CURRENT.isBound() && CURRENT.get().isTransaction();
    }

    /** The primary's pool, for libraries that bring their own SQL. */
    public DataSource dataSource() {
        return primary;
    }

    public String service() {
        return service;
    }

    /** Called after each commit that left rows in the outbox. */
    public void onOutbox(Runnable relay) {
        this.relay = relay;
    }

    @Override
    public void close() {
        close(primary);
        if (replica != null) {
            close(replica);
        }
    }

    Jdbi jdbi() {
        return jdbi;
    }

    void wakeRelay() {
        runQuietly(relay);
    }

    void runQuietly(Runnable action) {
        try {
            action.run();
        } catch (RuntimeException e) {
            LOG.error("{}: an action after the commit failed", service, e);
        }
    }

    private <T extends @Nullable Object> T run(DataSource source, boolean transaction, Timer timer, Work<T> work) {
        if (CURRENT.isBound()) {
            throw new IllegalStateException("already inside a unit of work: pass its Session instead");
        }
        long start = System.nanoTime();
        try {
            return inSession(source, transaction, work);
        } catch (SQLException e) {
            throw new DatabaseException(e);
        } catch (JdbiException e) {
            if (e.getCause() instanceof SQLException sql) {
                throw new DatabaseException(sql);
            }
            throw e;
        } finally {
            timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private <T extends @Nullable Object> T inSession(DataSource source, boolean transaction, Work<T> work)
            throws SQLException {
        if (Context.current().isCancelled()) {
            throw new SQLException("the caller is gone or its deadline has passed", "57014");
        }
        try (Connection connection = source.getConnection()) {
            Session session = new Session(this, connection, transaction);
            if (transaction) {
                connection.setAutoCommit(false);
            }
            T result;
            try (var _ = Cancellation.watch(session)) {
                result = ScopedValue.where(CURRENT, session).<T, SQLException>call(() -> {
                    try {
                        return work.run(session);
                    } finally {
                        session.close();
                    }
                });
                if (transaction) {
                    session.flush();
                }
            } catch (Throwable failure) {
                if (transaction) {
                    rollback(connection, failure);
                }
                throw failure;
            }
            if (transaction) {
                commit(connection);
            }
            session.succeeded();
            return result;
        }
    }

    private static void commit(Connection connection) throws SQLException {
        try {
            connection.commit();
        } catch (SQLException e) {
            String state = e.getSQLState();
            if (state == null || state.startsWith("08") || state.startsWith("57P")) {
                throw new DatabaseException(e, true);
            }
            throw e;
        }
    }

    private static void rollback(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }

    private Timer timer(String kind, MeterRegistry meters) {
        return Timer.builder("mallhive.db." + kind)
                .description("Units of work on the database, with the wait for a connection")
                .tag("service", service)
                .register(meters);
    }

    private static void close(DataSource source) {
        if (source instanceof HikariDataSource pool) {
            pool.close();
        }
    }

    /** Cancels the statement of a session from outside, and never one that runs later on the same connection. */
    private static final class Cancellation implements AutoCloseable, Context.CancellationListener {
        private final Context context;
        private final Session session;
        private final ReentrantLock lock = new ReentrantLock();
        private boolean over;

        private Cancellation(Context context, Session session) {
            this.context = context;
            this.session = session;
        }

        static Cancellation watch(Session session) {
            Cancellation watch = new Cancellation(Context.current(), session);
            watch.context.addListener(watch, CANCELLER);
            return watch;
        }

        @Override
        public void cancelled(Context ignored) {
            lock.lock();
            try {
                if (!over) {
                    session.cancel();
                    session.connection().unwrap(PGConnection.class).cancelQuery();
                }
            } catch (SQLException e) {
                LOG.warn("could not cancel a statement: {}", e.getMessage());
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void close() {
            context.removeListener(this);
            lock.lock();
            try {
                over = true;
            } finally {
                lock.unlock();
            }
        }
    }
}
