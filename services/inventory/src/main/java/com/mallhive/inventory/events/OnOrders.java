package com.mallhive.inventory.events;

import com.mallhive.api.events.v1.OrderCancelled;
import com.mallhive.api.events.v1.OrderPaid;
import com.mallhive.inventory.store.ReservationStore;
import com.mallhive.platform.events.Events;
import java.util.UUID;

/** Orders end reservations: a paid one takes its goods, a cancelled one gives them back. In either order of arrival. */
public final class OnOrders {
    private OnOrders() {}

    public static void register(Events events, ReservationStore store) {
        events.on(
                OrderPaid.getDefaultInstance(),
                (session, batch) -> store.commit(
                        session,
                        batch.stream()
                                .map(e -> UUID.fromString(e.payload().getOrderId()))
                                .toList()));
        events.on(
                OrderCancelled.getDefaultInstance(),
                (session, batch) -> store.giveBack(
                        session,
                        batch.stream()
                                .map(e -> UUID.fromString(e.payload().getOrderId()))
                                .toList()));
    }
}
