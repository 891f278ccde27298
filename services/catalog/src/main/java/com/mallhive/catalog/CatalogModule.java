package com.mallhive.catalog;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.events.v1.ShopChanged;
import com.mallhive.catalog.categories.Categories;
import com.mallhive.catalog.events.OnShopChanged;
import com.mallhive.catalog.events.ProductWire;
import com.mallhive.catalog.media.Pictures;
import com.mallhive.catalog.products.ProductReader;
import com.mallhive.catalog.products.WriteProduct;
import com.mallhive.catalog.shops.ShopNames;
import com.mallhive.catalog.store.CategoryStore;
import com.mallhive.catalog.store.MediaStore;
import com.mallhive.catalog.store.ProductStore;
import com.mallhive.platform.Platform;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.lifecycle.Module;
import java.io.IOException;
import java.util.UUID;

/** The catalog service: categories, products, offers, pictures. */
public final class CatalogModule implements Module {
    private final ProductReader<Product> reader;
    private final Pictures pictures;

    public CatalogModule(Platform platform) {
        var settings = platform.settings(CatalogSettings.class);
        var database = platform.database();
        var store = new ProductStore();
        var media = new MediaStore();
        var categories = new Categories(database, new CategoryStore());
        this.reader = new ProductReader<>(
                database, store, ProductWire::product, settings.cachedProducts(), settings.cacheCheck());
        var shops = new ShopNames(database, media, AccountsGrpc.newBlockingStub(platform.channel("accounts")));
        var products = new WriteProduct(
                database, store, media, shops, categories, reader::forget, settings.currency(), platform.clock());
        this.pictures = new Pictures(database, media, platform.blobs(), settings, platform.clock());
        platform.events().on(ShopChanged.getDefaultInstance(), new OnShopChanged(media, reader::forgetAll));
        platform.serve(new CatalogApi(reader, products, categories, pictures, database, store));
    }

    /** Stores a picture of a shop without an upload and answers with its id. For the demo mall. */
    public String addPicture(UUID shop, byte[] webp, String alt) throws IOException {
        return pictures.add(shop, Ids.next(), webp, "image/webp", alt).id();
    }

    @Override
    public void start() {
        reader.start();
    }

    @Override
    public void stop() {
        reader.close();
    }
}
