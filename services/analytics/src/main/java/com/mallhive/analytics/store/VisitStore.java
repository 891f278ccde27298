package com.mallhive.analytics.store;

import com.mallhive.platform.database.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of what visitors did. */
public final class VisitStore {
    /** One thing that a visitor did. */
    public record Visit(String type, String path, @Nullable UUID product) {}

    /** How many visits came how far. */
    public record Funnel(long visits, long products, long carts, long checkouts) {}

    public void add(Session session, UUID visit, List<Visit> events, Instant at) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO visit_event (visit_id, type, path, product_id, at)
                        SELECT :visit, e.type, e.path, e.product, :at
                          FROM unnest(:types, :paths, :products) AS e (type, path, product)
                        """)
                .bind("visit", visit)
                .bindArray(
                        "types", String.class, events.stream().map(Visit::type).toArray())
                .bindArray(
                        "paths", String.class, events.stream().map(Visit::path).toArray())
                .bindArray(
                        "products",
                        UUID.class,
                        events.stream().map(Visit::product).toArray())
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
    }

    public Funnel funnel(Session session, Instant since) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT count(DISTINCT visit_id) AS visits,
                               count(DISTINCT visit_id) FILTER (WHERE type = 'PRODUCT_VIEW') AS products,
                               count(DISTINCT visit_id) FILTER (WHERE type = 'CART_ADD') AS carts,
                               count(DISTINCT visit_id) FILTER (WHERE type = 'CHECKOUT') AS checkouts
                          FROM visit_event WHERE at >= :since
                        """)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .map((rs, _) -> new Funnel(
                        rs.getLong("visits"), rs.getLong("products"), rs.getLong("carts"), rs.getLong("checkouts")))
                .one();
    }

    public void purge(Session session, Instant before) throws SQLException {
        session.jdbi()
                .createUpdate("DELETE FROM visit_event WHERE at < :before")
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .execute();
    }
}
