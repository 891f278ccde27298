package com.mallhive.platform.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the changes of a table of the own service, for state that each replica holds: caches, a search index, open streams.
 * Rows carry {@code changed_xid xid8 DEFAULT pg_current_xact_id()}, set anew by every update. Only rows of transactions older
 * than any running one are read, so that a late commit is never skipped
 * (https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-PG-SNAPSHOT).
 */
public final class Tail implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Tail.class);

    /** Takes one changed row. */
    @FunctionalInterface
    public interface RowHandler {
        void row(ResultSet row) throws SQLException;
    }

    private final Database database;
    private final String query;
    private final RowHandler handler;
    private final Runnable afterBatch;
    private final Duration period;
    private String cursor;
    private volatile boolean running = true;
    private @Nullable Thread thread;

    /**
     * @param columns what to select
     * @param table the table with {@code changed_xid}
     * @param fromBeginning true: every row comes once first; false: only changes from now on
     * @param afterBatch called when a batch has been handed over
     */
    public Tail(
            Database database,
            String columns,
            String table,
            boolean fromBeginning,
            Duration period,
            RowHandler handler,
            Runnable afterBatch) {
        this.database = database;
        this.query =
                "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS next_cursor, NULL AS changed_xid, t.* FROM (SELECT "
                        + columns + " FROM " + table
                        + " WHERE changed_xid >= ?::text::xid8 AND changed_xid < pg_snapshot_xmin(pg_current_snapshot())) t"
                        + " RIGHT JOIN (VALUES (1)) one (n) ON true";
        this.handler = handler;
        this.afterBatch = afterBatch;
        this.period = period;
        this.cursor = fromBeginning ? "0" : "";
    }

    /** Reads what there is, then follows in the background. */
    public void start() {
        poll();
        thread = Thread.ofVirtual().name("tail-" + database.service()).start(() -> {
            while (running) {
                LockSupport.parkNanos(period.toNanos());
                try {
                    if (running) {
                        poll();
                    }
                } catch (RuntimeException e) {
                    LOG.warn("{}: cannot follow changes: {}", database.service(), e.getMessage());
                }
            }
        });
    }

    /** Reads what has changed since the last time. One statement. */
    public synchronized void poll() {
        boolean any = database.statement(session -> {
            if (cursor.isEmpty()) {
                try (ResultSet rs = session.jdbc()
                        .createStatement()
                        .executeQuery("SELECT pg_snapshot_xmin(pg_current_snapshot())::text")) {
                    rs.next();
                    cursor = rs.getString(1);
                    return false;
                }
            }
            boolean rows = false;
            String next = cursor;
            try (PreparedStatement statement = session.jdbc().prepareStatement(query)) {
                statement.setString(1, cursor);
                try (ResultSet rs = statement.executeQuery()) {
                    while (rs.next()) {
                        next = rs.getString("next_cursor");
                        if (rs.getObject(3) != null) {
                            handler.row(rs);
                            rows = true;
                        }
                    }
                }
            }
            cursor = next;
            return rows;
        });
        if (any) {
            afterBatch.run();
        }
    }

    @Override
    public void close() {
        running = false;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }
}
