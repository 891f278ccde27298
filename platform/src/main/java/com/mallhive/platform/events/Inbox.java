package com.mallhive.platform.events;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.events.Loop.Next;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The events that came for one service. {@link #accept} stores them; a loop hands them to their handlers, many in one
 * transaction. A batch that fails is halved until the event that fails stands alone; that one is tried again later, then becomes
 * a dead letter, and the others are done.
 */
public final class Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);
    private static final Duration HOUSEKEEPING = Duration.ofHours(1);
    private static final JsonFormat.Parser JSON = JsonFormat.parser().ignoringUnknownFields();

    private static final String ACCEPT = """
            INSERT INTO inbox (event_id, type, source, aggregate_id, version, occurred_at, trace_parent, payload)
            SELECT * FROM unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::timestamptz[], ?::text[], ?::text[])
            ON CONFLICT (event_id) DO NOTHING
            """;
    private static final String PENDING = """
            SELECT event_id, type, source, aggregate_id, version, occurred_at, trace_parent, payload, attempts
            FROM inbox WHERE done_at IS NULL AND next_attempt_at <= now()
            ORDER BY position LIMIT ?
            FOR UPDATE SKIP LOCKED
            """;
    private static final String LOCK = """
            SELECT event_id FROM inbox WHERE event_id = ANY (?) AND done_at IS NULL
            ORDER BY position
            FOR UPDATE SKIP LOCKED
            """;
    private static final String DONE = "UPDATE inbox SET done_at = now() WHERE event_id = ANY (?)";
    private static final String LATER = """
            UPDATE inbox SET attempts = attempts + 1, next_attempt_at = now() + ? * interval '1 ms'
            WHERE event_id = ? AND done_at IS NULL
            """;
    private static final String DEAD = """
            WITH dead AS (
                UPDATE inbox SET done_at = now(), attempts = attempts + 1
                WHERE event_id = ANY (?) AND done_at IS NULL
                RETURNING event_id, type, source, aggregate_id, version, occurred_at, trace_parent, payload
            )
            INSERT INTO dead_letter
                (event_id, type, source, aggregate_id, version, occurred_at, trace_parent, payload, reason, parked)
            SELECT dead.*, ?, ? FROM dead
            ON CONFLICT (event_id) DO UPDATE SET reason = excluded.reason, failed_at = now(), parked = excluded.parked
            """;
    private static final List<String> HOUSEKEEPING_SQL = List.of(
            "DELETE FROM inbox WHERE done_at < now() - %d * interval '1 s'",
            "DELETE FROM idempotency WHERE expires_at < now()");

    private final Database database;
    private final EventSettings settings;
    private final Map<String, Subscription<?>> subscriptions = new ConcurrentHashMap<>();
    private final Loop loop;
    private final Counter handled;
    private final Counter failed;
    private final Counter dead;
    private @Nullable Instant lastHousekeeping;

    public Inbox(Database database, EventSettings settings, MeterRegistry meters) {
        this.database = database;
        this.settings = settings;
        this.loop = new Loop(database.service() + "-inbox", settings, this::round);
        this.handled = counter("mallhive.events.handled", meters);
        this.failed = counter("mallhive.events.failures", meters);
        this.dead = counter("mallhive.events.dead", meters);
    }

    /** Before {@link #start}. Several handlers of one type run in one transaction, in the order of their registration. */
    public <E extends Message> void on(E defaultInstance, EventHandler<E> handler) {
        String type = defaultInstance.getDescriptorForType().getFullName();
        Subscription<?> known = subscriptions.get(type);
        if (known == null) {
            Subscription<E> fresh = new Subscription<>(defaultInstance);
            fresh.handlers.add(handler);
            subscriptions.put(type, fresh);
        } else {
            known.add(defaultInstance, handler);
        }
    }

    /** The types that this service subscribes to. */
    public Set<String> types() {
        return Set.copyOf(subscriptions.keySet());
    }

    /** Stores the events, each once however often it comes. When this returns they are durable. */
    public void accept(List<EventEnvelope> batch) {
        if (batch.isEmpty()) {
            return;
        }
        database.statement(session -> {
            try (PreparedStatement insert = session.jdbc().prepareStatement(ACCEPT)) {
                bind(insert, session.jdbc(), batch);
                return insert.executeUpdate();
            }
        });
        wake();
    }

    public void start() {
        unpark();
        loop.start();
    }

    public void wake() {
        loop.wake();
    }

    public void stop() {
        loop.stop();
    }

    // -- the loop

    private Next round() {
        housekeeping();
        List<Pending> batch = new ArrayList<>();
        try {
            database.write(session -> {
                batch.clear();
                batch.addAll(pending(session));
                if (!batch.isEmpty()) {
                    handle(session, batch);
                }
                return batch.size();
            });
            handled.increment(batch.size());
            return batch.size() < settings.batch() ? Next.IDLE : Next.AGAIN;
        } catch (RuntimeException e) {
            if (batch.isEmpty() || isOutage(e)) {
                throw e;
            }
            failed.increment();
            return split(batch, e);
        }
    }

    /** The batch was rolled back: each half by itself, down to the one that fails. */
    private Next split(List<Pending> batch, RuntimeException failure) {
        if (batch.size() == 1) {
            return retreat(batch.getFirst(), failure);
        }
        int half = batch.size() / 2;
        Next first = again(batch.subList(0, half));
        Next second = again(batch.subList(half, batch.size()));
        Duration one = first.delay();
        Duration other = second.delay();
        if (one == null || other == null) {
            return one == null ? second : first;
        }
        return one.compareTo(other) < 0 ? first : second;
    }

    private Next again(List<Pending> part) {
        try {
            database.write(session -> {
                Set<UUID> locked = lock(session, part);
                List<Pending> mine = part.stream()
                        .filter(row -> locked.contains(row.envelope().id()))
                        .toList();
                if (!mine.isEmpty()) {
                    handle(session, mine);
                }
                return mine.size();
            });
            handled.increment(part.size());
            return Next.IDLE;
        } catch (RuntimeException e) {
            if (isOutage(e)) {
                throw e;
            }
            failed.increment();
            return split(part, e);
        }
    }

    /** One event that fails by itself. */
    private Next retreat(Pending row, RuntimeException failure) {
        EventEnvelope envelope = row.envelope();
        int failures = row.attempts() + 1;
        if (failures >= settings.attempts()) {
            LOG.error(
                    "{}: event {} ({}) is a dead letter after {} attempts: {}",
                    database.service(),
                    envelope.id(),
                    envelope.type(),
                    failures,
                    reason(failure));
            LOG.debug("why", failure);
            database.statement(session -> bury(session, List.of(envelope.id()), reason(failure), false));
            dead.increment();
            return Next.IDLE;
        }
        Duration backoff = settings.backoff(failures);
        LOG.warn(
                "{}: event {} ({}) failed, attempt {}, next in {} ms: {}",
                database.service(),
                envelope.id(),
                envelope.type(),
                failures,
                backoff.toMillis(),
                reason(failure));
        database.statement(session -> {
            try (PreparedStatement update = session.jdbc().prepareStatement(LATER)) {
                update.setLong(1, backoff.toMillis());
                update.setObject(2, envelope.id());
                return update.executeUpdate();
            }
        });
        return Next.within(backoff.plusMillis(1));
    }

    private static boolean isOutage(RuntimeException e) {
        return e instanceof DatabaseException database && (database.isUnavailable() || database.isRetryable());
    }

    /** Class and SQLState or the class alone: a message may quote what a person has typed. */
    private static String reason(RuntimeException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && !(cause instanceof DatabaseException || cause instanceof UnreadableEvent)) {
            cause = cause.getCause();
        }
        if (cause instanceof DatabaseException database) {
            String constraint = database.constraint();
            return "DatabaseException: SQLState " + database.sqlState() + (constraint == null ? "" : ", " + constraint);
        }
        if (cause instanceof UnreadableEvent) {
            return "UnreadableEvent: the payload is not of its type";
        }
        StackTraceElement[] trace = cause.getStackTrace();
        return cause.getClass().getSimpleName() + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    // -- inside the transaction

    private void handle(Session session, List<Pending> rows) throws SQLException {
        List<UUID> unknown = new ArrayList<>();
        List<Group> groups = new ArrayList<>();
        for (Pending row : rows) {
            if (subscriptions.containsKey(row.envelope().type())) {
                add(groups, row.envelope());
            } else {
                unknown.add(row.envelope().id());
            }
        }
        for (Group group : groups) {
            Subscription<?> subscription = subscriptions.get(group.type);
            if (subscription != null) {
                subscription.handle(session, group.events);
            }
        }
        if (!unknown.isEmpty()) {
            LOG.warn("{}: {} events of unknown types are parked", database.service(), unknown.size());
            bury(session, unknown, "no handler for this type", true);
            dead.increment(unknown.size());
        }
        if (unknown.size() < rows.size()) {
            try (PreparedStatement done = session.jdbc().prepareStatement(DONE)) {
                Object[] ids = rows.stream().map(row -> row.envelope().id()).toArray();
                done.setArray(1, session.jdbc().createArrayOf("uuid", ids));
                done.executeUpdate();
            }
        }
    }

    /** Events of one type go together, but never past another event of the same aggregate. */
    private static void add(List<Group> groups, EventEnvelope envelope) {
        for (Group group : groups.reversed()) {
            if (group.type.equals(envelope.type())) {
                group.add(envelope);
                return;
            }
            if (group.aggregates.contains(envelope.aggregateId())) {
                break;
            }
        }
        Group fresh = new Group(envelope.type());
        fresh.add(envelope);
        groups.add(fresh);
    }

    private List<Pending> pending(Session session) throws SQLException {
        try (PreparedStatement select = session.jdbc().prepareStatement(PENDING)) {
            select.setInt(1, settings.batch());
            List<Pending> rows = new ArrayList<>();
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    rows.add(new Pending(envelope(result), result.getInt(9)));
                }
            }
            return rows;
        }
    }

    private static Set<UUID> lock(Session session, List<Pending> part) throws SQLException {
        try (PreparedStatement select = session.jdbc().prepareStatement(LOCK)) {
            Object[] ids = part.stream().map(row -> row.envelope().id()).toArray();
            select.setArray(1, session.jdbc().createArrayOf("uuid", ids));
            Set<UUID> locked = new HashSet<>();
            try (ResultSet result = select.executeQuery()) {
                while (result.next()) {
                    locked.add(result.getObject(1, UUID.class));
                }
            }
            return locked;
        }
    }

    private static int bury(Session session, List<UUID> ids, String reason, boolean parked) throws SQLException {
        try (PreparedStatement insert = session.jdbc().prepareStatement(DEAD)) {
            insert.setArray(1, session.jdbc().createArrayOf("uuid", ids.toArray()));
            insert.setString(2, reason);
            insert.setBoolean(3, parked);
            return insert.executeUpdate();
        }
    }

    /** The first eight columns of inbox and dead_letter. */
    static EventEnvelope envelope(ResultSet result) throws SQLException {
        return new EventEnvelope(
                result.getObject(1, UUID.class),
                result.getString(2),
                result.getString(3),
                result.getString(4),
                result.getLong(5),
                result.getObject(6, OffsetDateTime.class).toInstant(),
                result.getString(7),
                result.getString(8));
    }

    private static void bind(PreparedStatement insert, Connection connection, List<EventEnvelope> batch)
            throws SQLException {
        String[] types = {"uuid", "text", "text", "text", "bigint", "timestamptz", "text", "text"};
        Object[][] columns = new Object[types.length][batch.size()];
        for (int i = 0; i < batch.size(); i++) {
            EventEnvelope event = batch.get(i);
            columns[0][i] = event.id();
            columns[1][i] = event.type();
            columns[2][i] = event.source();
            columns[3][i] = event.aggregateId();
            columns[4][i] = event.version();
            columns[5][i] = event.occurredAt().atOffset(ZoneOffset.UTC).toString();
            columns[6][i] = event.traceParent();
            columns[7][i] = event.payload();
        }
        for (int i = 0; i < types.length; i++) {
            Array array = connection.createArrayOf(types[i], columns[i]);
            insert.setArray(i + 1, array);
        }
    }

    // -- now and then

    /** A release that knows a type takes up what an earlier one has parked. */
    private void unpark() {
        Object[] types = subscriptions.keySet().toArray();
        int count = database.statement(session -> {
            try (PreparedStatement replay =
                    session.jdbc().prepareStatement(DeadLetters.REPLAY.formatted("parked AND type = ANY (?)"))) {
                replay.setArray(1, session.jdbc().createArrayOf("text", types));
                return replay.executeUpdate();
            }
        });
        if (count > 0) {
            LOG.info("{}: {} parked events have a handler now", database.service(), count);
        }
    }

    private void housekeeping() {
        Instant now = Instant.now();
        Instant last = lastHousekeeping;
        lastHousekeeping = last == null ? now : last;
        if (last == null || last.plus(HOUSEKEEPING).isAfter(now)) {
            return;
        }
        lastHousekeeping = now;
        purge();
    }

    /** Forgets handled events and idempotency keys whose time is over. */
    public void purge() {
        for (String sql : HOUSEKEEPING_SQL) {
            database.statement(session -> {
                try (Statement delete = session.jdbc().createStatement()) {
                    return delete.executeUpdate(
                            sql.formatted(settings.retention().toSeconds()));
                }
            });
        }
    }

    private Counter counter(String name, MeterRegistry meters) {
        return Counter.builder(name).tag("service", database.service()).register(meters);
    }

    private record Pending(EventEnvelope envelope, int attempts) {}

    private static final class Group {
        private final String type;
        private final List<EventEnvelope> events = new ArrayList<>();
        private final Set<String> aggregates = new HashSet<>();

        Group(String type) {
            this.type = type;
        }

        void add(EventEnvelope envelope) {
            events.add(envelope);
            aggregates.add(envelope.aggregateId());
        }
    }

    private static final class UnreadableEvent extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableEvent(String type, InvalidProtocolBufferException cause) {
            super("not a " + type, cause);
        }
    }

    /** The handlers of one type. */
    private static final class Subscription<E extends Message> {
        private final E defaultInstance;
        private final List<EventHandler<E>> handlers = new ArrayList<>(1);

        Subscription(E defaultInstance) {
            this.defaultInstance = defaultInstance;
        }

        @SuppressWarnings("unchecked") // the same message type: the same generated class
        <F extends Message> void add(F instance, EventHandler<F> handler) {
            if (!instance.getClass().equals(defaultInstance.getClass())) {
                throw new IllegalArgumentException("two classes for one event: " + instance.getClass());
            }
            handlers.add((EventHandler<E>) handler);
        }

        void handle(Session session, List<EventEnvelope> envelopes) throws SQLException {
            List<Event<E>> events = new ArrayList<>(envelopes.size());
            for (EventEnvelope envelope : envelopes) {
                events.add(new Event<>(envelope, parse(envelope)));
            }
            // One batch, many traces: what the handler does runs in the first, Event.trace() leads to each.
            try {
                events.getFirst().trace().<Boolean, SQLException>call(() -> {
                    for (EventHandler<E> handler : handlers) {
                        handler.handle(session, events);
                    }
                    return true;
                });
            } catch (LinkageError | AssertionError | StackOverflowError e) {
                // A defect of one handler: its event becomes a dead letter, the loop goes on.
                throw new IllegalStateException(e);
            }
        }

        @SuppressWarnings("unchecked") // a builder of E builds an E
        private E parse(EventEnvelope envelope) {
            try {
                Message.Builder builder = defaultInstance.newBuilderForType();
                JSON.merge(envelope.payload(), builder);
                return (E) builder.build();
            } catch (InvalidProtocolBufferException e) {
                throw new UnreadableEvent(envelope.type(), e);
            }
        }
    }
}
