package com.mallhive.orders.pricing;

import com.mallhive.orders.pricing.Discounts.Refusal;
import com.mallhive.platform.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Takes promotions off a basket, one after the other in {@link Promotion#ORDER}. A discount is divided among the lines in
 * proportion to what they still cost, by largest remainder: its parts sum up to it, and no line falls below zero.
 */
public final class ApplyPromotions {
    private final Basket basket;
    private final Instant now;
    private final List<Line> lines = new ArrayList<>();
    private final Cost[] shipping;
    /** Shops whose goods an exclusive promotion has. */
    private final boolean[] closed;
    /** Shops whose goods any promotion has. */
    private final boolean[] touched;

    /** What something still costs, and what has been taken off. */
    private static class Cost {
        Money left;
        final List<Discount> discounts = new ArrayList<>();

        Cost(Money left) {
            this.left = left;
        }

        void take(Promotion promotion, Money amount) {
            if (!amount.isZero()) {
                left = left.minus(amount);
                discounts.add(
                        new Discount(promotion.id(), promotion.shopId(), promotion.name(), promotion.code(), amount));
            }
        }
    }

    private static final class Line extends Cost {
        private final int part;
        private final Basket.Item item;

        Line(int part, Basket.Item item) {
            super(item.total());
            this.part = part;
            this.item = item;
        }
    }

    /** Amounts to take off these costs. */
    private record Plan(List<? extends Cost> costs, Money[] amounts) {
        Money total(String currency) {
            return Arrays.stream(amounts).reduce(Money.zero(currency), Money::plus);
        }
    }

    private ApplyPromotions(Basket basket, Instant now) {
        this.basket = basket;
        this.now = now;
        int parts = basket.parts().size();
        this.shipping = new Cost[parts];
        this.closed = new boolean[parts];
        this.touched = new boolean[parts];
        for (int i = 0; i < parts; i++) {
            Basket.Part part = basket.parts().get(i);
            shipping[i] = new Cost(part.shipping());
            for (Basket.Item item : part.items()) {
                lines.add(new Line(i, item));
            }
        }
    }

    /** What the promotions take off, whatever the order they come in. */
    public static Discounts to(Basket basket, Collection<Promotion> promotions, Instant now) {
        ApplyPromotions work = new ApplyPromotions(basket, now);
        Map<UUID, Refusal> refused = new LinkedHashMap<>();
        promotions.stream().sorted(Promotion.ORDER).forEach(promotion -> {
            Refusal refusal = work.apply(promotion);
            if (refusal != null) {
                refused.put(promotion.id(), refusal);
            }
        });
        return new Discounts(work.parts(), refused);
    }

    private @Nullable Refusal apply(Promotion promotion) {
        if (!promotion.runsAt(now)) {
            return Refusal.NOT_RUNNING;
        }
        if (!promotion.minimumSpend().currency().equals(basket.currency())) {
            return Refusal.NOT_FOR_THESE_GOODS;
        }
        boolean[] shops = shopsOf(promotion);
        if (none(shops) || worth(shops).compareTo(promotion.minimumSpend()) < 0) {
            return Refusal.NOT_FOR_THESE_GOODS;
        }
        boolean[] open = without(shops, closed);
        if (none(open) || (promotion.exclusive() && !none(both(shops, touched)))) {
            return Refusal.DOES_NOT_COMBINE;
        }
        Plan plan = plan(promotion.benefit(), open);
        Money discount = plan.total(basket.currency());
        if (discount.isZero()) {
            return Refusal.NOT_FOR_THESE_GOODS;
        }
        if (!promotion.affords(discount)) {
            return Refusal.USED_UP;
        }
        for (int i = 0; i < plan.amounts().length; i++) {
            plan.costs().get(i).take(promotion, plan.amounts()[i]);
        }
        for (int i = 0; i < open.length; i++) {
            touched[i] |= open[i];
            closed[i] |= open[i] && promotion.exclusive();
        }
        return null;
    }

    private Plan plan(Benefit benefit, boolean[] shops) {
        List<Line> goods = lines.stream().filter(line -> shops[line.part]).toList();
        Money left = goods.stream().map(line -> line.left).reduce(Money.zero(basket.currency()), Money::plus);
        return switch (benefit) {
            case Benefit.Percentage(int points) -> divide(goods, left.basisPoints(points));
            case Benefit.AmountOff(Money amount) ->
                divide(
                        goods,
                        !amount.currency().equals(basket.currency())
                                ? Money.zero(basket.currency())
                                : amount.compareTo(left) < 0 ? amount : left);
            case Benefit.Tiered tiered -> divide(goods, left.basisPoints(tiered.basisPoints(pieces(goods))));
            case Benefit.BuyGetFree(int buy, int free) -> cheapest(goods, buy, free);
            case Benefit.FreeShipping _ -> {
                List<Cost> costs = new ArrayList<>();
                for (int i = 0; i < shops.length; i++) {
                    if (shops[i]) {
                        costs.add(shipping[i]);
                    }
                }
                yield new Plan(costs, costs.stream().map(cost -> cost.left).toArray(Money[]::new));
            }
        };
    }

    private static Plan divide(List<Line> goods, Money discount) {
        long[] weights = goods.stream().mapToLong(line -> line.left.amount()).toArray();
        Money[] amounts = LongStream.of(weights).allMatch(w -> w == 0)
                ? goods.stream().map(line -> line.left).toArray(Money[]::new)
                : discount.allocate(weights);
        return new Plan(goods, amounts);
    }

    /** The cheapest pieces cost nothing; of a line whose price has fallen already, its pieces' part of what is left. */
    private static Plan cheapest(List<Line> goods, int buy, int free) {
        long pieces = pieces(goods);
        long gifts = Math.multiplyExact(pieces / Math.addExact(buy, free), (long) free);
        List<Line> cheapestFirst = goods.stream()
                .sorted(Comparator.comparing((Line line) -> line.item.unitPrice()))
                .toList();
        Money[] amounts = new Money[cheapestFirst.size()];
        for (int i = 0; i < amounts.length; i++) {
            Line line = cheapestFirst.get(i);
            long quantity = line.item.quantity();
            long given = Math.min(gifts, quantity);
            amounts[i] = line.left.allocate(given, quantity - given)[0];
            gifts -= given;
        }
        return new Plan(cheapestFirst, amounts);
    }

    private static long pieces(List<Line> goods) {
        return goods.stream().mapToLong(line -> line.item.quantity()).reduce(0, Math::addExact);
    }

    /** What the goods of these shops cost before any discount. */
    private Money worth(boolean[] shops) {
        return lines.stream()
                .filter(line -> shops[line.part])
                .map(line -> line.item.total())
                .reduce(Money.zero(basket.currency()), Money::plus);
    }

    private boolean[] shopsOf(Promotion promotion) {
        boolean[] shops = new boolean[basket.parts().size()];
        for (int i = 0; i < shops.length; i++) {
            shops[i] = promotion.shopId() == null
                    || promotion.shopId().equals(basket.parts().get(i).shopId());
        }
        return shops;
    }

    private List<Discounts.OfPart> parts() {
        List<Discounts.OfPart> parts = new ArrayList<>();
        for (int i = 0; i < shipping.length; i++) {
            int part = i;
            parts.add(new Discounts.OfPart(
                    lines.stream()
                            .filter(line -> line.part == part)
                            .map(line -> List.copyOf(line.discounts))
                            .toList(),
                    List.copyOf(shipping[i].discounts)));
        }
        return List.copyOf(parts);
    }

    private static boolean[] without(boolean[] shops, boolean[] others) {
        boolean[] rest = shops.clone();
        for (int i = 0; i < rest.length; i++) {
            rest[i] &= !others[i];
        }
        return rest;
    }

    private static boolean[] both(boolean[] shops, boolean[] others) {
        boolean[] common = shops.clone();
        for (int i = 0; i < common.length; i++) {
            common[i] &= others[i];
        }
        return common;
    }

    private static boolean none(boolean[] shops) {
        for (boolean shop : shops) {
            if (shop) {
                return false;
            }
        }
        return true;
    }
}
