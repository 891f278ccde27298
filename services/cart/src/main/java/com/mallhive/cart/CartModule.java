package com.mallhive.cart;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.events.v1.OrderPaid;
import com.mallhive.cart.lines.Carts;
import com.mallhive.cart.store.CartStore;
import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The cart service. */
public final class CartModule implements Module {
    public CartModule(Platform platform) {
        var settings = platform.settings(CartSettings.class);
        var store = new CartStore();
        var clock = platform.clock();
        var carts =
                new Carts(platform.database(), store, CatalogGrpc.newBlockingStub(platform.channel("catalog")), clock);
        platform.events().on(OrderPaid.getDefaultInstance(), (session, batch) -> {
            Map<List<UUID>, CartStore.Bought> bought = new LinkedHashMap<>();
            batch.forEach(event -> event.payload().getLinesList().forEach(line -> {
                UUID cart = UUID.fromString(event.payload().getCartId());
                UUID offer = UUID.fromString(line.getOfferId());
                bought.merge(
                        List.of(cart, offer),
                        new CartStore.Bought(cart, offer, line.getQuantity()),
                        (a, b) -> new CartStore.Bought(cart, offer, a.quantity() + b.quantity()));
            }));
            store.takeBought(session, List.copyOf(bought.values()));
        });
        platform.jobs().recurring("purge-carts", Duration.ofHours(6), () -> carts.purge(settings.idleLife()));
        platform.serve(new CartApi(carts));
    }
}
