package com.mallhive.cart.domain;

import com.mallhive.platform.money.Money;
import java.util.List;
import java.util.UUID;

/** A cart with its lines, in the order in which they were put in. */
public record CartContent(UUID id, List<Line> lines) {
    /** Lines of a cart at most; a quote and an order take as many. */
    public static final int MOST_LINES = 100;

    /** Pieces of a line at most. */
    public static final int MOST_PIECES = 999;

    /** So many of an offer, at the price when it was put in. */
    public record Line(UUID id, UUID offerId, int quantity, Money price) {}
}
