package com.mallhive.web.storefront.desk;

import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.inventory.v1.BatchGetStockRequest;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.inventory.v1.Stock;
import com.mallhive.web.storefront.visit.Soft;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How much the shop has of its offers. */
public final class StockBook {
    private static final int AT_ONCE = 500;

    private final InventoryGrpc.InventoryBlockingStub inventory;

    public StockBook(InventoryGrpc.InventoryBlockingStub inventory) {
        this.inventory = inventory;
    }

    /** On hand, by offer. */
    Map<String, Integer> of(Product product) {
        Map<String, Integer> onHand = new HashMap<>();
        of(List.of(product)).forEach((offer, stock) -> onHand.put(offer, stock.getOnHand()));
        return onHand;
    }

    /** The stock by offer; nothing where inventory does not answer. */
    Map<String, Stock> of(List<Product> products) {
        List<String> offers = products.stream()
                .flatMap(p -> p.getVariantsList().stream())
                .map(Variant::getOfferId)
                .toList();
        Map<String, Stock> stock = new HashMap<>();
        for (int i = 0; i < offers.size(); i += AT_ONCE) {
            var request = BatchGetStockRequest.newBuilder()
                    .addAllOfferIds(offers.subList(i, Math.min(offers.size(), i + AT_ONCE)))
                    .build();
            Soft.get(() -> inventory.batchGetStock(request).getStockList(), List.<Stock>of())
                    .forEach(s -> stock.put(s.getOfferId(), s));
        }
        return stock;
    }
}
