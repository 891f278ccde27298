package com.mallhive.payments.store;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.mallhive.payments.domain.Payment;
import com.mallhive.payments.domain.PaymentStatus;
import com.mallhive.payments.ledger.Account;
import com.mallhive.payments.ledger.Entry;
import com.mallhive.payments.ledger.Posting;
import com.mallhive.payments.ledger.Share;
import com.mallhive.platform.database.OutboxRow;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.money.Money;
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
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * SQL of payments and of what moves them. Recording a payment, moving it on with its ledger entries and its event, and hearing
 * a webhook that has nothing new to say are one statement each.
 */
public final class PaymentStore {
    private static final Gson GSON = new Gson();
    private static final TypeToken<List<Share>> SHARES = new TypeToken<>() {};

    private static final String COLUMNS = """
            id, order_id, status, currency, amount, shares, intent_id, session_id, url, failure, called_off, created_at,
            updated_at, expires_at, check_at, version
            """;

    /** The row as it is now where the order has one, the new one where it has none. */
    private static final String RECORD = """
            WITH fresh AS (
                INSERT INTO payment (id, order_id, status, currency, amount, shares, failure, called_off, created_at,
                                     updated_at, expires_at, check_at)
                VALUES (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (order_id) DO NOTHING
                RETURNING %1$s)
            SELECT %1$s FROM fresh
            UNION ALL
            SELECT %1$s FROM payment WHERE order_id = ? AND NOT EXISTS (SELECT FROM fresh)
            """.formatted(COLUMNS);

    /** Holds only if the payment has not moved meanwhile. Accounts come in the order of their names, against deadlocks. */
    private static final String MOVE = """
            WITH p AS (
                UPDATE payment SET status = ?, intent_id = ?, session_id = ?, url = ?, failure = ?, updated_at = ?,
                                   check_at = ?, version = ?
                 WHERE id = ? AND version = ?
                RETURNING id, currency),
            a AS (
                INSERT INTO ledger_account (id, currency, kind, shop_id)
                SELECT n.id, p.currency, n.kind, n.shop
                  FROM p, unnest(?::text[], ?::text[], ?::uuid[]) AS n (id, kind, shop)
                ON CONFLICT DO NOTHING),
            l AS (
                INSERT INTO ledger_entry (cause, payment_id, debit, credit, amount, currency, posted_at)
                SELECT n.cause, p.id, n.debit, n.credit, n.amount, p.currency, ?
                  FROM p, unnest(?::text[], ?::text[], ?::text[], ?::bigint[]) AS n (cause, debit, credit, amount)),
            e AS (
                INSERT INTO outbox (id, type, aggregate_id, version, payload, trace_parent)
                SELECT ?, n.type, ?, ?, ?, ? FROM p, (VALUES (?::text)) AS n (type) WHERE n.type IS NOT NULL),
            w AS (
                UPDATE webhook_event SET processed_at = ? FROM p WHERE webhook_event.id = ?)
            SELECT count(*) FROM p
            """;

    private static final String HEAR = """
            WITH p AS (
                SELECT %1$s FROM payment WHERE id = ?),
            e AS (
                INSERT INTO webhook_event (id, type, received_at, processed_at)
                SELECT ?, ?, r.at, CASE WHEN EXISTS (SELECT FROM p WHERE status <> ALL (?)) THEN NULL ELSE r.at END
                  FROM (VALUES (?::timestamptz)) AS r (at)
                ON CONFLICT (id) DO NOTHING)
            SELECT p.*, EXISTS (SELECT FROM webhook_event WHERE id = ? AND processed_at IS NOT NULL) AS heard FROM p
            """.formatted(COLUMNS);

    /** Writes a new payment, or finds the one that the order has; empty where another call was faster: ask again. */
    public Optional<Payment> record(Session session, Payment payment) throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(RECORD)) {
            int i = 1;
            statement.setObject(i++, payment.id());
            statement.setObject(i++, payment.orderId());
            statement.setString(i++, payment.status().name());
            statement.setString(i++, payment.amount().currency());
            statement.setLong(i++, payment.amount().amount());
            statement.setString(i++, GSON.toJson(payment.shares(), SHARES.getType()));
            statement.setString(i++, payment.failure());
            statement.setBoolean(i++, payment.calledOff());
            statement.setObject(i++, utc(payment.createdAt()));
            statement.setObject(i++, utc(payment.updatedAt()));
            statement.setObject(i++, utc(payment.expiresAt()));
            statement.setObject(i++, utc(payment.checkAt()));
            statement.setObject(i, payment.orderId());
            return first(statement);
        }
    }

    /**
     * Writes a payment's next state with its entries and its event.
     *
     * @param event null where there is nothing to tell
     * @param webhook the Stripe event that has its effect by this, or null
     * @return false where somebody else has moved it meanwhile: read it again
     */
    public boolean move(
            Session session, Payment next, Posting posting, @Nullable OutboxRow event, @Nullable String webhook)
            throws SQLException {
        List<Entry> entries = posting.entries();
        TreeMap<String, Account> accounts = new TreeMap<>();
        for (Entry entry : entries) {
            accounts.put(entry.debit().id(), entry.debit());
            accounts.put(entry.credit().id(), entry.credit());
        }
        try (PreparedStatement statement = session.jdbc().prepareStatement(MOVE)) {
            int i = 1;
            statement.setString(i++, next.status().name());
            statement.setString(i++, next.intent());
            statement.setString(i++, next.session());
            statement.setString(i++, next.url());
            statement.setString(i++, next.failure());
            statement.setObject(i++, utc(next.updatedAt()));
            statement.setObject(i++, utc(next.checkAt()));
            statement.setLong(i++, next.version());
            statement.setObject(i++, next.id());
            statement.setLong(i++, next.version() - 1);
            statement.setArray(i++, array(session, "text", accounts.keySet().stream()));
            statement.setArray(
                    i++,
                    array(
                            session,
                            "text",
                            accounts.values().stream().map(a -> a.kind().label())));
            statement.setArray(
                    i++, array(session, "uuid", accounts.values().stream().map(Account::shop)));
            statement.setObject(i++, utc(next.updatedAt()));
            statement.setArray(i++, array(session, "text", entries.stream().map(Entry::cause)));
            statement.setArray(
                    i++,
                    array(session, "text", entries.stream().map(e -> e.debit().id())));
            statement.setArray(
                    i++,
                    array(session, "text", entries.stream().map(e -> e.credit().id())));
            statement.setArray(
                    i++,
                    array(session, "int8", entries.stream().map(e -> e.amount().amount())));
            statement.setObject(i++, event == null ? null : event.id());
            statement.setString(i++, event == null ? null : event.aggregateId());
            statement.setLong(i++, event == null ? 0 : event.version());
            statement.setString(i++, event == null ? null : event.payload());
            statement.setString(i++, event == null ? null : event.traceParent());
            statement.setString(i++, event == null ? null : event.type());
            statement.setObject(i++, utc(next.updatedAt()));
            statement.setString(i, webhook);
            try (ResultSet rs = statement.executeQuery()) {
                boolean moved = rs.next() && rs.getInt(1) == 1;
                if (moved && event != null) {
                    session.wakeRelay();
                }
                return moved;
            }
        }
    }

    /**
     * Notes that Stripe has told something.
     *
     * @param payment of which, or null where it concerns none of ours
     * @param untouched the states in which a payment stays as it is by this
     * @return the payment, if this may still have an effect on it
     */
    public Optional<Payment> hear(
            Session session,
            String id,
            String type,
            @Nullable UUID payment,
            Collection<PaymentStatus> untouched,
            Instant now)
            throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(HEAR)) {
            statement.setObject(1, payment);
            statement.setString(2, id);
            statement.setString(3, type);
            statement.setArray(4, array(session, "text", untouched.stream().map(Enum::name)));
            statement.setObject(5, utc(now));
            statement.setString(6, id);
            try (ResultSet rs = statement.executeQuery()) {
                if (!rs.next() || rs.getBoolean("heard")) {
                    return Optional.empty();
                }
                Payment found = payment(rs);
                return untouched.contains(found.status()) ? Optional.empty() : Optional.of(found);
            }
        }
    }

    /** What Stripe has told has had its effect, or has none. */
    public void heard(Session session, String id, Instant now) throws SQLException {
        session.jdbi()
                .createUpdate("UPDATE webhook_event SET processed_at = :now WHERE id = :id AND processed_at IS NULL")
                .bind("now", utc(now))
                .bind("id", id)
                .execute();
    }

    public Optional<Payment> get(Session session, UUID id) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT " + COLUMNS + " FROM payment WHERE id = :id")
                .bind("id", id)
                .map((rs, _) -> payment(rs))
                .findOne();
    }

    public Optional<Payment> ofOrder(Session session, UUID order) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT " + COLUMNS + " FROM payment WHERE order_id = :order")
                .bind("order", order)
                .map((rs, _) -> payment(rs))
                .findOne();
    }

    /** Those that Stripe should be asked about; nobody else gets them until then. */
    public List<Payment> due(Session session, Instant now, Instant until, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        UPDATE payment SET check_at = :until
                         WHERE id IN (SELECT id FROM payment WHERE check_at <= :now
                                       ORDER BY check_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING %s
                        """.formatted(COLUMNS))
                .bind("now", utc(now))
                .bind("until", utc(until))
                .bind("limit", limit)
                .map((rs, _) -> payment(rs))
                .list();
    }

    /** Stripe is asked again then. */
    public void checkAt(Session session, UUID id, Instant at) throws SQLException {
        session.jdbi()
                .createUpdate("UPDATE payment SET check_at = :at WHERE id = :id AND check_at IS NOT NULL")
                .bind("at", utc(at))
                .bind("id", id)
                .execute();
    }

    /** If it is paid all the same, it is given back. */
    public void callOff(Session session, UUID id) throws SQLException {
        session.jdbi().createUpdate("""
                        UPDATE payment SET called_off = true, version = version + 1
                         WHERE id = :id AND NOT called_off AND status IN ('PENDING', 'OPEN')
                        """).bind("id", id).execute();
    }

    /** Forgets what Stripe told before that time. */
    public void forget(Session session, Instant before) throws SQLException {
        session.jdbi()
                .createUpdate("DELETE FROM webhook_event WHERE received_at < :before AND processed_at IS NOT NULL")
                .bind("before", utc(before))
                .execute();
    }

    private static Optional<Payment> first(PreparedStatement statement) throws SQLException {
        try (ResultSet rs = statement.executeQuery()) {
            return rs.next() ? Optional.of(payment(rs)) : Optional.empty();
        }
    }

    private static Payment payment(ResultSet rs) throws SQLException {
        OffsetDateTime check = rs.getObject("check_at", OffsetDateTime.class);
        return new Payment(
                rs.getObject("id", UUID.class),
                rs.getObject("order_id", UUID.class),
                PaymentStatus.valueOf(rs.getString("status")),
                Money.of(rs.getLong("amount"), rs.getString("currency")),
                GSON.fromJson(rs.getString("shares"), SHARES),
                rs.getString("intent_id"),
                rs.getString("session_id"),
                rs.getString("url"),
                rs.getString("failure"),
                rs.getBoolean("called_off"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant(),
                rs.getObject("expires_at", OffsetDateTime.class).toInstant(),
                check == null ? null : check.toInstant(),
                rs.getLong("version"));
    }

    private static Array array(Session session, String type, Stream<? extends @Nullable Object> values)
            throws SQLException {
        return session.jdbc().createArrayOf(type, values.toArray());
    }

    private static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
