package com.mallhive.orders.history;

import com.mallhive.orders.checkout.Contacts;
import com.mallhive.orders.domain.Order;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.store.OrderStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.PageToken;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Reads orders, for those who may see them. To anybody else an order is not there. */
public final class OrderHistory {
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private final Database database;
    private final OrderStore store;
    private final Contacts contacts;

    /** A page with the token of the next, empty on the last. */
    public record Page(List<Order> orders, String next) {}

    /** As whom somebody looks at an order. */
    public enum View {
        BUYER,
        SELLER,
        OPERATOR
    }

    /** An order as somebody may see it. */
    public record Seen(Order order, View view) {}

    public OrderHistory(Database database, OrderStore store, Contacts contacts) {
        this.database = database;
        this.store = store;
        this.contacts = contacts;
    }

    /** The order; a problem (404) for strangers. */
    public Seen see(UUID id, String guestToken, Caller caller) {
        Order order =
                database.statement(session -> store.get(session, id)).orElseThrow(() -> Problem.notFound("order"));
        Person person = caller.person();
        if ((person != null && person.id().equals(order.buyerId()))
                || (!guestToken.isEmpty() && contacts.isGuestToken(id, guestToken))) {
            return new Seen(order, View.BUYER);
        }
        if (person != null && person.isOperator()) {
            return new Seen(order, View.OPERATOR);
        }
        if (person != null
                && order.paidAt() != null
                && order.subOrders().stream().anyMatch(s -> s.part().shopId().equals(person.shopId()))) {
            return new Seen(order, View.SELLER);
        }
        throw Problem.notFound("order");
    }

    /** Orders by id, for messages about them. */
    public List<Order> all(List<UUID> ids) {
        return database.statement(session -> store.inState(session, ids, List.of(OrderStatus.values())));
    }

    /** The newest first. */
    public Page list(OrderStore.Filter filter, int size, String token) {
        Instant before = END_OF_TIME;
        UUID id = new UUID(-1, -1);
        if (!token.isEmpty()) {
            List<String> key = PageToken.parse(token, 2);
            try {
                before = Instant.parse(key.get(0));
                id = UUID.fromString(key.get(1));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw PageToken.invalid();
            }
        }
        Instant from = before;
        UUID fromId = id;
        int limit = size == 0 ? 20 : size;
        List<Order> orders = database.read(session -> store.page(session, filter, from, fromId, limit + 1));
        if (orders.size() <= limit) {
            return new Page(orders, "");
        }
        Order last = orders.get(limit - 1);
        return new Page(orders.subList(0, limit), PageToken.of(last.createdAt(), last.id()));
    }
}
