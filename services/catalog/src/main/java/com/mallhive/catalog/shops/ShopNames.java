package com.mallhive.catalog.shops;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.GetShopRequest;
import com.mallhive.catalog.domain.Product;
import com.mallhive.catalog.store.MediaStore;
import com.mallhive.platform.database.Database;
import java.util.UUID;

/** The names of shops: as the events told, or asked for where the event is still on its way. */
public final class ShopNames {
    private final Database database;
    private final MediaStore store;
    private final AccountsGrpc.AccountsBlockingStub accounts;

    public ShopNames(Database database, MediaStore store, AccountsGrpc.AccountsBlockingStub accounts) {
        this.database = database;
        this.store = store;
        this.accounts = accounts;
    }

    /** The name of a shop that exists. */
    public Product.ShopName of(UUID shop) {
        return database.statement(session -> store.shop(session, shop)).orElseGet(() -> ask(shop));
    }

    private Product.ShopName ask(UUID shop) {
        var answer = accounts.getShop(
                GetShopRequest.newBuilder().setShop(shop.toString()).build());
        Product.ShopName name = new Product.ShopName(shop, answer.getSlug(), answer.getName());
        database.execute(session -> {
            store.saveShop(session, name, 0);
        });
        return name;
    }
}
