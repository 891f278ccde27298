package com.mallhive.platform.events;

import com.google.protobuf.Message;
import com.mallhive.platform.database.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.sql.PreparedStatement;
import java.sql.ResultSet;

/**
 * The events of one service: what it subscribes to, and the loops that carry its own out and others' in. It publishes with
 * {@link com.mallhive.platform.database.Session#publish}.
 */
public final class Events implements AutoCloseable {
    private static final String IDLE =
            "SELECT NOT EXISTS (SELECT FROM outbox) AND NOT EXISTS (SELECT FROM inbox WHERE done_at IS NULL)";

    private static final String WAITING = """
            SELECT (SELECT count(*) FROM outbox), (SELECT count(*) FROM inbox WHERE done_at IS NULL),
                   (SELECT count(*) FROM dead_letter)
            """;

    private final Database database;
    private final Relay relay;
    private final Inbox inbox;
    private final DeadLetters deadLetters;

    public Events(Database database, EventBus bus) {
        this(database, bus, EventSettings.DEFAULT, Metrics.globalRegistry);
    }

    public Events(Database database, EventBus bus, EventSettings settings, MeterRegistry meters) {
        this.database = database;
        this.relay = new Relay(database, bus, settings, meters);
        this.inbox = new Inbox(database, settings, meters);
        this.deadLetters = new DeadLetters(database, inbox::wake);
        database.onOutbox(relay::wake);
    }

    /** Subscribes to a type of event; before {@link #start}. */
    public <E extends Message> void on(E defaultInstance, EventHandler<E> handler) {
        inbox.on(defaultInstance, handler);
    }

    /** Where the bus delivers. */
    public Inbox inbox() {
        return inbox;
    }

    /** Looks for work now: in the outbox and in the inbox. */
    public void wake() {
        relay.wake();
        inbox.wake();
    }

    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** How many events wait to be published and to be handled, and how many could not be. */
    public record Waiting(long outbox, long inbox, long deadLetters) {}

    /** Counts what waits. */
    public Waiting waiting() {
        return database.statement(session -> {
            try (PreparedStatement statement = session.jdbc().prepareStatement(WAITING);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return new Waiting(row.getLong(1), row.getLong(2), row.getLong(3));
            }
        });
    }

    /** Nothing waits in the outbox or in the inbox: for tests and benches. */
    public boolean idle() {
        return database.statement(session -> {
            try (PreparedStatement statement = session.jdbc().prepareStatement(IDLE);
                    ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        });
    }

    public void start() {
        inbox.start();
        relay.start();
    }

    /** Ends the current rounds; whatever is left waits in its table for the next start. */
    public void stop() {
        relay.stop();
        inbox.stop();
    }

    @Override
    public void close() {
        stop();
    }
}
