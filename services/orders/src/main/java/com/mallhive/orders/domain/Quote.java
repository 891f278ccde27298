package com.mallhive.orders.domain;

import com.mallhive.orders.pricing.Basket;
import com.mallhive.orders.pricing.Discount;
import com.mallhive.orders.pricing.Discounts;
import com.mallhive.platform.money.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a cart costs: parts per shop, whose sums are the totals. Prices contain tax.
 *
 * @param items sum of the lines, before discounts
 * @param shipping before discounts
 * @param tax contained in the total
 */
public record Quote(List<Part> parts, Money items, Money shipping, Money tax) {

    /**
     * So many of an offer, priced.
     *
     * @param tax contained in what is paid for it
     */
    public record Line(
            UUID offerId,
            UUID productId,
            String productSlug,
            String sku,
            String title,
            String variant,
            int quantity,
            Money unitPrice,
            Money tax,
            String thumbnailUrl,
            List<Discount> discounts) {
        /** Before discounts. */
        public Money total() {
            return unitPrice.times(quantity);
        }

        /** What the buyer pays for it. */
        public Money paid() {
            return total().minus(Discount.sum(discounts, unitPrice.currency()));
        }
    }

    /**
     * The part that one shop fulfils.
     *
     * @param shipping before discounts
     * @param tax contained in the total
     * @param commission what the mall keeps of it; negative where the mall's own promotions cost it more than that
     * @param shippingDiscounts what is taken off the shipping
     */
    public record Part(
            UUID shopId,
            String shopName,
            List<Line> lines,
            Money shipping,
            Money tax,
            Money commission,
            List<Discount> shippingDiscounts) {
        /** The lines before discounts. */
        public Money items() {
            return lines.stream().map(Line::total).reduce(Money.zero(shipping.currency()), Money::plus);
        }

        /** Every discount of the part. */
        public Stream<Discount> discounts() {
            return Stream.concat(lines.stream().flatMap(line -> line.discounts().stream()), shippingDiscounts.stream());
        }

        public Money discount() {
            return Discount.sum(discounts().toList(), shipping.currency());
        }

        /** What the buyer pays for the part. */
        public Money total() {
            return items().plus(shipping).minus(discount());
        }

        /** What the seller gets: the mall's promotions do not make it less. */
        public Money seller() {
            return total().minus(tax).minus(commission);
        }
    }

    /** What is wanted, before it is priced. */
    public record Wish(
            UUID shopId,
            String shopName,
            UUID offerId,
            UUID productId,
            String productSlug,
            String sku,
            String title,
            String variant,
            int quantity,
            Money unitPrice,
            String thumbnailUrl) {}

    /**
     * The mall's rules.
     *
     * @param shipping per shop
     * @param freeFrom a shop's goods of this worth ship free
     * @param taxPoints contained tax in basis points of the net price
     * @param commissionPoints the mall's share of a shop's goods in basis points
     */
    public record Rules(Money shipping, Money freeFrom, int taxPoints, int commissionPoints) {}

    /** The wishes at their list prices, shop by shop in their order. */
    public static Basket basket(List<Wish> wishes, Rules rules) {
        List<Basket.Part> parts = new ArrayList<>();
        byShop(wishes).forEach((shop, ofShop) -> {
            List<Basket.Item> items = ofShop.stream()
                    .map(wish -> new Basket.Item(wish.quantity(), wish.unitPrice()))
                    .toList();
            parts.add(new Basket.Part(shop, items, shipping(items, rules)));
        });
        return new Basket(rules.shipping().currency(), parts);
    }

    /** Prices the wishes without promotions. */
    public static Quote of(List<Wish> wishes, Rules rules) {
        List<Discounts.OfPart> nothing = byShop(wishes).values().stream()
                .map(ofShop -> new Discounts.OfPart(
                        ofShop.stream().map(_ -> List.<Discount>of()).toList(), List.of()))
                .toList();
        return of(wishes, rules, new Discounts(nothing, Map.of()));
    }

    /** Prices the wishes, shop by shop in their order, less what promotions take off their {@link #basket}. */
    public static Quote of(List<Wish> wishes, Rules rules, Discounts discounts) {
        String currency = rules.shipping().currency();
        List<Part> parts = new ArrayList<>();
        Money items = Money.zero(currency);
        Money shipping = Money.zero(currency);
        Money tax = Money.zero(currency);
        for (List<Wish> ofShop : byShop(wishes).values()) {
            Part part = part(ofShop, rules, discounts.parts().get(parts.size()));
            parts.add(part);
            items = items.plus(part.items());
            shipping = shipping.plus(part.shipping());
            tax = tax.plus(part.tax());
        }
        return new Quote(List.copyOf(parts), items, shipping, tax);
    }

    /** What each promotion takes off. */
    public List<Discount> discounts() {
        return Discount.byPromotion(parts.stream().flatMap(Part::discounts));
    }

    /** What promotions take off. */
    public Money discount() {
        return Discount.sum(discounts(), items.currency());
    }

    /** What the buyer pays. */
    public Money total() {
        return items.plus(shipping).minus(discount());
    }

    private static Map<UUID, List<Wish>> byShop(List<Wish> wishes) {
        Map<UUID, List<Wish>> byShop = new LinkedHashMap<>();
        wishes.forEach(
                w -> byShop.computeIfAbsent(w.shopId(), _ -> new ArrayList<>()).add(w));
        return byShop;
    }

    private static Money shipping(List<Basket.Item> items, Rules rules) {
        Money zero = Money.zero(rules.shipping().currency());
        Money worth = items.stream().map(Basket.Item::total).reduce(zero, Money::plus);
        return worth.compareTo(rules.freeFrom()) >= 0 ? zero : rules.shipping();
    }

    private static Part part(List<Wish> wishes, Rules rules, Discounts.OfPart discounts) {
        Money zero = Money.zero(rules.shipping().currency());
        List<Line> lines = new ArrayList<>();
        Money tax = zero;
        Share fair = new Share(zero, zero);
        for (Wish wish : wishes) {
            List<Discount> off = discounts.lines().get(lines.size());
            Money total = wish.unitPrice().times(wish.quantity());
            Money taxOfLine = paid(total, off).taxIncluded(rules.taxPoints());
            lines.add(new Line(
                    wish.offerId(),
                    wish.productId(),
                    wish.productSlug(),
                    wish.sku(),
                    wish.title(),
                    wish.variant(),
                    wish.quantity(),
                    wish.unitPrice(),
                    taxOfLine,
                    wish.thumbnailUrl(),
                    off));
            tax = tax.plus(taxOfLine);
            fair = fair.plus(withoutMall(total, off), rules);
        }
        Money shipping = shipping(
                wishes.stream()
                        .map(wish -> new Basket.Item(wish.quantity(), wish.unitPrice()))
                        .toList(),
                rules);
        List<Discount> offShipping = discounts.shipping();
        tax = tax.plus(paid(shipping, offShipping).taxIncluded(rules.taxPoints()));
        Money commission = fair.worth.basisPoints(rules.commissionPoints());
        fair = fair.plus(withoutMall(shipping, offShipping), rules);
        Money most = fair.worth.minus(fair.tax);
        Money seller = most.minus(commission.compareTo(most) < 0 ? commission : most);
        Part part = new Part(
                wishes.getFirst().shopId(),
                wishes.getFirst().shopName(),
                List.copyOf(lines),
                shipping,
                tax,
                zero,
                offShipping);
        return new Part(
                part.shopId(),
                part.shopName(),
                part.lines(),
                shipping,
                tax,
                part.total().minus(tax).minus(seller),
                offShipping);
    }

    /** What would be paid without the mall's promotions, and the tax in it: what the seller's part is computed from. */
    private record Share(Money worth, Money tax) {
        Share plus(Money amount, Rules rules) {
            return new Share(worth.plus(amount), tax.plus(amount.taxIncluded(rules.taxPoints())));
        }
    }

    private static Money paid(Money total, List<Discount> discounts) {
        return total.minus(Discount.sum(discounts, total.currency()));
    }

    private static Money withoutMall(Money total, List<Discount> discounts) {
        return paid(total, discounts.stream().filter(d -> !d.byMall()).toList());
    }
}
