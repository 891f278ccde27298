package com.mallhive.platform.database;

import com.google.protobuf.Message;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** One connection for the length of one {@link Database.Work}. Not for keeping, not for other threads. */
public final class Session {
    private final Database database;
    private final Connection connection;
    private final boolean transaction;
    private final List<OutboxRow> events = new ArrayList<>(2);
    private final List<Runnable> afterCommit = new ArrayList<>(2);
    private @Nullable Handle handle;
    private boolean wakeRelay;
    private volatile boolean cancelled;

    Session(Database database, Connection connection, boolean transaction) {
        this.database = database;
        this.connection = connection;
        this.transaction = transaction;
    }

    public Connection jdbc() throws SQLException {
        if (cancelled) {
            throw new SQLException("the caller is gone or its deadline has passed", "57014");
        }
        return connection;
    }

    /** JDBI on the same connection and in the same transaction. */
    public Handle jdbi() throws SQLException {
        jdbc();
        if (handle == null) {
            handle = database.jdbi().open();
        }
        return handle;
    }

    /** Runs when the transaction has committed, never otherwise; in {@code statement} and {@code read}: after success. */
    public void afterCommit(Runnable action) {
        afterCommit.add(action);
    }

    /**
     * Puts an event into the outbox: it leaves if and only if this transaction commits. The rows of one transaction are written
     * together by one statement before the commit.
     */
    public void publish(Message event, String aggregateId, long version) {
        if (!transaction) {
            throw new IllegalStateException("publish needs a transaction: Database.write");
        }
        events.add(OutboxRow.of(event, aggregateId, version));
    }

    /** For a statement that writes its own outbox rows: the relay is woken after the commit. */
    public void wakeRelay() {
        wakeRelay = true;
    }

    boolean isTransaction() {
        return transaction;
    }

    Connection connection() {
        return connection;
    }

    void cancel() {
        cancelled = true;
    }

    /** Before the commit: the events of this transaction, in one statement. */
    void flush() throws SQLException {
        if (events.isEmpty()) {
            return;
        }
        int size = events.size();
        Object[][] columns = new Object[6][size];
        for (int i = 0; i < size; i++) {
            OutboxRow row = events.get(i);
            columns[0][i] = row.id();
            columns[1][i] = row.type();
            columns[2][i] = row.aggregateId();
            columns[3][i] = row.version();
            columns[4][i] = row.payload();
            columns[5][i] = row.traceParent();
        }
        try (PreparedStatement insert = jdbc().prepareStatement("""
                                INSERT INTO outbox (id, type, aggregate_id, version, payload, trace_parent)
                                SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[])
                                """)) {
            String[] types = {"uuid", "text", "text", "bigint", "text", "text"};
            for (int i = 0; i < types.length; i++) {
                insert.setArray(i + 1, connection.createArrayOf(types[i], columns[i]));
            }
            insert.executeUpdate();
        }
        wakeRelay = true;
    }

    void succeeded() {
        if (wakeRelay) {
            database.wakeRelay();
        }
        for (Runnable action : afterCommit) {
            database.runQuietly(action);
        }
    }

    void close() {
        if (handle != null) {
            handle.close();
        }
    }
}
