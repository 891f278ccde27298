package com.mallhive.orders.consumers;

import com.mallhive.api.events.v1.ReservationExpired;
import com.mallhive.orders.checkout.MoveOrder;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.fulfilment.CancelOrder;
import com.mallhive.orders.store.OrderStore;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.events.Event;
import com.mallhive.platform.events.EventHandler;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** The time for payment is over: the payment is called off first, the goods are released when it is. */
public final class OnReservationExpired implements EventHandler<ReservationExpired> {
    private final OrderStore store;
    private final MoveOrder moves;
    private final CancelOrder cancel;

    public OnReservationExpired(OrderStore store, MoveOrder moves, CancelOrder cancel) {
        this.store = store;
        this.moves = moves;
        this.cancel = cancel;
    }

    @Override
    public void handle(Session session, List<Event<ReservationExpired>> events) throws SQLException {
        for (Event<ReservationExpired> event : events) {
            UUID id = UUID.fromString(event.payload().getOrderId());
            var order = store.get(session, id);
            if (order.isEmpty()) {
                moves.bury(session, id, "The order was never completed.");
            } else if (order.get().status() == OrderStatus.AWAITING_PAYMENT
                    || order.get().status() == OrderStatus.CANCELLING) {
                cancel.callOff(session, id);
            }
        }
    }
}
