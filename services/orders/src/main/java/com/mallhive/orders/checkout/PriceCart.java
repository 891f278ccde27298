package com.mallhive.orders.checkout;

import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartLine;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.cart.v1.GetCartRequest;
import com.mallhive.orders.domain.Quote;
import com.mallhive.orders.pricing.ApplyPromotions;
import com.mallhive.orders.pricing.Discounts;
import com.mallhive.orders.pricing.Promotion;
import com.mallhive.orders.promotions.CurrentPromotions;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Computes what a cart costs from today's offers; nothing that a client sends is believed. */
public final class PriceCart {
    private static final String FIELD = "couponCodes";

    private final CartsGrpc.CartsBlockingStub carts;
    private final Quote.Rules rules;
    private final CurrentPromotions promotions;
    private final Clock clock;

    public PriceCart(CartsGrpc.CartsBlockingStub carts, Quote.Rules rules, CurrentPromotions promotions, Clock clock) {
        this.carts = carts;
        this.rules = rules;
        this.promotions = promotions;
        this.clock = clock;
    }

    /**
     * The quote of the caller's cart; a problem where it is empty, holds what is no longer on sale, or a coupon is of no use.
     *
     * @param buyer the keyed hash by which promotions know the buyer; empty where it is not known yet
     */
    public Quote quote(UUID cartId, List<String> coupons, String buyer) {
        Cart cart = carts.getCart(
                GetCartRequest.newBuilder().setCart(cartId.toString()).build());
        if (cart.getLinesCount() == 0) {
            throw Problem.conflict("cart-empty", "The cart is empty. Put something into it first.");
        }
        List<Problem.Violation> gone = cart.getLinesList().stream()
                .filter(line -> !line.getOnSale())
                .map(line -> new Problem.Violation("cart.lines." + line.getId(), "is no longer on sale"))
                .toList();
        if (!gone.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "offer-unavailable",
                    "Something in the cart is no longer on sale. Take it out to go on.",
                    gone);
        }
        return quote(cart.getLinesList().stream().map(PriceCart::wish).toList(), coupons, buyer);
    }

    private Quote quote(List<Quote.Wish> wishes, List<String> coupons, String buyer) {
        Set<String> codes = new LinkedHashSet<>();
        coupons.forEach(coupon -> codes.add(coupon.strip().toUpperCase(Locale.ROOT)));
        List<Promotion> asked = codes.isEmpty() ? List.of() : promotions.byCodes(codes, buyer);
        asked.forEach(promotion -> codes.remove(promotion.code()));
        if (!codes.isEmpty()) {
            throw refused(
                    "coupon-unknown", "There is no coupon " + codes.iterator().next() + ".");
        }
        Instant now = clock.instant();
        List<Promotion> all = new ArrayList<>(promotions.automatic());
        all.addAll(asked);
        if (all.isEmpty()) {
            return Quote.of(wishes, rules);
        }
        Discounts discounts = ApplyPromotions.to(Quote.basket(wishes, rules), all, now);
        for (Promotion promotion : asked) {
            Discounts.Refusal refusal = discounts.refused().get(promotion.id());
            if (refusal != null) {
                throw refused(promotion, refusal, now);
            }
        }
        return Quote.of(wishes, rules, discounts);
    }

    /** Limits have been reached: what is kept in memory of promotions may be old. */
    void promotionsChanged() {
        promotions.refresh();
    }

    private static Problem refused(Promotion promotion, Discounts.Refusal refusal, Instant now) {
        String code = String.valueOf(promotion.code());
        return switch (refusal) {
            case NOT_RUNNING ->
                refused(
                        "coupon-expired",
                        "The coupon " + code + (promotion.hasEnded(now) ? " has expired." : " is not valid yet."));
            case USED_UP -> {
                Integer most = promotion.limits().usesPerBuyer();
                yield usedUp(most != null && promotion.uses().ofBuyer() >= most);
            }
            case NOT_FOR_THESE_GOODS ->
                refused(
                        "coupon-not-for-this-cart",
                        promotion.minimumSpend().isZero()
                                ? "The coupon " + code + " is not for what is in the cart."
                                : "The coupon " + code + " is for goods of " + promotion.minimumSpend() + " or more"
                                        + (promotion.shopId() == null ? "." : " from its shop."));
            case DOES_NOT_COMBINE ->
                refused(
                        "coupon-not-for-this-cart",
                        "The coupon " + code + " does not combine with another promotion of this cart.");
        };
    }

    /** @param byBuyer by the buyer alone */
    private static Problem usedUp(boolean byBuyer) {
        String message = byBuyer
                ? "You have used this coupon as often as it is meant for one person."
                : "The coupon has been used up.";
        return Problem.of(
                Problem.Kind.CONFLICT, "coupon-used-up", message, List.of(new Problem.Violation(FIELD, message)));
    }

    private static Problem refused(String type, String message) {
        return Problem.of(Problem.Kind.INVALID, type, message, List.of(new Problem.Violation(FIELD, message)));
    }

    private static Quote.Wish wish(CartLine line) {
        return new Quote.Wish(
                UUID.fromString(line.getShopId()),
                line.getShopName(),
                UUID.fromString(line.getOfferId()),
                UUID.fromString(line.getProductId()),
                line.getProductSlug(),
                line.getSku(),
                line.getTitle(),
                line.getVariant(),
                line.getQuantity(),
                Wire.money(line.getUnitPrice()),
                line.getThumbnailUrl());
    }
}
