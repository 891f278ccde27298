package com.mallhive.analytics.store;

import com.mallhive.platform.database.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of sales figures. */
public final class SalesStore {
    /** Stands for the whole mall. */
    public static final UUID MALL = new UUID(0, 0);

    /** What to add to an hour of a shop. */
    public record HourChange(Instant hour, UUID shop, String currency, long revenue, long orders, long units) {}

    /** What to add to a day of a product. */
    public record ProductChange(
            LocalDate day, UUID product, UUID shop, String title, String currency, long units, long revenue) {}

    /** A point of a curve. */
    public record Point(Instant time, long revenue, long orders, long units) {}

    /** A product with its sums. */
    public record Top(UUID product, String title, long units, long revenue) {}

    /** Adds to the sums, in the order of their keys so that two batches never wait for each other in a circle. */
    public void add(Session session, List<HourChange> hours, List<ProductChange> products) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        WITH p AS (
                            INSERT INTO product_sales (day, product_id, shop_id, title, currency, units, revenue)
                            SELECT day::date, product, shop, title, currency, units, revenue
                              FROM unnest(:days, :products, :productShops, :titles, :productCurrencies, :productUnits,
                                          :productRevenues)
                                     AS c (day, product, shop, title, currency, units, revenue)
                             ORDER BY day, product
                            ON CONFLICT (day, product_id, currency) DO UPDATE SET title = EXCLUDED.title,
                                units = product_sales.units + EXCLUDED.units,
                                revenue = product_sales.revenue + EXCLUDED.revenue)
                        INSERT INTO sales_hour (hour, shop_id, currency, revenue, orders, units)
                        SELECT hour::timestamptz, shop, currency, revenue, orders, units
                          FROM unnest(:hours, :shops, :currencies, :revenues, :orders, :units)
                                 AS c (hour, shop, currency, revenue, orders, units)
                         ORDER BY shop, hour
                        ON CONFLICT (shop_id, hour, currency) DO UPDATE SET
                            revenue = sales_hour.revenue + EXCLUDED.revenue,
                            orders = sales_hour.orders + EXCLUDED.orders,
                            units = sales_hour.units + EXCLUDED.units
                        """)
                .bindArray(
                        "days",
                        String.class,
                        products.stream().map(c -> c.day().toString()).toArray())
                .bindArray(
                        "products",
                        UUID.class,
                        products.stream().map(ProductChange::product).toArray())
                .bindArray(
                        "productShops",
                        UUID.class,
                        products.stream().map(ProductChange::shop).toArray())
                .bindArray(
                        "titles",
                        String.class,
                        products.stream().map(ProductChange::title).toArray())
                .bindArray(
                        "productCurrencies",
                        String.class,
                        products.stream().map(ProductChange::currency).toArray())
                .bindArray(
                        "productUnits",
                        Long.class,
                        products.stream().map(ProductChange::units).toArray())
                .bindArray(
                        "productRevenues",
                        Long.class,
                        products.stream().map(ProductChange::revenue).toArray())
                .bindArray(
                        "hours",
                        String.class,
                        hours.stream().map(c -> c.hour().toString()).toArray())
                .bindArray(
                        "shops",
                        UUID.class,
                        hours.stream().map(HourChange::shop).toArray())
                .bindArray(
                        "currencies",
                        String.class,
                        hours.stream().map(HourChange::currency).toArray())
                .bindArray(
                        "revenues",
                        Long.class,
                        hours.stream().map(HourChange::revenue).toArray())
                .bindArray(
                        "orders",
                        Long.class,
                        hours.stream().map(HourChange::orders).toArray())
                .bindArray(
                        "units",
                        Long.class,
                        hours.stream().map(HourChange::units).toArray())
                .execute();
    }

    /** Sums per {@code day} or {@code hour} of a shop, in UTC, oldest first. */
    public List<Point> curve(Session session, UUID shop, String currency, Instant from, Instant until, boolean hourly)
            throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT date_trunc(:step, hour, 'UTC') AS time, sum(revenue) AS revenue, sum(orders) AS orders,
                               sum(units) AS units
                          FROM sales_hour
                         WHERE shop_id = :shop AND currency = :currency AND hour >= :from AND hour < :until
                         GROUP BY 1 ORDER BY 1
                        """)
                .bind("step", hourly ? "hour" : "day")
                .bind("shop", shop)
                .bind("currency", currency)
                .bind("from", utc(from))
                .bind("until", utc(until))
                .map((rs, _) -> new Point(
                        rs.getObject("time", OffsetDateTime.class).toInstant(),
                        rs.getLong("revenue"),
                        rs.getLong("orders"),
                        rs.getLong("units")))
                .list();
    }

    /** What sold best since a day; a null shop means the mall. */
    public List<Top> top(Session session, @Nullable UUID shop, String currency, LocalDate since, int limit)
            throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT product_id, max(title) AS title, sum(units) AS units, sum(revenue) AS revenue
                          FROM product_sales
                         WHERE day >= :since AND currency = :currency AND (:shop::uuid IS NULL OR shop_id = :shop)
                         GROUP BY product_id HAVING sum(units) > 0
                         ORDER BY sum(revenue) DESC, product_id LIMIT :limit
                        """)
                .bind("since", since)
                .bind("currency", currency)
                .bind("shop", shop)
                .bind("limit", limit)
                .map((rs, _) -> new Top(
                        rs.getObject("product_id", UUID.class),
                        rs.getString("title"),
                        rs.getLong("units"),
                        rs.getLong("revenue")))
                .list();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
