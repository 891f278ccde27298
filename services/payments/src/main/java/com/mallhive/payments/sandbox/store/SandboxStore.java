package com.mallhive.payments.sandbox.store;

import com.google.gson.Gson;
import com.mallhive.payments.sandbox.model.Checkout;
import com.mallhive.payments.sandbox.model.Intent;
import com.mallhive.payments.sandbox.model.Refund;
import com.mallhive.platform.database.Session;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** SQL of the sandbox: its objects are documents. A change commits together with its events and with the answer to its key. */
public final class SandboxStore {
    private static final Gson GSON = new Gson();

    /** Everything of a creation in one statement, or nothing where the key has been used. */
    private static final String CREATE = """
            WITH r AS (
                INSERT INTO request (key, hash, status, answer, created_at) VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (key) DO NOTHING
                RETURNING created_at),
            d AS (
                INSERT INTO document (id, kind, created_at, expires_at, data) SELECT ?, ?, r.created_at, ?, ? FROM r),
            e AS (
                INSERT INTO event (id, type, created_at, data, next_attempt_at)
                SELECT n.id, n.type, r.created_at, n.data, CASE WHEN ? THEN r.created_at END
                  FROM r, unnest(?::text[], ?::text[], ?::text[]) AS n (id, type, data))
            SELECT count(*) FROM r
            """;

    /** Who asks what: a repeated key is the same request only if all of it is the same. */
    public record Key(String value, byte[] hash) {}

    /** What was answered. */
    public record Answer(int status, String body) {}

    /** An event that waits for its delivery. */
    public record Event(String id, String type, String data, Instant createdAt, int attempts) {}

    /** Which of a list: those created in the time, below the id of the page before. */
    public record Page(Instant since, @Nullable String after, int limit) {}

    private final boolean deliver;

    /** @param deliver whether anybody is told of events */
    public SandboxStore(boolean deliver) {
        this.deliver = deliver;
    }

    /** True where it was created; false where the key has been used before. */
    public boolean create(
            Session session, Key key, Answer answer, Object document, Collection<Event> events, Instant now)
            throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(CREATE)) {
            int i = 1;
            statement.setString(i++, key.value());
            statement.setBytes(i++, key.hash());
            statement.setInt(i++, answer.status());
            statement.setString(i++, answer.body());
            statement.setObject(i++, utc(now));
            statement.setString(i++, id(document));
            statement.setString(i++, kind(document));
            statement.setObject(i++, utc(expiry(document)));
            statement.setString(i++, GSON.toJson(document));
            statement.setBoolean(i++, deliver);
            statement.setArray(i++, array(session, events.stream().map(Event::id)));
            statement.setArray(i++, array(session, events.stream().map(Event::type)));
            statement.setArray(i, array(session, events.stream().map(Event::data)));
            try (ResultSet rs = statement.executeQuery()) {
                return rs.next() && rs.getInt(1) == 1;
            }
        }
    }

    /** Takes the key, so that others with the same wait; false where it has been used before. */
    public boolean begin(Session session, Key key, Instant now) throws SQLException {
        return session.jdbi()
                        .createUpdate("""
                                INSERT INTO request (key, hash, status, answer, created_at)
                                VALUES (:key, :hash, 0, '', :now) ON CONFLICT DO NOTHING
                                """)
                        .bind("key", key.value())
                        .bind("hash", key.hash())
                        .bind("now", utc(now))
                        .execute()
                == 1;
    }

    public void finish(Session session, Key key, Answer answer) throws SQLException {
        session.jdbi()
                .createUpdate("UPDATE request SET status = :status, answer = :answer WHERE key = :key")
                .bind("key", key.value())
                .bind("status", answer.status())
                .bind("answer", answer.body())
                .execute();
    }

    /** What was answered to the key, if it was the same request. */
    public Optional<Answer> answered(Session session, Key key) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT status, answer FROM request WHERE key = :key AND hash = :hash")
                .bind("key", key.value())
                .bind("hash", key.hash())
                .map((rs, _) -> new Answer(rs.getInt("status"), rs.getString("answer")))
                .findOne();
    }

    public Optional<Intent> intent(Session session, String id, boolean lock) throws SQLException {
        return document(session, id, "payment_intent", lock, Intent.class);
    }

    public Optional<Checkout> checkout(Session session, String id, boolean lock) throws SQLException {
        return document(session, id, "checkout_session", lock, Checkout.class);
    }

    public Optional<Refund> refund(Session session, String id) throws SQLException {
        return document(session, id, "refund", false, Refund.class);
    }

    /** Writes a new document, or a known one's next state. */
    public void put(Session session, Object document, Instant now) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO document (id, kind, created_at, expires_at, data)
                        VALUES (:id, :kind, :now, :expiry, :data)
                        ON CONFLICT (id) DO UPDATE SET data = excluded.data, expires_at = excluded.expires_at
                        """)
                .bind("id", id(document))
                .bind("kind", kind(document))
                .bind("now", utc(now))
                .bind("expiry", utc(expiry(document)))
                .bind("data", GSON.toJson(document))
                .execute();
    }

    public void emit(Session session, Collection<Event> events, Instant now) throws SQLException {
        for (Event event : events) {
            session.jdbi()
                    .createUpdate("""
                            INSERT INTO event (id, type, created_at, data, next_attempt_at)
                            VALUES (:id, :type, :now, :data, CASE WHEN :deliver THEN :now END)
                            """)
                    .bind("id", event.id())
                    .bind("type", event.type())
                    .bind("now", utc(now))
                    .bind("data", event.data())
                    .bind("deliver", deliver)
                    .execute();
        }
    }

    public List<Intent> intents(Session session, Page page) throws SQLException {
        return list(session, "payment_intent", page, Intent.class);
    }

    public List<Checkout> checkouts(Session session, Page page) throws SQLException {
        return list(session, "checkout_session", page, Checkout.class);
    }

    /** Open sessions whose time is over. */
    public List<Checkout> expired(Session session, Instant now, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT data FROM document WHERE expires_at <= :now ORDER BY expires_at LIMIT :limit
                           FOR UPDATE SKIP LOCKED
                        """)
                .bind("now", utc(now))
                .bind("limit", limit)
                .map((rs, _) -> GSON.fromJson(rs.getString("data"), Checkout.class))
                .list();
    }

    /** The newest events as JSON, of one type or all. */
    public List<String> events(Session session, @Nullable String type, Page page) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT data FROM event
                         WHERE (:type::text IS NULL OR type = :type) AND created_at >= :since
                           AND (:after::text IS NULL OR id < :after)
                         ORDER BY id DESC LIMIT :limit
                        """)
                .bind("type", type)
                .bind("since", utc(page.since()))
                .bind("after", page.after())
                .bind("limit", page.limit())
                .mapTo(String.class)
                .list();
    }

    public Optional<String> event(Session session, String id) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT data FROM event WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .findOne();
    }

    /** Events to be delivered now, the oldest first. */
    public List<Event> due(Session session, Instant now, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT id, type, data, created_at, attempts FROM event WHERE next_attempt_at <= :now
                         ORDER BY next_attempt_at, id LIMIT :limit
                        """)
                .bind("now", utc(now))
                .bind("limit", limit)
                .map((rs, _) -> new Event(
                        rs.getString("id"),
                        rs.getString("type"),
                        rs.getString("data"),
                        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                        rs.getInt("attempts")))
                .list();
    }

    /** Each has been tried once more; those with a time are tried again then. */
    public void tried(Session session, List<String> ids, List<@Nullable Instant> again) throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement("""
                UPDATE event SET attempts = attempts + 1, next_attempt_at = n.at
                  FROM unnest(?::text[], ?::timestamptz[]) AS n (id, at) WHERE event.id = n.id
                """)) {
            statement.setArray(1, array(session, ids.stream()));
            statement.setArray(
                    2,
                    session.jdbc()
                            .createArrayOf(
                                    "timestamptz",
                                    again.stream().map(SandboxStore::utc).toArray()));
            statement.executeUpdate();
        }
    }

    /** Forgets what was before that time. */
    public void forget(Session session, Instant before) throws SQLException {
        for (String table : new String[] {"request", "event", "document"}) {
            session.jdbi()
                    .createUpdate("DELETE FROM " + table + " WHERE created_at < :before")
                    .bind("before", utc(before))
                    .execute();
        }
    }

    private static <T> Optional<T> document(Session session, String id, String kind, boolean lock, Class<T> type)
            throws SQLException {
        return session.jdbi()
                .createQuery("SELECT data FROM document WHERE id = :id AND kind = :kind" + (lock ? " FOR UPDATE" : ""))
                .bind("id", id)
                .bind("kind", kind)
                .map((rs, _) -> GSON.fromJson(rs.getString("data"), type))
                .findOne();
    }

    private static <T> List<T> list(Session session, String kind, Page page, Class<T> type) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT data FROM document
                         WHERE kind = :kind AND created_at >= :since AND (:after::text IS NULL OR id < :after)
                         ORDER BY created_at DESC, id DESC LIMIT :limit
                        """)
                .bind("kind", kind)
                .bind("since", utc(page.since()))
                .bind("after", page.after())
                .bind("limit", page.limit())
                .map((rs, _) -> GSON.fromJson(rs.getString("data"), type))
                .list();
    }

    private static String id(Object document) {
        return switch (document) {
            case Intent intent -> intent.id();
            case Checkout checkout -> checkout.id();
            case Refund refund -> refund.id();
            default -> throw new IllegalArgumentException("no document: " + document.getClass());
        };
    }

    private static String kind(Object document) {
        return switch (document) {
            case Intent _ -> "payment_intent";
            case Checkout _ -> "checkout_session";
            case Refund _ -> "refund";
            default -> throw new IllegalArgumentException("no document: " + document.getClass());
        };
    }

    private static @Nullable Instant expiry(Object document) {
        return document instanceof Checkout checkout && checkout.status() == Checkout.Status.OPEN
                ? Instant.ofEpochSecond(checkout.expiresAt())
                : null;
    }

    private static Array array(Session session, Stream<String> values) throws SQLException {
        return session.jdbc().createArrayOf("text", values.toArray());
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
