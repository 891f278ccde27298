package com.mallhive.orders.events;

import com.mallhive.api.events.v1.OrderCancelled;
import com.mallhive.api.events.v1.OrderPaid;
import com.mallhive.api.events.v1.OrderShipped;
import com.mallhive.api.events.v1.SoldLine;
import com.mallhive.orders.domain.Order;
import com.mallhive.platform.database.OutboxRow;
import com.mallhive.platform.rpc.Wire;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What orders publishes. */
public final class OrderEvents {
    private OrderEvents() {}

    public static OutboxRow paid(Order order) {
        Instant at = order.paidAt() == null ? order.updatedAt() : order.paidAt();
        return row(
                order,
                OrderPaid.newBuilder()
                        .setOrderId(order.id().toString())
                        .setOrderNumber(order.number())
                        .setBuyerId(buyer(order.buyerId()))
                        .setCartId(order.cartId().toString())
                        .setTotal(Wire.money(order.total()))
                        .addAllLines(lines(order))
                        .setTime(Wire.timestamp(at))
                        .build());
    }

    public static OutboxRow cancelled(Order order) {
        var event = OrderCancelled.newBuilder()
                .setOrderId(order.id().toString())
                .setOrderNumber(order.number())
                .setBuyerId(buyer(order.buyerId()))
                .setTotal(Wire.money(order.total()))
                .addAllLines(lines(order));
        Instant paid = order.paidAt();
        if (paid != null) {
            event.setWasPaid(true).setPaidTime(Wire.timestamp(paid));
        }
        return row(order, event.build());
    }

    public static OutboxRow shipped(Order order, UUID subOrder, UUID shop) {
        return row(
                order,
                OrderShipped.newBuilder()
                        .setOrderId(order.id().toString())
                        .setOrderNumber(order.number())
                        .setBuyerId(buyer(order.buyerId()))
                        .setShopId(shop.toString())
                        .setSubOrderId(subOrder.toString())
                        .build());
    }

    private static OutboxRow row(Order order, com.google.protobuf.Message event) {
        return OutboxRow.of(event, order.id().toString(), order.version());
    }

    private static List<SoldLine> lines(Order order) {
        return order.subOrders().stream()
                .flatMap(sub -> sub.part().lines().stream()
                        .map(line -> SoldLine.newBuilder()
                                .setOfferId(line.offerId().toString())
                                .setProductId(line.productId().toString())
                                .setShopId(sub.part().shopId().toString())
                                .setTitle(line.title())
                                .setQuantity(line.quantity())
                                .setTotal(line.paid().amount())
                                .build()))
                .toList();
    }

    private static String buyer(@Nullable UUID id) {
        return id == null ? "" : id.toString();
    }
}
