package com.mallhive.catalog.events;

import com.mallhive.api.events.v1.ProductChanged;
import com.mallhive.api.events.v1.ProductDeleted;
import com.mallhive.catalog.categories.Categories;
import com.mallhive.catalog.domain.Category;
import com.mallhive.catalog.domain.Product;
import com.mallhive.platform.database.Session;
import java.util.List;

/** What the catalog publishes. */
public final class CatalogEvents {
    private CatalogEvents() {}

    /** The product's whole state. */
    public static void changed(Session session, Product product, Categories.Tree tree) {
        List<Category> path = tree.path(product.categoryId());
        session.publish(
                ProductChanged.newBuilder()
                        .setProduct(ProductWire.product(product))
                        .addAllCategoryIds(
                                path.stream().map(c -> c.id().toString()).toList())
                        .addAllCategoryNames(path.stream().map(Category::name).toList())
                        .addAllCategorySlugs(path.stream().map(Category::slug).toList())
                        .build(),
                product.id().toString(),
                product.version());
    }

    /** The product is gone. */
    public static void deleted(Session session, Product product) {
        session.publish(
                ProductDeleted.newBuilder()
                        .setProductId(product.id().toString())
                        .setShopId(product.shop().id().toString())
                        .addAllOfferIds(product.variants().stream()
                                .map(v -> v.offerId().toString())
                                .toList())
                        .build(),
                product.id().toString(),
                product.version() + 1);
    }
}
