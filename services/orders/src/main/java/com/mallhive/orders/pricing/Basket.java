package com.mallhive.orders.pricing;

import com.mallhive.platform.money.Money;
import java.util.List;
import java.util.UUID;

/** Goods at their list prices, shop by shop, before any promotion. */
public record Basket(String currency, List<Part> parts) {
    public Basket {
        parts = List.copyOf(parts);
    }

    /** What one shop sends. */
    public record Part(UUID shopId, List<Item> items, Money shipping) {
        public Part {
            items = List.copyOf(items);
        }
    }

    /** So many pieces at a price. */
    public record Item(long quantity, Money unitPrice) {
        public Money total() {
            return unitPrice.times(quantity);
        }
    }
}
