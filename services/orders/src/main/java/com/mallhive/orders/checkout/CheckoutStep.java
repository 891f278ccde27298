package com.mallhive.orders.checkout;

/**
 * The steps from a cart to an order, in their order. After each a crash test kills the process; whatever step was the last,
 * a retry with the same Idempotency-Key or the passing of time leads to exactly one outcome.
 */
public enum CheckoutStep {
    /** The order is priced. Nothing is kept yet. */
    PRICE,
    /** The goods are reserved; without an order the reservation expires. */
    RESERVE,
    /** The order is recorded, awaiting payment. */
    RECORD,
    /** The payment is opened, and settled or declined where a method was given. */
    PAY,
    /** The order has taken note of it. */
    CONCLUDE
}
