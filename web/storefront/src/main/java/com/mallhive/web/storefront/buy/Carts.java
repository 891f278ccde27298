package com.mallhive.web.storefront.buy;

import com.mallhive.api.cart.v1.AddLineRequest;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.cart.v1.CreateCartRequest;
import com.mallhive.api.cart.v1.GetCartRequest;
import com.mallhive.api.cart.v1.MergeCartRequest;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.visit.CartCookie;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Visit;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The visitor's cart: remembered by a cookie, for guests and signed-in buyers alike. */
public final class Carts {
    private static final Logger LOG = LoggerFactory.getLogger(Carts.class);

    private final CartsGrpc.CartsBlockingStub carts;

    public Carts(CartsGrpc.CartsBlockingStub carts) {
        this.carts = carts;
    }

    /** The cart as it is, or null. A signed-in buyer's own cart is found on every device. */
    @Nullable
    Cart current(Visit visit) {
        CartCookie known = visit.cart();
        if (known != null) {
            try {
                Cart cart = carts.getCart(GetCartRequest.newBuilder()
                        .setCart(known.id().toString())
                        .build());
                visit.remember(cart);
                return cart;
            } catch (StatusRuntimeException e) {
                if (Problem.from(e).kind() != Problem.Kind.NOT_FOUND) {
                    throw e;
                }
                // Bought meanwhile, or cleared away.
                visit.forgetCart();
            }
        }
        return visit.caller().token() == null ? null : create(visit);
    }

    /** Puts something in, into a new cart if there is none. */
    Cart add(Visit visit, String offerId, int quantity) {
        CartCookie known = visit.cart();
        if (known != null) {
            try {
                return add(visit, known.id().toString(), offerId, quantity);
            } catch (StatusRuntimeException e) {
                if (Problem.from(e).kind() != Problem.Kind.NOT_FOUND) {
                    throw e;
                }
                visit.forgetCart();
            }
        }
        return add(visit, create(visit).getId(), offerId, quantity);
    }

    /** After a sign-in: what the guest had moves into the buyer's own cart. Signing in does not fail because of it. */
    public void afterSignIn(Visit visit) {
        CartCookie known = visit.cart();
        try {
            if (known == null || !merge(visit, known)) {
                Cart _ = create(visit);
            }
        } catch (StatusRuntimeException e) {
            // The browser keeps what it knows: the cart is still there, and goes over at the next sign-in.
            LOG.debug("the cart of a guest stays: {}", e.getStatus());
        }
    }

    /** False where the cart is not a guest's any more: bought, cleared away, or the buyer's own from the time before. */
    private boolean merge(Visit visit, CartCookie guest) {
        try {
            Cart own = carts.mergeCart(
                    MergeCartRequest.newBuilder().setCart(guest.id().toString()).build());
            visit.remember(own);
            if (own.getLeftOut() > 0) {
                visit.tell(Flash.CART_FULL);
            }
            return true;
        } catch (StatusRuntimeException e) {
            if (Problem.from(e).kind() != Problem.Kind.NOT_FOUND) {
                throw e;
            }
            visit.forgetCart();
            return false;
        }
    }

    private Cart create(Visit visit) {
        Cart cart = carts.createCart(CreateCartRequest.getDefaultInstance());
        visit.remember(cart);
        return cart;
    }

    private Cart add(Visit visit, String cartId, String offerId, int quantity) {
        Cart cart = carts.addLine(AddLineRequest.newBuilder()
                .setCart(cartId)
                .setOfferId(offerId)
                .setQuantity(quantity)
                .build());
        visit.remember(cart);
        return cart;
    }
}
