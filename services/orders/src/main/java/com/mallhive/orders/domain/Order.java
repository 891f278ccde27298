package com.mallhive.orders.domain;

import com.mallhive.orders.pricing.Discount;
import com.mallhive.platform.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An order, with a part per seller. */
public record Order(
        UUID id,
        String number,
        @Nullable UUID buyerId,
        UUID cartId,
        OrderStatus status,
        Money items,
        Money shipping,
        Money tax,
        UUID personId,
        byte[] contact,
        String paymentUrl,
        String note,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant paidAt,
        long version,
        byte[] requestHash,
        List<SubOrder> subOrders) {

    /** The part that one shop fulfils. */
    public record SubOrder(
            UUID id, Quote.Part part, @Nullable Shipment shipment) {}

    /** How a part travels. */
    public record Shipment(String carrier, String trackingNumber, Instant shippedAt) {}

    /** What each promotion takes off. */
    public List<Discount> discounts() {
        return Discount.byPromotion(subOrders.stream().flatMap(sub -> sub.part().discounts()));
    }

    /** What promotions take off. */
    public Money discount() {
        return Discount.sum(discounts(), items.currency());
    }

    /** What the buyer pays. */
    public Money total() {
        return items.plus(shipping).minus(discount());
    }

    /** The same order further on. */
    public Order with(OrderStatus next, String newNote, String url, @Nullable Instant paid, Instant now) {
        if (status != next && !status.canBecome(next)) {
            throw new IllegalStateException(id + " cannot go from " + status + " to " + next);
        }
        return new Order(
                id,
                number,
                buyerId,
                cartId,
                next,
                items,
                shipping,
                tax,
                personId,
                contact,
                url,
                newNote,
                createdAt,
                now,
                paid,
                version + 1,
                requestHash,
                subOrders);
    }
}
