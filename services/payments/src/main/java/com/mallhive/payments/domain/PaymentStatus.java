package com.mallhive.payments.domain;

import java.util.Set;

/** Where a payment stands. */
public enum PaymentStatus {
    /** Recorded; what Stripe says is not known yet. */
    PENDING,
    /** The buyer has to act, or their bank takes its time. */
    OPEN,
    /** Paid, and in the ledger. */
    SETTLED,
    /** Paid after it was called off: the money goes back. */
    RETURNING,
    /** Declined for good. */
    FAILED,
    /** Called off before it was paid. */
    CANCELLED,
    /** Paid and given back. */
    REFUNDED;

    /** What it may become. */
    public Set<PaymentStatus> next() {
        return switch (this) {
            case PENDING -> Set.of(OPEN, SETTLED, FAILED, CANCELLED, REFUNDED);
            case OPEN -> Set.of(OPEN, SETTLED, FAILED, CANCELLED, REFUNDED);
            case SETTLED, RETURNING -> Set.of(REFUNDED);
            case FAILED, CANCELLED -> Set.of(RETURNING, REFUNDED);
            case REFUNDED -> Set.of();
        };
    }

    /** Whether Stripe or the buyer still have to do something. */
    public boolean isUnfinished() {
        return this == PENDING || this == OPEN;
    }
}
