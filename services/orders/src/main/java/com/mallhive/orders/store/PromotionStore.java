package com.mallhive.orders.store;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.mallhive.orders.pricing.Benefit;
import com.mallhive.orders.pricing.Promotion;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of promotions. What orders take of them is written with the order, by {@link OrderStore}. */
public final class PromotionStore {
    private static final Gson GSON = new Gson();
    private static final TypeToken<List<Benefit.Tier>> TIERS = new TypeToken<>() {};

    private static final String SELECT = """
            SELECT p.*,
                   (SELECT count(*) FROM redemption r WHERE r.promotion_id = p.id AND r.returned_at IS NULL) AS uses,
                   (SELECT coalesce(sum(r.amount), 0)::bigint FROM redemption r
                     WHERE r.promotion_id = p.id AND r.returned_at IS NULL) AS taken
              FROM promotion p
            """;

    /** A promotion as its owner sees it, with what orders have taken of it. */
    public record Kept(Promotion promotion, Instant createdAt) {}

    /** Keeps a new promotion. A code that is taken violates {@code promotion_code_key}. */
    public void insert(Session session, Promotion promotion, Instant now) throws SQLException {
        var insert = session.jdbi().createUpdate("""
                INSERT INTO promotion (id, shop_id, name, code, kind, basis_points, amount, buy_quantity, free_quantity,
                                       tiers, priority, exclusive, starts_at, ends_at, currency, minimum_spend, counted,
                                       max_uses, max_per_buyer, budget, created_at)
                VALUES (:id, :shop, :name, :code, :kind, :points, :amount, :buy, :free, :tiers::jsonb, :priority,
                        :exclusive, :start, :end, :currency, :minimum, :counted, :uses, :perBuyer, :budget, :now)
                """);
        Integer points = null;
        Long amount = null;
        Integer buy = null;
        Integer free = null;
        String tiers = null;
        String kind = switch (promotion.benefit()) {
            case Benefit.Percentage(int share) -> {
                points = share;
                yield "PERCENTAGE";
            }
            case Benefit.AmountOff(Money off) -> {
                amount = off.amount();
                yield "AMOUNT_OFF";
            }
            case Benefit.BuyGetFree(int bought, int given) -> {
                buy = bought;
                free = given;
                yield "BUY_GET_FREE";
            }
            case Benefit.FreeShipping _ -> "FREE_SHIPPING";
            case Benefit.Tiered(List<Benefit.Tier> all) -> {
                tiers = GSON.toJson(all, TIERS.getType());
                yield "TIERED";
            }
        };
        Instant end = promotion.end();
        Money budget = promotion.limits().budget();
        insert.bind("id", promotion.id())
                .bind("shop", promotion.shopId())
                .bind("name", promotion.name())
                .bind("code", promotion.code())
                .bind("kind", kind)
                .bind("points", points)
                .bind("amount", amount)
                .bind("buy", buy)
                .bind("free", free)
                .bind("tiers", tiers)
                .bind("priority", promotion.priority())
                .bind("exclusive", promotion.exclusive())
                .bind("start", utc(promotion.start()))
                .bind("end", end == null ? null : utc(end))
                .bind("currency", promotion.minimumSpend().currency())
                .bind("minimum", promotion.minimumSpend().amount())
                .bind("counted", promotion.limits().any())
                .bind("uses", promotion.limits().uses())
                .bind("perBuyer", promotion.limits().usesPerBuyer())
                .bind("budget", budget == null ? null : budget.amount())
                .bind("now", utc(now))
                .execute();
    }

    /** Changes name, end and limits. A limit below what has been used violates a check. */
    public void change(Session session, Promotion promotion) throws SQLException {
        Instant end = promotion.end();
        Money budget = promotion.limits().budget();
        session.jdbi()
                .createUpdate("""
                        UPDATE promotion SET name = :name, ends_at = :end, max_uses = :uses, max_per_buyer = :perBuyer,
                                             budget = :budget, changed_xid = pg_current_xact_id()
                         WHERE id = :id
                        """)
                .bind("id", promotion.id())
                .bind("name", promotion.name())
                .bind("end", end == null ? null : utc(end))
                .bind("uses", promotion.limits().uses())
                .bind("perBuyer", promotion.limits().usesPerBuyer())
                .bind("budget", budget == null ? null : budget.amount())
                .execute();
    }

    /** The promotion, locked until the transaction ends. */
    public Optional<Promotion> lock(Session session, UUID id) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT * FROM promotion WHERE id = :id FOR UPDATE")
                .bind("id", id)
                .map((rs, _) -> promotion(rs))
                .findOne();
    }

    public Optional<Kept> get(Session session, UUID id) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE p.id = :id")
                .bind("id", id)
                .map((rs, _) -> kept(rs))
                .findOne();
    }

    /** Those with one of the codes, with what this buyer has taken of them. */
    public List<Promotion> byCodes(Session session, Collection<String> codes, String buyer) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT p.*, coalesce(b.used, 0) AS of_buyer
                          FROM promotion p LEFT JOIN promotion_buyer b ON b.promotion_id = p.id AND b.buyer = :buyer
                         WHERE p.code = ANY (:codes)
                        """)
                .bind("buyer", buyer)
                .bindArray("codes", String.class, codes.toArray())
                .map((rs, _) -> {
                    long used = rs.getLong("used");
                    return promotion(
                            rs,
                            new Promotion.Uses(
                                    used,
                                    Money.of(rs.getLong("spent"), rs.getString("currency")),
                                    rs.getInt("of_buyer")));
                })
                .list();
    }

    /** The newest first, after the key of the page before; of this shop, where one is given. */
    public List<Kept> page(Session session, @Nullable UUID shop, Instant before, UUID idBefore, int limit)
            throws SQLException {
        var query = session.jdbi()
                .createQuery(SELECT + "WHERE (p.created_at, p.id) < (:at, :id) "
                        + (shop == null ? "" : "AND p.shop_id = :shop ")
                        + "ORDER BY p.created_at DESC, p.id DESC LIMIT :limit")
                .bind("at", utc(before))
                .bind("id", idBefore)
                .bind("limit", limit);
        if (shop != null) {
            query.bind("shop", shop);
        }
        return query.map((rs, _) -> kept(rs)).list();
    }

    /** A row of the table. */
    public static Promotion promotion(ResultSet rs) throws SQLException {
        return promotion(
                rs, new Promotion.Uses(rs.getLong("used"), Money.of(rs.getLong("spent"), rs.getString("currency")), 0));
    }

    private static Kept kept(ResultSet rs) throws SQLException {
        return new Kept(
                promotion(
                        rs,
                        new Promotion.Uses(
                                rs.getLong("uses"), Money.of(rs.getLong("taken"), rs.getString("currency")), 0)),
                rs.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    private static Promotion promotion(ResultSet rs, Promotion.Uses uses) throws SQLException {
        String currency = rs.getString("currency");
        OffsetDateTime end = rs.getObject("ends_at", OffsetDateTime.class);
        Long budget = rs.getObject("budget", Long.class);
        return new Promotion(
                rs.getObject("id", UUID.class),
                rs.getObject("shop_id", UUID.class),
                rs.getString("name"),
                rs.getString("code"),
                benefit(rs, currency),
                rs.getInt("priority"),
                rs.getBoolean("exclusive"),
                rs.getObject("starts_at", OffsetDateTime.class).toInstant(),
                end == null ? null : end.toInstant(),
                Money.of(rs.getLong("minimum_spend"), currency),
                new Promotion.Limits(
                        rs.getObject("max_uses", Integer.class),
                        rs.getObject("max_per_buyer", Integer.class),
                        budget == null ? null : Money.of(budget, currency)),
                uses);
    }

    private static Benefit benefit(ResultSet rs, String currency) throws SQLException {
        String kind = rs.getString("kind");
        return switch (kind) {
            case "PERCENTAGE" -> new Benefit.Percentage(rs.getInt("basis_points"));
            case "AMOUNT_OFF" -> new Benefit.AmountOff(Money.of(rs.getLong("amount"), currency));
            case "BUY_GET_FREE" -> new Benefit.BuyGetFree(rs.getInt("buy_quantity"), rs.getInt("free_quantity"));
            case "FREE_SHIPPING" -> new Benefit.FreeShipping();
            case "TIERED" -> new Benefit.Tiered(GSON.fromJson(rs.getString("tiers"), TIERS));
            default -> throw new IllegalStateException("a promotion of the kind " + kind);
        };
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
