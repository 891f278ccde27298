package com.mallhive.orders.consumers;

import com.mallhive.api.events.v1.PaymentCancelled;
import com.mallhive.api.events.v1.PaymentRefunded;
import com.mallhive.api.events.v1.PaymentSettled;
import com.mallhive.orders.checkout.MoveOrder;
import com.mallhive.orders.domain.Order;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.fulfilment.CancelOrder;
import com.mallhive.orders.store.OrderStore;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.events.Event;
import com.mallhive.platform.events.Events;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Payments end what checkout began, also where the checkout itself did not live to see it. */
public final class OnPayments {
    private final OrderStore store;
    private final MoveOrder moves;
    private final CancelOrder cancel;

    public OnPayments(OrderStore store, MoveOrder moves, CancelOrder cancel) {
        this.store = store;
        this.moves = moves;
        this.cancel = cancel;
    }

    public void register(Events events) {
        events.on(PaymentSettled.getDefaultInstance(), this::settled);
        events.on(PaymentCancelled.getDefaultInstance(), this::cancelled);
        events.on(PaymentRefunded.getDefaultInstance(), this::refunded);
    }

    private void settled(Session session, List<Event<PaymentSettled>> events) throws SQLException {
        var open = store.inState(
                session,
                ids(events.stream().map(e -> e.payload().getOrderId()).toList()),
                List.of(OrderStatus.AWAITING_PAYMENT, OrderStatus.CANCELLED));
        for (Order order : open) {
            if (order.status() == OrderStatus.AWAITING_PAYMENT) {
                moves.paid(session, order);
            } else if (order.paidAt() == null) {
                // paid after it was called off: the money goes back
                cancel.callOff(session, order.id());
            }
        }
    }

    private void cancelled(Session session, List<Event<PaymentCancelled>> events) throws SQLException {
        Map<UUID, String> reasons = events.stream()
                .collect(Collectors.toMap(
                        e -> UUID.fromString(e.payload().getOrderId()),
                        e -> e.payload().getReason(),
                        (a, _) -> a));
        for (Order order : unfinished(session, reasons.keySet())) {
            moves.cancelled(session, order, reasons.getOrDefault(order.id(), ""));
        }
    }

    private void refunded(Session session, List<Event<PaymentRefunded>> events) throws SQLException {
        for (Order order : store.inState(
                session,
                ids(events.stream().map(e -> e.payload().getOrderId()).toList()),
                List.of(OrderStatus.CANCELLING, OrderStatus.PAID))) {
            if (order.status() == OrderStatus.PAID) {
                // given back from outside, for example in Stripe's dashboard: nobody ships it any more
                cancel.callOff(session, order.id());
            } else {
                moves.cancelled(session, order, "");
            }
        }
    }

    private List<Order> unfinished(Session session, Collection<UUID> ids) throws SQLException {
        return store.inState(session, ids, List.of(OrderStatus.AWAITING_PAYMENT, OrderStatus.CANCELLING));
    }

    private static List<UUID> ids(List<String> ids) {
        return ids.stream().map(UUID::fromString).distinct().toList();
    }
}
