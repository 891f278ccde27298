package com.mallhive.orders.checkout;

import com.mallhive.platform.lifecycle.FailPoints;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps from a cart to an order, in their order. After each a crash test kills the process; whatever step was the last,
 * a retry with the same Idempotency-Key or the passing of time leads to exactly one outcome.
 * A step is done by {@link #run} and in no other way: so each has its fail point.
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
    CONCLUDE;

    /** Does the step, and ends the process after it where a crash test wants that. */
    <T extends @Nullable Object> T run(Supplier<T> work) {
        T result = work.get();
        FailPoints.after(this);
        return result;
    }
}
