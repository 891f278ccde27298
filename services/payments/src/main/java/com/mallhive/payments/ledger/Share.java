package com.mallhive.payments.ledger;

import java.util.UUID;

/**
 * How a shop's part of a payment is divided, in minor units: the seller's, the mall's, the state's.
 *
 * @param subsidy what the mall gives the seller on top: not of the payment but of what the mall has earned
 */
public record Share(UUID shop, long seller, long commission, long tax, long subsidy) {
    public Share {
        if (seller < 0 || commission < 0 || tax < 0 || subsidy < 0) {
            throw new IllegalArgumentException("a share has no negative parts");
        }
    }

    /** What the buyer pays for the shop's part. */
    public long total() {
        return Math.addExact(Math.addExact(seller, commission), tax);
    }
}
