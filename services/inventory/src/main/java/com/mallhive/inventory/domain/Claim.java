package com.mallhive.inventory.domain;

import java.util.List;
import java.util.UUID;

/** What became of an order's wish to reserve. */
public sealed interface Claim {
    /** All lines are held for the order (or were committed already). */
    record Held() implements Claim {}

    /** Nothing is held. */
    record Lacking(List<Shortage> shortages) implements Claim {}

    /** The order holds other goods already. */
    record Different() implements Claim {}

    /** The order gave its goods back earlier. */
    record GivenBack() implements Claim {}

    /** A line that lacks. */
    record Shortage(UUID offerId, int requested, int available) {}
}
