package com.mallhive.payments.stripe;

import java.util.List;

/**
 * What Stripe is told about an order, beside the payment itself.
 *
 * @param number what the buyer knows the order by
 * @param returnUrl where the buyer comes back to
 * @param items what the hosted page shows
 */
public record StripeOrder(String number, String returnUrl, List<Item> items) {
    /** @param unitAmount per piece, in minor units */
    public record Item(String title, int quantity, long unitAmount) {}

    public StripeOrder {
        items = List.copyOf(items);
    }

    /** What the items cost together. */
    long total() {
        return items.stream()
                .mapToLong(i -> Math.multiplyExact(i.unitAmount(), (long) i.quantity()))
                .sum();
    }
}
