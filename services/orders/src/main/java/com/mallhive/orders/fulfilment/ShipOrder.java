package com.mallhive.orders.fulfilment;

import com.mallhive.orders.checkout.MoveOrder;
import com.mallhive.orders.domain.Order;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.store.OrderStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.rpc.Problem;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A seller ships their part of an order. Repeating changes nothing. The sellers of an order, its buyer and its payment follow one
 * another: each finds the order as the one before has left it.
 */
public final class ShipOrder {
    private final Database database;
    private final OrderStore store;
    private final MoveOrder moves;
    private final Clock clock;

    public ShipOrder(Database database, OrderStore store, MoveOrder moves, Clock clock) {
        this.database = database;
        this.store = store;
        this.moves = moves;
        this.clock = clock;
    }

    public Order ship(UUID id, UUID shop, String carrier, String trackingNumber) {
        return database.write(session -> {
            Order order = store.lock(session, id)
                    .filter(o -> o.paidAt() != null)
                    .orElseThrow(() -> Problem.notFound("order"));
            Order.SubOrder mine = order.subOrders().stream()
                    .filter(sub -> sub.part().shopId().equals(shop))
                    .findFirst()
                    .orElseThrow(() -> Problem.notFound("order"));
            if (mine.shipment() != null) {
                return order;
            }
            if (order.status() != OrderStatus.PAID) {
                throw Problem.conflict(
                        "order-not-shippable", "The order is cancelled or being cancelled: do not ship it.");
            }
            Order.Shipment shipment = new Order.Shipment(carrier.strip(), trackingNumber.strip(), clock.instant());
            Order next = moves.shipped(session, order, mine, mine.part());
            store.ship(session, mine.id(), shipment);
            return withShipment(next, mine.id(), shipment);
        });
    }

    private static Order withShipment(Order order, UUID part, Order.Shipment shipment) {
        List<Order.SubOrder> parts = new ArrayList<>();
        for (Order.SubOrder sub : order.subOrders()) {
            parts.add(sub.id().equals(part) ? new Order.SubOrder(part, sub.part(), shipment) : sub);
        }
        return new Order(
                order.id(),
                order.number(),
                order.buyerId(),
                order.cartId(),
                order.status(),
                order.items(),
                order.shipping(),
                order.tax(),
                order.personId(),
                order.contact(),
                order.paymentUrl(),
                order.note(),
                order.createdAt(),
                order.updatedAt(),
                order.paidAt(),
                order.version(),
                order.requestHash(),
                parts);
    }
}
