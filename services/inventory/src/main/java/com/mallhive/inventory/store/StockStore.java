package com.mallhive.inventory.store;

import com.mallhive.inventory.domain.Stock;
import com.mallhive.platform.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of stock. */
public final class StockStore {
    /** Figures of the mall. */
    public record Summary(long offers, long units, long reserved, long soldOut, long oversold) {}

    public List<Stock> byOffers(Session session, Collection<UUID> offers) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT * FROM stock WHERE offer_id = ANY (:offers)")
                .bindArray("offers", UUID.class, offers.toArray())
                .map((rs, _) -> stock(rs))
                .list();
    }

    /** Changes the quantity on hand of an existing offer of the shop and notes the movement; empty where it has none. */
    public Optional<Stock> adjust(
            Session session,
            UUID offer,
            UUID shop,
            boolean absolute,
            int number,
            String reason,
            @Nullable UUID by,
            Instant at)
            throws SQLException {
        return session.jdbi()
                .createQuery("""
                        WITH before AS (
                            SELECT * FROM stock WHERE offer_id = :offer AND shop_id = :shop FOR NO KEY UPDATE),
                        after AS (
                            UPDATE stock s SET version = s.version + 1,
                                   on_hand = CASE WHEN :absolute THEN :number ELSE b.on_hand + :number END
                              FROM before b WHERE s.offer_id = b.offer_id
                            RETURNING s.*, s.on_hand - b.on_hand AS delta, b.on_hand - b.reserved AS available_before),
                        note AS (
                            INSERT INTO movement (offer_id, delta, reason, by, at)
                            SELECT offer_id, delta, :reason, :by, :at FROM after WHERE delta <> 0),
                        event AS (
                            INSERT INTO outbox (id, type, aggregate_id, version, payload)
                            SELECT uuidv7(), 'mallhive.events.v1.AvailabilityChanged', offer_id::text, version,
                                   json_build_object('offerId', offer_id, 'available', on_hand > reserved)::text
                              FROM after WHERE (available_before > 0) <> (on_hand > reserved)
                            RETURNING id)
                        SELECT after.*, EXISTS (SELECT FROM event) AS events FROM after
                        """)
                .bind("offer", offer)
                .bind("shop", shop)
                .bind("absolute", absolute)
                .bind("number", number)
                .bind("reason", reason)
                .bind("by", by)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .map((rs, _) -> {
                    if (rs.getBoolean("events")) {
                        session.wakeRelay();
                    }
                    return stock(rs);
                })
                .findOne();
    }

    /** Makes empty records for offers that have none. */
    public void open(Session session, Collection<UUID> offers, UUID shop) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO stock (offer_id, shop_id, on_hand)
                        SELECT offer, :shop, 0 FROM unnest(:offers) AS offer ON CONFLICT DO NOTHING
                        """)
                .bindArray("offers", UUID.class, offers.toArray())
                .bind("shop", shop)
                .execute();
    }

    /** What runs low, the lowest first, after the key of the page before; a null shop means the mall. */
    public List<Stock> low(
            Session session, @Nullable UUID shop, int atMost, int afterAvailable, UUID afterOffer, int limit)
            throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT * FROM stock
                         WHERE (:shop::uuid IS NULL OR shop_id = :shop) AND on_hand - reserved <= :most
                           AND (on_hand - reserved, offer_id) > (:available, :offer)
                         ORDER BY on_hand - reserved, offer_id LIMIT :limit
                        """)
                .bind("shop", shop)
                .bind("most", atMost)
                .bind("available", afterAvailable)
                .bind("offer", afterOffer)
                .bind("limit", limit)
                .map((rs, _) -> stock(rs))
                .list();
    }

    public Summary summary(Session session) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT count(*) AS offers, coalesce(sum(on_hand), 0) AS units,
                               coalesce(sum(reserved), 0) AS reserved,
                               count(*) FILTER (WHERE on_hand = reserved) AS sold_out,
                               count(*) FILTER (WHERE on_hand < reserved) AS oversold
                          FROM stock
                        """)
                .map((rs, _) -> new Summary(
                        rs.getLong("offers"),
                        rs.getLong("units"),
                        rs.getLong("reserved"),
                        rs.getLong("sold_out"),
                        rs.getLong("oversold")))
                .one();
    }

    private static Stock stock(ResultSet rs) throws SQLException {
        return new Stock(
                rs.getObject("offer_id", UUID.class),
                rs.getObject("shop_id", UUID.class),
                rs.getInt("on_hand"),
                rs.getInt("reserved"));
    }
}
