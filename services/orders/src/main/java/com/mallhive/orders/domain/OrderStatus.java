package com.mallhive.orders.domain;

import java.util.Map;
import java.util.Set;

/** Where an order stands, and where it can go from there. */
public enum OrderStatus {
    /** Goods are reserved, the payment is open. */
    AWAITING_PAYMENT,
    /** Paid: sellers ship. */
    PAID,
    /** Every seller has shipped. */
    SHIPPED,
    /** The payment is being called off or given back. */
    CANCELLING,
    /** Not to be. */
    CANCELLED;

    private static final Map<OrderStatus, Set<OrderStatus>> NEXT = Map.of(
            AWAITING_PAYMENT, Set.of(PAID, CANCELLING, CANCELLED),
            PAID, Set.of(SHIPPED, CANCELLING),
            SHIPPED, Set.of(),
            CANCELLING, Set.of(CANCELLED),
            CANCELLED, Set.of());

    /** Whether the order can go there. */
    public boolean canBecome(OrderStatus next) {
        return NEXT.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether it can go anywhere. */
    public boolean isFinal() {
        return NEXT.getOrDefault(this, Set.of()).isEmpty();
    }
}
