package com.mallhive.cart;

import static com.mallhive.platform.rpc.Unary.answer;

import com.mallhive.api.cart.v1.*;
import com.mallhive.api.catalog.v1.Offer;
import com.mallhive.cart.domain.CartContent;
import com.mallhive.cart.lines.Carts;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Wire;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.UUID;

/** The contract of carts, answered by their use cases. */
final class CartApi extends CartsGrpc.CartsImplBase {
    private final Carts carts;

    CartApi(Carts carts) {
        this.carts = carts;
    }

    @Override
    public void createCart(CreateCartRequest request, StreamObserver<Cart> out) {
        answer(out, priced(carts.create(Caller.current().personId())));
    }

    @Override
    public void getCart(GetCartRequest request, StreamObserver<Cart> out) {
        answer(
                out,
                priced(carts.get(
                        UUID.fromString(request.getCart()), Caller.current().personId())));
    }

    @Override
    public void addLine(AddLineRequest request, StreamObserver<Cart> out) {
        answer(
                out,
                priced(carts.add(
                        UUID.fromString(request.getCart()),
                        Caller.current().personId(),
                        UUID.fromString(request.getOfferId()),
                        request.getQuantity())));
    }

    @Override
    public void updateLine(UpdateLineRequest request, StreamObserver<Cart> out) {
        answer(
                out,
                priced(carts.change(
                        UUID.fromString(request.getCart()),
                        Caller.current().personId(),
                        UUID.fromString(request.getLine()),
                        request.getQuantity())));
    }

    @Override
    public void deleteLine(DeleteLineRequest request, StreamObserver<Cart> out) {
        answer(
                out,
                priced(carts.remove(
                        UUID.fromString(request.getCart()),
                        Caller.current().personId(),
                        UUID.fromString(request.getLine()))));
    }

    @Override
    public void mergeCart(MergeCartRequest request, StreamObserver<Cart> out) {
        Carts.Merged merged = carts.merge(
                UUID.fromString(request.getCart()), Caller.current().signedIn().id());
        answer(
                out,
                priced(merged.cart()).toBuilder().setLeftOut(merged.leftOut()).build());
    }

    /** The cart with today's prices; what is no longer on sale is shown and not counted. */
    private Cart priced(CartContent content) {
        Map<String, Offer> offers = carts.offers(
                content.lines().stream().map(line -> line.offerId().toString()).toList());
        var cart = Cart.newBuilder().setId(content.id().toString());
        Money subtotal = null;
        int items = 0;
        for (CartContent.Line line : content.lines()) {
            Offer offer = offers.get(line.offerId().toString());
            var wire = CartLine.newBuilder()
                    .setId(line.id().toString())
                    .setOfferId(line.offerId().toString())
                    .setQuantity(line.quantity());
            if (offer == null) {
                wire.setUnitPrice(Wire.money(line.price()));
            } else {
                Money price = Wire.money(offer.getPrice());
                Money total = price.times(line.quantity());
                subtotal = subtotal == null ? total : subtotal.plus(total);
                items += line.quantity();
                describe(wire, offer).setUnitPrice(offer.getPrice()).setTotal(Wire.money(total));
                if (!price.equals(line.price())) {
                    wire.setFormerPrice(Wire.money(line.price()));
                }
            }
            cart.addLines(wire);
        }
        if (subtotal != null) {
            cart.setSubtotal(Wire.money(subtotal));
        }
        return cart.setItemCount(items).build();
    }

    private static CartLine.Builder describe(CartLine.Builder line, Offer offer) {
        return line.setProductId(offer.getProductId())
                .setProductSlug(offer.getProductSlug())
                .setShopId(offer.getShopId())
                .setShopName(offer.getShopName())
                .setSku(offer.getSku())
                .setTitle(offer.getTitle())
                .setVariant(offer.getVariant())
                .setThumbnailUrl(offer.getThumbnailUrl())
                .setOnSale(true);
    }
}
