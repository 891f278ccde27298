package com.mallhive.inventory.domain;

import java.util.UUID;

/** The stock of one offer. */
public record Stock(UUID offerId, UUID shopId, int onHand, int reserved) {
    /** What can be bought now. */
    public int available() {
        return onHand - reserved;
    }
}
