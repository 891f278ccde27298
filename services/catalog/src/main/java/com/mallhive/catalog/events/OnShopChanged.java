package com.mallhive.catalog.events;

import com.mallhive.api.events.v1.ShopChanged;
import com.mallhive.catalog.domain.Product;
import com.mallhive.catalog.store.MediaStore;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.events.Event;
import com.mallhive.platform.events.EventHandler;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** Notes the names of shops. */
public final class OnShopChanged implements EventHandler<ShopChanged> {
    private final MediaStore store;
    private final Runnable changed;

    /** @param changed told after the commit */
    public OnShopChanged(MediaStore store, Runnable changed) {
        this.store = store;
        this.changed = changed;
    }

    @Override
    public void handle(Session session, List<Event<ShopChanged>> events) throws SQLException {
        for (Event<ShopChanged> event : events) {
            ShopChanged shop = event.payload();
            store.saveShop(
                    session,
                    new Product.ShopName(UUID.fromString(shop.getShopId()), shop.getSlug(), shop.getName()),
                    event.envelope().version());
        }
        session.afterCommit(changed);
    }
}
