package com.mallhive.orders.pricing;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What promotions take off a basket, part by part in its order, and why the others take nothing.
 *
 * @param refused the promotions that do not apply
 */
public record Discounts(List<OfPart> parts, Map<UUID, Refusal> refused) {

    /** What is taken off the lines of a part, in their order, and off its shipping. Each list is in the order of taking. */
    public record OfPart(List<List<Discount>> lines, List<Discount> shipping) {}

    /** Why a promotion takes nothing off. */
    public enum Refusal {
        /** It has not begun, or is over. */
        NOT_RUNNING,
        /** One of its limits is reached. */
        USED_UP,
        /** None of the goods are its, or they cost too little, or are too few. */
        NOT_FOR_THESE_GOODS,
        /** Another promotion has the goods, and one of the two does not combine. */
        DOES_NOT_COMBINE
    }
}
