package com.mallhive.orders.checkout;

import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartLine;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.cart.v1.GetCartRequest;
import com.mallhive.orders.domain.Quote;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import java.util.List;
import java.util.UUID;

/** Computes what a cart costs from today's offers; nothing that a client sends is believed. */
public final class PriceCart {
    private final CartsGrpc.CartsBlockingStub carts;
    private final Quote.Rules rules;

    public PriceCart(CartsGrpc.CartsBlockingStub carts, Quote.Rules rules) {
        this.carts = carts;
        this.rules = rules;
    }

    /** The quote of the caller's cart; a problem where it is empty or holds what is no longer on sale. */
    public Quote quote(UUID cartId) {
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
        return Quote.of(cart.getLinesList().stream().map(PriceCart::wish).toList(), rules);
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
