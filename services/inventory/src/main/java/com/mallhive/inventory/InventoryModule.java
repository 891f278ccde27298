package com.mallhive.inventory;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.inventory.events.OnOrders;
import com.mallhive.inventory.stock.CountStock;
import com.mallhive.inventory.stock.Reserve;
import com.mallhive.inventory.store.ReservationStore;
import com.mallhive.inventory.store.StockStore;
import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;
import java.util.Map;
import java.util.UUID;

/** The inventory service: stock per offer, reservations. */
public final class InventoryModule implements Module {
    private final CountStock count;

    public InventoryModule(Platform platform) {
        var settings = platform.settings(InventorySettings.class);
        var database = platform.database();
        var stock = new StockStore();
        var reservations = new ReservationStore();
        this.count = new CountStock(
                database, stock, CatalogGrpc.newBlockingStub(platform.channel("catalog")), platform.clock());
        var reserve = new Reserve(database, reservations, settings.askAgain(), platform.clock());
        OnOrders.register(platform.events(), reservations);
        platform.jobs().recurring("ask-about-expired", settings.expiryCheck(), reserve::askAboutExpired);
        platform.serve(new InventoryApi(database, stock, count, reserve));
    }

    /** Counts first deliveries of many offers of a shop. For the demo mall. */
    public void receive(UUID shop, Map<UUID, Integer> quantities) {
        count.receive(shop, quantities);
    }
}
