package com.mallhive.orders.store;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.mallhive.orders.domain.Order;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.domain.Quote;
import com.mallhive.orders.pricing.Discount;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of orders. Placing an order and moving it on are one statement each, with their events. */
public final class OrderStore {
    private static final Gson GSON = new Gson();
    private static final TypeToken<List<LineRow>> LINES = new TypeToken<>() {};
    private static final TypeToken<List<PartRow>> PARTS = new TypeToken<>() {};

    private static final String NEW_ORDER = """
            WITH o AS (
                INSERT INTO orders (id, request_hash, number, buyer_id, cart_id, status, currency, items, shipping, tax,
                                    discount, total, person_id, contact, created_at, updated_at)
                VALUES (?, ?, ?, ?, ?, 'AWAITING_PAYMENT', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO NOTHING
                RETURNING id, created_at),
            s AS (
                INSERT INTO sub_order (id, order_id, position, shop_id, shop_name, lines, shipping, tax, commission,
                                       total, shipping_discounts, created_at)
                SELECT p.id, o.id, p.position, p.shop, p.name, p.lines::jsonb, p.shipping, p.tax, p.commission, p.total,
                       p.discounts::jsonb, o.created_at
                  FROM o, unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[],
                                 ?::bigint[], ?::text[]) WITH ORDINALITY
                          AS p (id, shop, name, lines, shipping, tax, commission, total, discounts, position))
            """;

    private static final String INSERT = NEW_ORDER + "SELECT count(*) FROM o";

    /**
     * What is counted is counted on locked rows, whose newest versions the updates see: a limit holds however many orders come at
     * once. Exceeding one violates a check, and nothing of the statement stays. Rows are locked in the order of their keys.
     */
    private static final String INSERT_WITH_REDEMPTIONS = NEW_ORDER + """
            , u AS (
                SELECT o.id AS order_id, o.created_at, u.promotion_id, u.amount, u.buyer
                  FROM o, unnest(?::uuid[], ?::bigint[], ?::text[]) AS u (promotion_id, amount, buyer)),
            r AS (
                INSERT INTO redemption (order_id, promotion_id, buyer, amount, created_at)
                SELECT u.order_id, u.promotion_id, u.buyer, u.amount, u.created_at FROM u),
            l AS (
                SELECT p.id, u.amount, u.buyer FROM promotion p JOIN u ON u.promotion_id = p.id
                 WHERE p.counted ORDER BY p.id FOR UPDATE OF p),
            c AS (
                UPDATE promotion p
                   SET used = p.used + 1, spent = p.spent + l.amount, changed_xid = pg_current_xact_id()
                  FROM l WHERE p.id = l.id
                RETURNING p.id, p.max_per_buyer, l.buyer),
            b AS (
                INSERT INTO promotion_buyer (promotion_id, buyer, used, at_most)
                SELECT c.id, c.buyer, 1, c.max_per_buyer FROM c WHERE c.max_per_buyer IS NOT NULL
                ON CONFLICT (promotion_id, buyer)
                   DO UPDATE SET used = promotion_buyer.used + 1, at_most = excluded.at_most)
            SELECT count(*) FROM o
            """;

    private static final String MOVE = """
            WITH o AS (
                UPDATE orders SET status = ?, note = ?, payment_url = ?, paid_at = ?, updated_at = ?, version = ?
                 WHERE id = ? AND version = ?
                RETURNING id),
            e AS (
                INSERT INTO outbox (id, type, aggregate_id, version, payload, trace_parent)
                SELECT m.* FROM o, unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::text[]) AS m)
            """;

    private static final String MOVE_ONLY = MOVE + "SELECT count(*) FROM o";

    /** What a cancelled order has taken of promotions goes back, once. */
    private static final String MOVE_AND_RETURN = MOVE + """
            , r AS (
                UPDATE redemption r SET returned_at = now() FROM o
                 WHERE r.order_id = o.id AND r.returned_at IS NULL
                RETURNING r.promotion_id, r.amount, r.buyer),
            l AS (
                SELECT p.id, r.amount, r.buyer FROM promotion p JOIN r ON r.promotion_id = p.id
                 WHERE p.counted ORDER BY p.id FOR UPDATE OF p),
            c AS (
                UPDATE promotion p
                   SET used = p.used - 1, spent = p.spent - l.amount, changed_xid = pg_current_xact_id()
                  FROM l WHERE p.id = l.id
                RETURNING p.id, l.buyer),
            b AS (
                UPDATE promotion_buyer b SET used = b.used - 1 FROM c
                 WHERE b.promotion_id = c.id AND b.buyer = c.buyer)
            SELECT count(*) FROM o
            """;

    private static final String SELECT = """
            SELECT o.*, (SELECT json_agg(json_build_object(
                        'id', s.id, 'shopId', s.shop_id, 'shopName', s.shop_name, 'lines', s.lines,
                        'shipping', s.shipping, 'tax', s.tax, 'commission', s.commission, 'carrier', s.carrier,
                        'trackingNumber', s.tracking_number, 'shippingDiscounts', s.shipping_discounts,
                        'shippedAt', (extract(epoch FROM s.shipped_at) * 1000)::bigint) ORDER BY s.position)
                      FROM sub_order s WHERE s.order_id = o.id)::text AS parts
              FROM orders o
            """;

    private record DiscountRow(
            UUID promotionId,
            @Nullable UUID shopId,
            String name,
            @Nullable String code,
            long amount) {}

    private record LineRow(
            UUID offerId,
            UUID productId,
            String productSlug,
            String sku,
            String title,
            String variant,
            int quantity,
            long unitPrice,
            long tax,
            String thumbnailUrl,
            @Nullable List<DiscountRow> discounts) {}

    private record PartRow(
            UUID id,
            UUID shopId,
            String shopName,
            List<LineRow> lines,
            long shipping,
            long tax,
            long commission,
            @Nullable String carrier,
            @Nullable String trackingNumber,
            @Nullable Long shippedAt,
            @Nullable List<DiscountRow> shippingDiscounts) {}

    /** Which orders of a list. */
    public record Filter(
            @Nullable UUID buyer,
            @Nullable UUID shop,
            @Nullable OrderStatus status) {}

    /**
     * Writes a new order with its parts, and what it takes of promotions; false where the order is there already. A limit that it
     * would exceed violates {@code promotion_uses}, {@code promotion_budget} or {@code promotion_buyer_uses}.
     *
     * @param buyer the keyed hash by which promotions know who orders
     */
    public boolean insert(Session session, Order order, String buyer) throws SQLException {
        List<Discount> discounts = order.discounts();
        String sql = discounts.isEmpty() ? INSERT : INSERT_WITH_REDEMPTIONS;
        try (PreparedStatement statement = session.jdbc().prepareStatement(sql)) {
            int i = 1;
            statement.setObject(i++, order.id());
            statement.setBytes(i++, order.requestHash());
            statement.setString(i++, order.number());
            statement.setObject(i++, order.buyerId());
            statement.setObject(i++, order.cartId());
            statement.setString(i++, order.items().currency());
            statement.setLong(i++, order.items().amount());
            statement.setLong(i++, order.shipping().amount());
            statement.setLong(i++, order.tax().amount());
            statement.setLong(i++, order.discount().amount());
            statement.setLong(i++, order.total().amount());
            statement.setObject(i++, order.personId());
            statement.setBytes(i++, order.contact());
            statement.setObject(i++, utc(order.createdAt()));
            statement.setObject(i++, utc(order.updatedAt()));
            List<Order.SubOrder> parts = order.subOrders();
            statement.setArray(i++, array(session, "uuid", parts.stream().map(Order.SubOrder::id)));
            statement.setArray(
                    i++, array(session, "uuid", parts.stream().map(p -> p.part().shopId())));
            statement.setArray(
                    i++, array(session, "text", parts.stream().map(p -> p.part().shopName())));
            statement.setArray(i++, array(session, "text", parts.stream().map(p -> lines(p.part()))));
            statement.setArray(
                    i++,
                    array(
                            session,
                            "int8",
                            parts.stream().map(p -> p.part().shipping().amount())));
            statement.setArray(
                    i++,
                    array(
                            session,
                            "int8",
                            parts.stream().map(p -> p.part().tax().amount())));
            statement.setArray(
                    i++,
                    array(
                            session,
                            "int8",
                            parts.stream().map(p -> p.part().commission().amount())));
            statement.setArray(
                    i++,
                    array(
                            session,
                            "int8",
                            parts.stream().map(p -> p.part().total().amount())));
            statement.setArray(
                    i++,
                    array(
                            session,
                            "text",
                            parts.stream().map(p -> GSON.toJson(rows(p.part().shippingDiscounts())))));
            if (!discounts.isEmpty()) {
                statement.setArray(
                        i++, array(session, "uuid", discounts.stream().map(Discount::promotionId)));
                statement.setArray(
                        i++,
                        array(
                                session,
                                "int8",
                                discounts.stream().map(d -> d.amount().amount())));
                statement.setArray(i, array(session, "text", discounts.stream().map(_ -> buyer)));
            }
            try (ResultSet rs = statement.executeQuery()) {
                return rs.next() && rs.getInt(1) == 1;
            }
        }
    }

    /**
     * Writes the order's next state with its events, if it is still in the state before. Cancelling gives back what it took of
     * promotions.
     *
     * @return false where somebody else has moved it meanwhile: read it again
     */
    public boolean move(Session session, Order next, List<OutboxRow> events) throws SQLException {
        boolean returns =
                next.status() == OrderStatus.CANCELLED && !next.discounts().isEmpty();
        try (PreparedStatement statement = session.jdbc().prepareStatement(returns ? MOVE_AND_RETURN : MOVE_ONLY)) {
            int i = 1;
            statement.setString(i++, next.status().name());
            statement.setString(i++, next.note());
            statement.setString(i++, next.paymentUrl());
            Instant paid = next.paidAt();
            statement.setObject(i++, paid == null ? null : utc(paid));
            statement.setObject(i++, utc(next.updatedAt()));
            statement.setLong(i++, next.version());
            statement.setObject(i++, next.id());
            statement.setLong(i++, next.version() - 1);
            statement.setArray(i++, array(session, "uuid", events.stream().map(OutboxRow::id)));
            statement.setArray(i++, array(session, "text", events.stream().map(OutboxRow::type)));
            statement.setArray(i++, array(session, "text", events.stream().map(OutboxRow::aggregateId)));
            statement.setArray(i++, array(session, "int8", events.stream().map(OutboxRow::version)));
            statement.setArray(i++, array(session, "text", events.stream().map(OutboxRow::payload)));
            statement.setArray(i, array(session, "text", events.stream().map(OutboxRow::traceParent)));
            try (ResultSet rs = statement.executeQuery()) {
                boolean moved = rs.next() && rs.getInt(1) == 1;
                if (moved && !events.isEmpty()) {
                    session.wakeRelay();
                }
                return moved;
            }
        }
    }

    /** Notes that a shop's part has been shipped. */
    public void ship(Session session, UUID subOrder, Order.Shipment shipment) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        UPDATE sub_order SET carrier = :carrier, tracking_number = :number, shipped_at = :at
                         WHERE id = :id AND shipped_at IS NULL
                        """)
                .bind("id", subOrder)
                .bind("carrier", shipment.carrier())
                .bind("number", shipment.trackingNumber())
                .bind("at", utc(shipment.shippedAt()))
                .execute();
    }

    /**
     * The order, which nobody else moves before this transaction ends. The lock is a statement of its own, so that the one that
     * reads sees what a move it waited for has written, parts included.
     */
    public Optional<Order> lock(Session session, UUID id) throws SQLException {
        try (PreparedStatement statement =
                session.jdbc().prepareStatement("SELECT FROM orders WHERE id = ? FOR UPDATE")) {
            statement.setObject(1, id);
            statement.executeQuery().close();
        }
        return get(session, id);
    }

    public Optional<Order> get(Session session, UUID id) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE o.id = :id")
                .bind("id", id)
                .map((rs, _) -> order(rs))
                .findOne();
    }

    /** Those of the orders that are in one of the states. */
    public List<Order> inState(Session session, Collection<UUID> ids, Collection<OrderStatus> states)
            throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE o.id = ANY (:ids) AND o.status = ANY (:states)")
                .bindArray("ids", UUID.class, ids.toArray())
                .bindArray(
                        "states", String.class, states.stream().map(Enum::name).toArray())
                .map((rs, _) -> order(rs))
                .list();
    }

    /** Id and version of those of the orders that exist. */
    public List<Version> versions(Session session, Collection<UUID> ids) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT id, version FROM orders WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids.toArray())
                .map((rs, _) -> new Version(rs.getObject(1, UUID.class), rs.getLong(2)))
                .list();
    }

    /** How often an order has changed. */
    public record Version(UUID id, long version) {}

    /** The newest first, after the key of the page before. */
    public List<Order> page(Session session, Filter filter, Instant before, UUID idBefore, int limit)
            throws SQLException {
        StringBuilder sql = new StringBuilder(SELECT);
        if (filter.shop() != null) {
            // the shop sees orders once they are paid, or were
            sql.append(
                            "JOIN sub_order mine ON mine.order_id = o.id AND mine.shop_id = :shop AND o.paid_at IS NOT NULL ")
                    .append("WHERE (mine.created_at, mine.order_id) < (:at, :id) ");
        } else {
            sql.append("WHERE (o.created_at, o.id) < (:at, :id) ");
        }
        if (filter.buyer() != null) {
            sql.append("AND o.buyer_id = :buyer ");
        }
        if (filter.status() != null) {
            sql.append("AND o.status = :status ");
        }
        sql.append(
                filter.shop() != null
                        ? "ORDER BY mine.created_at DESC, mine.order_id DESC LIMIT :limit"
                        : "ORDER BY o.created_at DESC, o.id DESC LIMIT :limit");
        var query = session.jdbi()
                .createQuery(sql.toString())
                .bind("at", utc(before))
                .bind("id", idBefore)
                .bind("limit", limit);
        if (filter.shop() != null) {
            query.bind("shop", filter.shop());
        }
        if (filter.buyer() != null) {
            query.bind("buyer", filter.buyer());
        }
        if (filter.status() != null) {
            query.bind("status", filter.status().name());
        }
        return query.map((rs, _) -> order(rs)).list();
    }

    private static Array array(Session session, String type, java.util.stream.Stream<?> values) throws SQLException {
        return session.jdbc().createArrayOf(type, values.toArray());
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static String lines(Quote.Part part) {
        return GSON.toJson(
                part.lines().stream()
                        .map(l -> new LineRow(
                                l.offerId(),
                                l.productId(),
                                l.productSlug(),
                                l.sku(),
                                l.title(),
                                l.variant(),
                                l.quantity(),
                                l.unitPrice().amount(),
                                l.tax().amount(),
                                l.thumbnailUrl(),
                                rows(l.discounts())))
                        .toList(),
                LINES.getType());
    }

    private static List<DiscountRow> rows(List<Discount> discounts) {
        return discounts.stream()
                .map(d -> new DiscountRow(
                        d.promotionId(),
                        d.shopId(),
                        d.name(),
                        d.code(),
                        d.amount().amount()))
                .toList();
    }

    /** Orders from before there were promotions have no list. */
    private static List<Discount> discounts(@Nullable List<DiscountRow> rows, String currency) {
        return rows == null
                ? List.of()
                : rows.stream()
                        .map(d -> new Discount(
                                d.promotionId(), d.shopId(), d.name(), d.code(), Money.of(d.amount(), currency)))
                        .toList();
    }

    private static Order order(ResultSet rs) throws SQLException {
        String currency = rs.getString("currency");
        List<Order.SubOrder> parts = new ArrayList<>();
        String json = rs.getString("parts");
        if (json != null) {
            GSON.fromJson(json, PARTS).forEach(row -> parts.add(subOrder(row, currency)));
        }
        OffsetDateTime paid = rs.getObject("paid_at", OffsetDateTime.class);
        return new Order(
                rs.getObject("id", UUID.class),
                rs.getString("number"),
                rs.getObject("buyer_id", UUID.class),
                rs.getObject("cart_id", UUID.class),
                OrderStatus.valueOf(rs.getString("status")),
                Money.of(rs.getLong("items"), currency),
                Money.of(rs.getLong("shipping"), currency),
                Money.of(rs.getLong("tax"), currency),
                rs.getObject("person_id", UUID.class),
                rs.getBytes("contact"),
                rs.getString("payment_url"),
                rs.getString("note"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant(),
                paid == null ? null : paid.toInstant(),
                rs.getLong("version"),
                rs.getBytes("request_hash"),
                parts);
    }

    private static Order.SubOrder subOrder(PartRow row, String currency) {
        List<Quote.Line> lines = row.lines().stream()
                .map(l -> new Quote.Line(
                        l.offerId(),
                        l.productId(),
                        l.productSlug(),
                        l.sku(),
                        l.title(),
                        l.variant(),
                        l.quantity(),
                        Money.of(l.unitPrice(), currency),
                        Money.of(l.tax(), currency),
                        l.thumbnailUrl(),
                        discounts(l.discounts(), currency)))
                .toList();
        Long shippedAt = row.shippedAt();
        return new Order.SubOrder(
                row.id(),
                new Quote.Part(
                        row.shopId(),
                        row.shopName(),
                        lines,
                        Money.of(row.shipping(), currency),
                        Money.of(row.tax(), currency),
                        Money.of(row.commission(), currency),
                        discounts(row.shippingDiscounts(), currency)),
                shippedAt == null || row.carrier() == null || row.trackingNumber() == null
                        ? null
                        : new Order.Shipment(row.carrier(), row.trackingNumber(), Instant.ofEpochMilli(shippedAt)));
    }
}
