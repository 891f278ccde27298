package com.mallhive.orders.pricing;

import com.mallhive.platform.money.Money;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a promotion takes off one thing: a line, or a shop's shipping.
 *
 * @param shopId the shop that bears it; null: the mall
 * @param code the coupon that asked for it; null: it came by itself
 */
public record Discount(
        UUID promotionId,
        @Nullable UUID shopId,
        String name,
        @Nullable String code,
        Money amount) {

    /** Whether the mall bears it. */
    public boolean byMall() {
        return shopId == null;
    }

    /** One for each promotion, in the order of their first. */
    public static List<Discount> byPromotion(Stream<Discount> discounts) {
        Map<UUID, Discount> sums = new LinkedHashMap<>();
        discounts.forEach(d -> sums.merge(
                d.promotionId(),
                d,
                (a, b) -> new Discount(
                        a.promotionId(),
                        a.shopId(),
                        a.name(),
                        a.code(),
                        a.amount().plus(b.amount()))));
        return List.copyOf(sums.values());
    }

    /** What they take off together. */
    public static Money sum(List<Discount> discounts, String currency) {
        return discounts.stream().map(Discount::amount).reduce(Money.zero(currency), Money::plus);
    }
}
