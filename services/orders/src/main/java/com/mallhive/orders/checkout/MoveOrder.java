package com.mallhive.orders.checkout;

import com.mallhive.orders.domain.Order;
import com.mallhive.orders.domain.OrderNumber;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.domain.Quote;
import com.mallhive.orders.events.OrderEvents;
import com.mallhive.orders.store.OrderStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.OutboxRow;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Problem;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Moves orders from state to state. Each move is one statement that holds only if the order has not moved meanwhile; then the
 * order is read again and the move is judged anew. A move that has company in its transaction locks the order first, because
 * its company could not be judged anew. Moving to where an order is already changes nothing.
 */
public final class MoveOrder {
    private static final int RACES = 8;

    private final Database database;
    private final OrderStore store;
    private final String currency;
    private final Clock clock;
    private final Consumer<UUID> moved;

    /** What an order becomes, with its events; null where it stays. */
    @FunctionalInterface
    private interface Decision {
        @Nullable
        Next of(Order order);
    }

    private record Next(Order order, List<OutboxRow> events) {}

    /** @param moved told of each order that moved, after the commit */
    public MoveOrder(Database database, OrderStore store, String currency, Clock clock, Consumer<UUID> moved) {
        this.database = database;
        this.store = store;
        this.currency = currency;
        this.clock = clock;
        this.moved = moved;
    }

    /** The buyer has to act on Stripe's page. */
    public Order paymentOpened(UUID id, String url) {
        return move(
                id,
                null,
                order -> order.status() != OrderStatus.AWAITING_PAYMENT
                                || order.paymentUrl().equals(url)
                        ? null
                        : new Next(order.with(order.status(), order.note(), url, null, clock.instant()), List.of()));
    }

    /** The payment has arrived. An order that is being cancelled stays so: the payment goes back. */
    public Order paid(Order known) {
        return move(known.id(), known, this::decidePaid);
    }

    /** {@link #paid} inside a transaction of an event. */
    public void paid(Session session, Order order) throws SQLException {
        move(session, order, this::decidePaid);
    }

    /**
     * Begins to cancel, in the transaction that also sees to it that it is finished: from now on no seller ships. Problems: shipped
     * already.
     */
    public Order cancelling(Session session, UUID id, String note) throws SQLException {
        Order order = store.lock(session, id).orElseThrow(() -> Problem.notFound("order"));
        Next next = decideCancelling(order, note);
        if (next == null) {
            return order;
        }
        apply(session, next);
        return next.order();
    }

    /** No payment, or none any more: the goods are free. */
    public Order cancelled(UUID id, String note) {
        return move(id, null, order -> decideCancelled(order, note));
    }

    /** {@link #cancelled} inside a transaction of an event. */
    public void cancelled(Session session, Order order, String note) throws SQLException {
        move(session, order, known -> decideCancelled(known, note));
    }

    /**
     * A reservation without an order: the checkout ended between the two. A cancelled order takes the id, so that nothing can
     * be made of it any more, and its event gives the goods back.
     */
    public void bury(Session session, UUID id, String note) throws SQLException {
        Instant now = clock.instant();
        Money zero = Money.zero(currency);
        Order order = new Order(
                id,
                OrderNumber.of(id),
                null,
                id,
                OrderStatus.AWAITING_PAYMENT,
                zero,
                zero,
                zero,
                id,
                new byte[0],
                "",
                "",
                now,
                now,
                null,
                1,
                new byte[0],
                List.of());
        if (store.insert(session, order, "")) {
            cancelled(session, order, note);
        }
    }

    private @Nullable Next decidePaid(Order order) {
        if (order.status() != OrderStatus.AWAITING_PAYMENT) {
            return null;
        }
        Instant now = clock.instant();
        Order next = order.with(OrderStatus.PAID, "", "", now, now);
        return new Next(next, List.of(OrderEvents.paid(next)));
    }

    private @Nullable Next decideCancelling(Order order, String note) {
        return switch (order.status()) {
            case CANCELLED, CANCELLING -> null;
            case SHIPPED ->
                throw Problem.conflict(
                        "order-shipped", "The order has been shipped. It can be returned when it arrives.");
            case PAID, AWAITING_PAYMENT -> {
                if (order.subOrders().stream().anyMatch(s -> s.shipment() != null)) {
                    throw Problem.conflict(
                            "order-shipped",
                            "A part of the order has been shipped. It can be returned when it arrives.");
                }
                yield new Next(
                        order.with(OrderStatus.CANCELLING, note, "", order.paidAt(), clock.instant()), List.of());
            }
        };
    }

    private @Nullable Next decideCancelled(Order order, String note) {
        if (!order.status().canBecome(OrderStatus.CANCELLED)) {
            return null;
        }
        String reason = order.note().isEmpty() ? note : order.note();
        Order next = order.with(OrderStatus.CANCELLED, reason, "", order.paidAt(), clock.instant());
        return new Next(next, List.of(OrderEvents.cancelled(next)));
    }

    private Order move(UUID id, @Nullable Order known, Decision decision) {
        Order order = known;
        for (int race = 0; race < RACES; race++) {
            if (order == null) {
                order = database.statement(session -> store.get(session, id))
                        .orElseThrow(() -> Problem.notFound("order"));
            }
            Next next = decision.of(order);
            if (next == null) {
                return order;
            }
            if (database.statement(session -> store.move(session, next.order(), next.events()))) {
                moved.accept(id);
                return next.order();
            }
            order = null;
        }
        throw busy();
    }

    private void move(Session session, Order known, Decision decision) throws SQLException {
        Order order = known;
        for (int race = 0; race < RACES; race++) {
            Next next = decision.of(order);
            if (next == null) {
                return;
            }
            if (store.move(session, next.order(), next.events())) {
                session.afterCommit(() -> moved.accept(known.id()));
                return;
            }
            order = store.get(session, known.id()).orElseThrow();
        }
        throw new IllegalStateException("order " + known.id() + " moves all the time; the event comes again");
    }

    /** All parts of a shop have been shipped: the order is, if all shops have. For an order that the session has locked. */
    public Order shipped(Session session, Order order, Order.SubOrder part, Quote.Part sold) throws SQLException {
        boolean all = order.subOrders().stream().allMatch(s -> s.shipment() != null || s.id().equals(part.id()));
        Order next = order.with(
                all ? OrderStatus.SHIPPED : order.status(), order.note(), "", order.paidAt(), clock.instant());
        apply(session, new Next(next, List.of(OrderEvents.shipped(next, part.id(), sold.shopId()))));
        return next;
    }

    private void apply(Session session, Next next) throws SQLException {
        if (!store.move(session, next.order(), next.events())) {
            throw busy();
        }
        session.afterCommit(() -> moved.accept(next.order().id()));
    }

    private static Problem busy() {
        return Problem.conflict("order-busy", "Somebody else is changing this order. Try again.");
    }
}
