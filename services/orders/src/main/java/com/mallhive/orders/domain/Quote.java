package com.mallhive.orders.domain;

import com.mallhive.platform.money.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What a cart costs: parts per shop, whose sums are the totals. Prices contain tax.
 *
 * @param items sum of the lines
 * @param tax contained in items and shipping
 */
public record Quote(List<Part> parts, Money items, Money shipping, Money tax) {

    /** So many of an offer, priced. */
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
            String thumbnailUrl) {
        public Money total() {
            return unitPrice.times(quantity);
        }
    }

    /** The part that one shop fulfils. */
    public record Part(UUID shopId, String shopName, List<Line> lines, Money shipping, Money tax, Money commission) {
        public Money items() {
            return lines.stream().map(Line::total).reduce(Money.zero(shipping.currency()), Money::plus);
        }

        public Money total() {
            return items().plus(shipping);
        }

        /** What remains for the seller. */
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

    /** Prices the wishes, shop by shop in their order. */
    public static Quote of(List<Wish> wishes, Rules rules) {
        String currency = rules.shipping().currency();
        Map<UUID, List<Wish>> byShop = new LinkedHashMap<>();
        wishes.forEach(
                w -> byShop.computeIfAbsent(w.shopId(), _ -> new ArrayList<>()).add(w));
        List<Part> parts = new ArrayList<>();
        Money items = Money.zero(currency);
        Money shipping = Money.zero(currency);
        Money tax = Money.zero(currency);
        for (List<Wish> ofShop : byShop.values()) {
            Part part = part(ofShop, rules);
            parts.add(part);
            items = items.plus(part.items());
            shipping = shipping.plus(part.shipping());
            tax = tax.plus(part.tax());
        }
        return new Quote(List.copyOf(parts), items, shipping, tax);
    }

    public Money total() {
        return items.plus(shipping);
    }

    private static Part part(List<Wish> wishes, Rules rules) {
        List<Line> lines = wishes.stream()
                .map(w -> new Line(
                        w.offerId(),
                        w.productId(),
                        w.productSlug(),
                        w.sku(),
                        w.title(),
                        w.variant(),
                        w.quantity(),
                        w.unitPrice(),
                        w.unitPrice().times(w.quantity()).taxIncluded(rules.taxPoints()),
                        w.thumbnailUrl()))
                .toList();
        Money zero = Money.zero(rules.shipping().currency());
        Money items = lines.stream().map(Line::total).reduce(zero, Money::plus);
        Money shipping = items.compareTo(rules.freeFrom()) >= 0 ? zero : rules.shipping();
        Money tax =
                lines.stream().map(Line::tax).reduce(zero, Money::plus).plus(shipping.taxIncluded(rules.taxPoints()));
        Money commission = items.basisPoints(rules.commissionPoints());
        return new Part(wishes.getFirst().shopId(), wishes.getFirst().shopName(), lines, shipping, tax, commission);
    }
}
