package com.mallhive.inventory.store;

import com.mallhive.inventory.domain.Claim;
import com.mallhive.inventory.domain.Shelf;
import com.mallhive.inventory.domain.Wish;
import com.mallhive.platform.database.Session;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * SQL of reservations. Each operation is one statement which first locks its stock rows in key order, then decides from the
 * locked values: under READ COMMITTED a plain conditional UPDATE could take one line of two.
 */
public final class ReservationStore {
    private static final String AVAILABILITY = "mallhive.events.v1.AvailabilityChanged";

    private static final String RESERVE = """
            WITH want AS (
                SELECT * FROM unnest(?::uuid[], ?::int[]) AS w (offer_id, quantity)),
            existing AS (
                SELECT state FROM reservation WHERE order_id = ?),
            locked AS (
                SELECT s.offer_id, s.on_hand - s.reserved AS available, s.version, w.quantity
                  FROM stock s JOIN want w USING (offer_id)
                 WHERE NOT EXISTS (SELECT FROM existing)
                 ORDER BY s.offer_id
                   FOR NO KEY UPDATE OF s),
            verdict AS (
                SELECT count(*) = (SELECT count(*) FROM want) AND bool_and(available >= quantity) AS enough FROM locked),
            claim AS (
                INSERT INTO reservation (order_id, state, expires_at)
                SELECT ?, 'held', ? FROM verdict WHERE enough
                ON CONFLICT DO NOTHING
                RETURNING order_id),
            taken AS (
                UPDATE stock s SET reserved = s.reserved + l.quantity, version = s.version + 1
                  FROM locked l, claim WHERE s.offer_id = l.offer_id),
            lines AS (
                INSERT INTO reservation_line (order_id, offer_id, quantity)
                SELECT claim.order_id, l.offer_id, l.quantity FROM locked l, claim),
            sold_out AS (
                INSERT INTO outbox (id, type, aggregate_id, version, payload)
                SELECT uuidv7(), ?, l.offer_id::text, l.version + 1,
                       json_build_object('offerId', l.offer_id, 'available', false)::text
                  FROM locked l, claim WHERE l.available = l.quantity
                RETURNING id)
            SELECT w.offer_id, w.quantity, coalesce(l.available, 0) AS available,
                   (SELECT state FROM existing) AS state,
                   (SELECT count(*) FROM want)
                       = ALL (SELECT count(*) FROM reservation_line r WHERE r.order_id = ?
                              UNION ALL SELECT count(*) FROM reservation_line r JOIN want USING (offer_id, quantity)
                                         WHERE r.order_id = ?) AS same,
                   EXISTS (SELECT FROM claim) AS claimed,
                   coalesce((SELECT enough FROM verdict), false) AS enough,
                   EXISTS (SELECT FROM sold_out) AS events
              FROM want w LEFT JOIN locked l USING (offer_id)
            """;

    /** Locks the stock of several orders, and finds those of the orders that have a reservation already. */
    private static final String LOCK = """
            SELECT s.offer_id, s.on_hand - s.reserved AS available,
                   ARRAY(SELECT order_id FROM reservation WHERE order_id = ANY (?)) AS known
              FROM stock s WHERE s.offer_id = ANY (?) ORDER BY s.offer_id FOR NO KEY UPDATE OF s
            """;

    private static final String RESERVE_TOGETHER = """
            WITH claims AS (
                INSERT INTO reservation (order_id, state, expires_at)
                SELECT n.order_id, 'held', n.expiry FROM unnest(?::uuid[], ?::timestamptz[]) AS n (order_id, expiry)),
            lines AS (
                INSERT INTO reservation_line (order_id, offer_id, quantity)
                SELECT * FROM unnest(?::uuid[], ?::uuid[], ?::int[])),
            taken AS (
                UPDATE stock s SET reserved = s.reserved + n.quantity, version = s.version + 1
                  FROM unnest(?::uuid[], ?::int[]) AS n (offer_id, quantity) WHERE s.offer_id = n.offer_id
                RETURNING s.offer_id, s.on_hand - s.reserved AS left_over, s.version),
            sold_out AS (
                INSERT INTO outbox (id, type, aggregate_id, version, payload)
                SELECT uuidv7(), ?, offer_id::text, version,
                       json_build_object('offerId', offer_id, 'available', false)::text
                  FROM taken WHERE left_over = 0
                RETURNING id)
            SELECT count(*) FROM sold_out
            """;

    /** Ends reservations: {@code held} become the first state, {@code committed} the second (or stay, where it is null). */
    private static final String SETTLE = """
            WITH mine AS (
                SELECT order_id, state FROM reservation
                 WHERE order_id = ANY (?) AND (state = 'held' OR (state = 'committed' AND ?))
                 ORDER BY order_id FOR UPDATE),
            done AS (
                UPDATE reservation r SET state = CASE m.state WHEN 'held' THEN ? ELSE 'returned' END
                  FROM mine m WHERE m.order_id = r.order_id),
            quantities AS (
                SELECT l.offer_id,
                       sum(l.quantity) FILTER (WHERE m.state = 'held') AS unreserve,
                       sum(l.quantity * CASE WHEN m.state = 'committed' THEN 1 WHEN ? THEN -1 ELSE 0 END) AS add
                  FROM reservation_line l JOIN mine m USING (order_id) GROUP BY l.offer_id),
            locked AS (
                SELECT s.offer_id, s.on_hand - s.reserved AS before, s.version, coalesce(q.unreserve, 0)::int AS unreserve,
                       q.add::int AS add
                  FROM stock s JOIN quantities q USING (offer_id) ORDER BY s.offer_id FOR NO KEY UPDATE OF s),
            moved AS (
                UPDATE stock s SET on_hand = s.on_hand + l.add, reserved = s.reserved - l.unreserve,
                                   version = s.version + 1
                  FROM locked l WHERE s.offer_id = l.offer_id),
            back AS (
                INSERT INTO outbox (id, type, aggregate_id, version, payload)
                SELECT uuidv7(), ?, offer_id::text, version + 1,
                       json_build_object('offerId', offer_id, 'available', true)::text
                  FROM locked WHERE before = 0 AND before + add + unreserve > 0
                RETURNING id)
            SELECT count(*) FROM back
            """;

    /**
     * Reserves for several orders in one transaction: each all of its lines or none, the earlier before the later.
     *
     * @return for each its claim; empty: it has a reservation already or names an offer without stock, ask for it alone
     */
    public List<Optional<Claim>> reserve(Session session, List<Wish> wishes) throws SQLException {
        Set<UUID> known = new HashSet<>();
        Shelf shelf = lock(session, wishes, known);
        List<Optional<Claim>> claims = new ArrayList<>(wishes.size());
        List<Wish> held = new ArrayList<>();
        for (Wish wish : wishes) {
            if (known.contains(wish.order()) || !shelf.knows(wish.lines())) {
                claims.add(Optional.empty());
                continue;
            }
            Claim claim = shelf.take(wish.lines());
            claims.add(Optional.of(claim));
            if (claim instanceof Claim.Held) {
                held.add(wish);
            }
        }
        if (!held.isEmpty()) {
            write(session, held, shelf.taken());
        }
        return claims;
    }

    private static Shelf lock(Session session, List<Wish> wishes, Set<UUID> known) throws SQLException {
        Object[] offers = wishes.stream()
                .flatMap(w -> w.lines().keySet().stream())
                .distinct()
                .toArray();
        Map<UUID, Integer> available = new HashMap<>();
        try (PreparedStatement statement = session.jdbc().prepareStatement(LOCK)) {
            statement.setArray(1, array(session, "uuid", wishes.stream().map(Wish::order)));
            statement.setArray(2, session.jdbc().createArrayOf("uuid", offers));
            try (ResultSet rs = statement.executeQuery()) {
                while (rs.next()) {
                    available.put(rs.getObject(1, UUID.class), rs.getInt(2));
                    if (known.isEmpty()) {
                        known.addAll(List.of((UUID[]) rs.getArray(3).getArray()));
                    }
                }
            }
        }
        return new Shelf(available);
    }

    /** An order that another process has reserved for meanwhile violates the key: then nothing is written. */
    private static void write(Session session, List<Wish> held, Map<UUID, Integer> taken) throws SQLException {
        List<UUID> orders = new ArrayList<>();
        List<UUID> offers = new ArrayList<>();
        List<Integer> quantities = new ArrayList<>();
        for (Wish wish : held) {
            wish.lines().forEach((offer, quantity) -> {
                orders.add(wish.order());
                offers.add(offer);
                quantities.add(quantity);
            });
        }
        try (PreparedStatement statement = session.jdbc().prepareStatement(RESERVE_TOGETHER)) {
            statement.setArray(1, array(session, "uuid", held.stream().map(Wish::order)));
            statement.setArray(2, array(session, "timestamptz", held.stream().map(w -> utc(w.expiry()))));
            statement.setArray(3, array(session, "uuid", orders.stream()));
            statement.setArray(4, array(session, "uuid", offers.stream()));
            statement.setArray(5, array(session, "int4", quantities.stream()));
            statement.setArray(6, array(session, "uuid", taken.keySet().stream()));
            statement.setArray(7, array(session, "int4", taken.values().stream()));
            statement.setString(8, AVAILABILITY);
            try (ResultSet rs = statement.executeQuery()) {
                if (rs.next() && rs.getLong(1) > 0) {
                    session.wakeRelay();
                }
            }
        }
    }

    private static Array array(Session session, String type, Stream<?> values) throws SQLException {
        return session.jdbc().createArrayOf(type, values.toArray());
    }

    /**
     * Reserves all lines or none.
     *
     * @return empty where another call for the same order was faster: ask again
     */
    public Optional<Claim> reserve(Session session, Wish wish) throws SQLException {
        UUID order = wish.order();
        var lines = wish.lines();
        try (PreparedStatement statement = session.jdbc().prepareStatement(RESERVE)) {
            statement.setArray(
                    1, session.jdbc().createArrayOf("uuid", lines.keySet().toArray()));
            statement.setArray(
                    2, session.jdbc().createArrayOf("int4", lines.values().toArray()));
            statement.setObject(3, order);
            statement.setObject(4, order);
            statement.setObject(5, utc(wish.expiry()));
            statement.setString(6, AVAILABILITY);
            statement.setObject(7, order);
            statement.setObject(8, order);
            List<Claim.Shortage> shortages = new ArrayList<>();
            try (ResultSet rs = statement.executeQuery()) {
                while (rs.next()) {
                    String state = rs.getString("state");
                    if (state != null) {
                        boolean held = state.equals("held") || state.equals("committed");
                        if (held && !rs.getBoolean("same")) {
                            return Optional.of(new Claim.Different());
                        }
                        return Optional.of(held ? new Claim.Held() : new Claim.GivenBack());
                    }
                    if (rs.getBoolean("events")) {
                        session.wakeRelay();
                    }
                    if (rs.getBoolean("claimed")) {
                        return Optional.of(new Claim.Held());
                    }
                    if (rs.getBoolean("enough")) {
                        return Optional.empty();
                    }
                    int quantity = rs.getInt("quantity");
                    int available = rs.getInt("available");
                    if (available < quantity) {
                        shortages.add(new Claim.Shortage(rs.getObject("offer_id", UUID.class), quantity, available));
                    }
                }
            }
            return Optional.of(new Claim.Lacking(shortages));
        }
    }

    /** The orders are paid: their goods leave the stock. */
    public void commit(Session session, Collection<UUID> orders) throws SQLException {
        settle(session, orders, false, "committed", true);
    }

    /** The orders are not to be: their goods are free again, or back on the shelf where they had left. */
    public void giveBack(Session session, Collection<UUID> orders) throws SQLException {
        settle(session, orders, true, "released", false);
    }

    /** Asks orders about reservations past their time, and again where no answer came. Returns how many. */
    public int askAboutExpired(Session session, Instant now, Instant askedBefore) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        WITH due AS (
                            UPDATE reservation SET asked_at = :now
                             WHERE state = 'held' AND expires_at < :now AND (asked_at IS NULL OR asked_at < :before)
                            RETURNING order_id),
                        asked AS (
                            INSERT INTO outbox (id, type, aggregate_id, version, payload)
                            SELECT uuidv7(), 'mallhive.events.v1.ReservationExpired', order_id::text, 1,
                                   json_build_object('orderId', order_id)::text FROM due
                            RETURNING id)
                        SELECT count(*) FROM asked
                        """)
                .bind("now", utc(now))
                .bind("before", utc(askedBefore))
                .mapTo(Integer.class)
                .one();
    }

    private static void settle(
            Session session, Collection<UUID> orders, boolean committedToo, String heldBecomes, boolean leave)
            throws SQLException {
        try (PreparedStatement statement = session.jdbc().prepareStatement(SETTLE)) {
            statement.setArray(1, session.jdbc().createArrayOf("uuid", orders.toArray()));
            statement.setBoolean(2, committedToo);
            statement.setString(3, heldBecomes);
            statement.setBoolean(4, leave);
            statement.setString(5, AVAILABILITY);
            try (ResultSet rs = statement.executeQuery()) {
                rs.next();
                if (rs.getLong(1) > 0) {
                    session.wakeRelay();
                }
            }
        }
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
