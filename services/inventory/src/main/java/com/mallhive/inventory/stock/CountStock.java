package com.mallhive.inventory.stock;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.GetOfferOwnersRequest;
import com.mallhive.inventory.domain.Stock;
import com.mallhive.inventory.store.StockStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.platform.rpc.Problem;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A seller counts deliveries, losses and stock-takings. */
public final class CountStock {
    private final Database database;
    private final StockStore store;
    private final CatalogGrpc.CatalogBlockingStub catalog;
    private final Clock clock;

    public CountStock(Database database, StockStore store, CatalogGrpc.CatalogBlockingStub catalog, Clock clock) {
        this.database = database;
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** Adds {@code number}, or sets it where {@code absolute}. An offer of another shop is "not found". */
    public Stock adjust(UUID offer, UUID shop, boolean absolute, int number, String reason, @Nullable UUID by) {
        try {
            return database.statement(session ->
                            store.adjust(session, offer, shop, absolute, number, reason, by, clock.instant()))
                    .orElseGet(() -> {
                        checkOwner(offer, shop);
                        return database.write(session -> {
                            store.open(session, List.of(offer), shop);
                            return store.adjust(session, offer, shop, absolute, number, reason, by, clock.instant())
                                    .orElseThrow(CountStock::missing);
                        });
                    });
        } catch (DatabaseException e) {
            if (e.isCheckViolation()) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "stock-too-low",
                        "The stock would fall below zero or below what buyers have reserved.",
                        List.of(new Problem.Violation(absolute ? "onHand" : "delta", "leaves too little")));
            }
            throw e;
        }
    }

    /** Counts first deliveries of many offers of a shop. */
    public void receive(UUID shop, Map<UUID, Integer> quantities) {
        database.transact(session -> {
            store.open(session, quantities.keySet(), shop);
            for (var entry : quantities.entrySet()) {
                if (entry.getValue() > 0) {
                    store.adjust(
                            session,
                            entry.getKey(),
                            shop,
                            true,
                            entry.getValue(),
                            "first delivery",
                            null,
                            clock.instant());
                }
            }
        });
    }

    private void checkOwner(UUID offer, UUID shop) {
        String owner = catalog.getOfferOwners(GetOfferOwnersRequest.newBuilder()
                        .addOfferIds(offer.toString())
                        .build())
                .getShopIdsOrDefault(offer.toString(), "");
        if (!owner.equals(shop.toString())) {
            throw missing();
        }
    }

    private static Problem missing() {
        return Problem.notFound("offer");
    }
}
