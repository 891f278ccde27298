package com.mallhive.discovery.store;

import com.mallhive.platform.database.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** SQL of what discovery knows. */
public final class DiscoveryStore {
    /** A product's state. */
    public record State(UUID product, long version, String state) {}

    /** Whether an offer can be bought. */
    public record Availability(UUID offer, long version, boolean available) {}

    /** Two products of one order. */
    public record Pair(UUID product, UUID other, int orders) {}

    /** A product with how often it was sold. */
    public record Count(UUID product, int orders) {}

    /** Keeps what is newer than what is known. One row per product. */
    public void saveProducts(Session session, Collection<State> states) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO product (id, version, state)
                        SELECT * FROM unnest(:ids, :versions, :states) AS s (id, version, state) ORDER BY id
                        ON CONFLICT (id) DO UPDATE SET version = EXCLUDED.version, state = EXCLUDED.state,
                            changed_xid = pg_current_xact_id() WHERE product.version < EXCLUDED.version
                        """)
                .bindArray(
                        "ids", UUID.class, states.stream().map(State::product).toArray())
                .bindArray(
                        "versions",
                        Long.class,
                        states.stream().map(State::version).toArray())
                .bindArray(
                        "states",
                        String.class,
                        states.stream().map(State::state).toArray())
                .execute();
    }

    /** Keeps what is newer than what is known. One row per offer. */
    public void saveAvailability(Session session, Collection<Availability> rows) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO availability (offer_id, version, available)
                        SELECT * FROM unnest(:offers, :versions, :available) AS s (offer_id, version, available)
                         ORDER BY offer_id
                        ON CONFLICT (offer_id) DO UPDATE SET version = EXCLUDED.version,
                            available = EXCLUDED.available, changed_xid = pg_current_xact_id()
                            WHERE availability.version < EXCLUDED.version
                        """)
                .bindArray(
                        "offers",
                        UUID.class,
                        rows.stream().map(Availability::offer).toArray())
                .bindArray(
                        "versions",
                        Long.class,
                        rows.stream().map(Availability::version).toArray())
                .bindArray(
                        "available",
                        Boolean.class,
                        rows.stream().map(Availability::available).toArray())
                .execute();
    }

    /** Counts orders: pairs, products, and who bought what. One statement. */
    public void count(
            Session session,
            List<Pair> pairs,
            List<Count> products,
            LocalDate day,
            List<UUID> buyers,
            List<UUID> bought,
            Instant at)
            throws SQLException {
        session.jdbi()
                .createUpdate("""
                        WITH p AS (
                            INSERT INTO bought_together (product_id, other_id, orders)
                            SELECT * FROM unnest(:firsts, :others, :counts) AS p (a, b, n) ORDER BY a, b
                            ON CONFLICT (product_id, other_id) DO UPDATE SET
                                orders = bought_together.orders + EXCLUDED.orders),
                        b AS (
                            INSERT INTO bought (buyer_id, product_id, at)
                            SELECT DISTINCT buyer, product, :at::timestamptz
                              FROM unnest(:buyers, :bought) AS b (buyer, product) ORDER BY buyer, product
                            ON CONFLICT (buyer_id, product_id) DO UPDATE SET at = EXCLUDED.at)
                        INSERT INTO sold (day, product_id, orders)
                        SELECT :day, product, n FROM unnest(:products, :sold) AS s (product, n) ORDER BY product
                        ON CONFLICT (day, product_id) DO UPDATE SET orders = sold.orders + EXCLUDED.orders
                        """)
                .bindArray(
                        "firsts", UUID.class, pairs.stream().map(Pair::product).toArray())
                .bindArray("others", UUID.class, pairs.stream().map(Pair::other).toArray())
                .bindArray(
                        "counts",
                        Integer.class,
                        pairs.stream().map(Pair::orders).toArray())
                .bindArray("buyers", UUID.class, buyers.toArray())
                .bindArray("bought", UUID.class, bought.toArray())
                .bindArray(
                        "products",
                        UUID.class,
                        products.stream().map(Count::product).toArray())
                .bindArray(
                        "sold",
                        Integer.class,
                        products.stream().map(Count::orders).toArray())
                .bind("day", day)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /** What was bought with these products, the most often first. */
    public List<Count> together(Session session, Collection<UUID> products, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT other_id AS product_id, sum(orders)::int AS orders FROM bought_together
                         WHERE product_id = ANY (:products) AND other_id <> ALL (:products)
                         GROUP BY other_id ORDER BY 2 DESC, 1 LIMIT :limit
                        """)
                .bindArray("products", UUID.class, products.toArray())
                .bind("limit", limit)
                .map((rs, _) -> new Count(rs.getObject(1, UUID.class), rs.getInt(2)))
                .list();
    }

    /** What sold most often since a day. */
    public List<Count> trending(Session session, LocalDate since, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT product_id, sum(orders)::int AS orders FROM sold WHERE day >= :since
                         GROUP BY product_id ORDER BY 2 DESC, 1 LIMIT :limit
                        """)
                .bind("since", since)
                .bind("limit", limit)
                .map((rs, _) -> new Count(rs.getObject(1, UUID.class), rs.getInt(2)))
                .list();
    }

    /** What a buyer bought, the newest first. */
    public List<UUID> bought(Session session, UUID buyer, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT product_id FROM bought WHERE buyer_id = :buyer ORDER BY at DESC LIMIT :limit")
                .bind("buyer", buyer)
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
    }
}
