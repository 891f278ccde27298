package com.mallhive.cart;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.events.v1.OrderPaid;
import com.mallhive.cart.lines.Carts;
import com.mallhive.cart.store.CartStore;
import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;
import java.time.Duration;
import java.util.UUID;

/** The cart service. */
public final class CartModule implements Module {
    public CartModule(Platform platform) {
        var settings = platform.settings(CartSettings.class);
        var store = new CartStore();
        var clock = platform.clock();
        var carts =
                new Carts(platform.database(), store, CatalogGrpc.newBlockingStub(platform.channel("catalog")), clock);
        platform.events()
                .on(
                        OrderPaid.getDefaultInstance(),
                        (session, batch) -> store.close(
                                session,
                                batch.stream()
                                        .map(event ->
                                                UUID.fromString(event.payload().getCartId()))
                                        .toList(),
                                clock.instant()));
        platform.jobs().recurring("purge-carts", Duration.ofHours(6), () -> carts.purge(settings.idleLife()));
        platform.serve(new CartApi(carts));
    }
}
