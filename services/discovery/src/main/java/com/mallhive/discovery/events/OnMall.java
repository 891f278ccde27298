package com.mallhive.discovery.events;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.mallhive.api.events.v1.AvailabilityChanged;
import com.mallhive.api.events.v1.OrderPaid;
import com.mallhive.api.events.v1.ProductChanged;
import com.mallhive.api.events.v1.ProductDeleted;
import com.mallhive.api.events.v1.SoldLine;
import com.mallhive.discovery.store.DiscoveryStore;
import com.mallhive.discovery.store.DiscoveryStore.Availability;
import com.mallhive.discovery.store.DiscoveryStore.Count;
import com.mallhive.discovery.store.DiscoveryStore.Pair;
import com.mallhive.discovery.store.DiscoveryStore.State;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.events.Event;
import com.mallhive.platform.events.Events;
import com.mallhive.platform.rpc.Wire;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** Learns from catalog, inventory and orders. What arrives goes into tables; the index follows those. */
public final class OnMall {
    private static final JsonFormat.Printer PRINTER = JsonFormat.printer().omittingInsignificantWhitespace();
    private static final int MOST_PAIRED = 20;

    private final DiscoveryStore store;

    public OnMall(DiscoveryStore store) {
        this.store = store;
    }

    public void register(Events events) {
        events.on(ProductChanged.getDefaultInstance(), this::products);
        events.on(ProductDeleted.getDefaultInstance(), this::deleted);
        events.on(AvailabilityChanged.getDefaultInstance(), this::availability);
        events.on(OrderPaid.getDefaultInstance(), this::paid);
    }

    private void products(Session session, List<Event<ProductChanged>> events) throws SQLException {
        Map<UUID, State> newest = new LinkedHashMap<>();
        for (Event<ProductChanged> event : events) {
            UUID id = UUID.fromString(event.payload().getProduct().getId());
            keepNewer(newest, new State(id, event.envelope().version(), print(event.payload())));
        }
        store.saveProducts(session, newest.values());
    }

    private void deleted(Session session, List<Event<ProductDeleted>> events) throws SQLException {
        Map<UUID, State> newest = new LinkedHashMap<>();
        events.forEach(event -> keepNewer(
                newest,
                new State(
                        UUID.fromString(event.payload().getProductId()),
                        event.envelope().version(),
                        "")));
        store.saveProducts(session, newest.values());
    }

    private void availability(Session session, List<Event<AvailabilityChanged>> events) throws SQLException {
        Map<UUID, Availability> newest = new LinkedHashMap<>();
        events.forEach(event -> {
            UUID offer = UUID.fromString(event.payload().getOfferId());
            newest.merge(
                    offer,
                    new Availability(
                            offer, event.envelope().version(), event.payload().getAvailable()),
                    (a, b) -> a.version() > b.version() ? a : b);
        });
        store.saveAvailability(session, newest.values());
    }

    /** Counts are additive: the inbox lets each order count once. */
    private void paid(Session session, List<Event<OrderPaid>> events) throws SQLException {
        Map<LocalDate, List<OrderPaid>> byDay = events.stream()
                .map(Event::payload)
                .collect(Collectors.groupingBy(
                        o -> Wire.instant(o.getTime()).atOffset(ZoneOffset.UTC).toLocalDate(),
                        TreeMap::new,
                        Collectors.toList()));
        for (var day : byDay.entrySet()) {
            count(session, day.getKey(), day.getValue());
        }
    }

    private void count(Session session, LocalDate day, List<OrderPaid> orders) throws SQLException {
        Map<List<UUID>, Integer> pairs = new HashMap<>();
        Map<UUID, Integer> counts = new HashMap<>();
        List<UUID> buyers = new ArrayList<>();
        List<UUID> bought = new ArrayList<>();
        Instant at = Instant.EPOCH;
        for (OrderPaid order : orders) {
            List<UUID> products = order.getLinesList().stream()
                    .map(SoldLine::getProductId)
                    .distinct()
                    .limit(MOST_PAIRED)
                    .map(UUID::fromString)
                    .toList();
            at = Wire.instant(order.getTime());
            for (UUID product : products) {
                counts.merge(product, 1, Integer::sum);
                if (!order.getBuyerId().isEmpty()) {
                    buyers.add(UUID.fromString(order.getBuyerId()));
                    bought.add(product);
                }
                products.stream()
                        .filter(other -> !other.equals(product))
                        .forEach(other -> pairs.merge(List.of(product, other), 1, Integer::sum));
            }
        }
        store.count(
                session,
                pairs.entrySet().stream()
                        .map(p -> new Pair(p.getKey().get(0), p.getKey().get(1), p.getValue()))
                        .toList(),
                counts.entrySet().stream()
                        .map(c -> new Count(c.getKey(), c.getValue()))
                        .toList(),
                day,
                buyers,
                bought,
                at);
    }

    private static void keepNewer(Map<UUID, State> newest, State state) {
        newest.merge(state.product(), state, (a, b) -> a.version() > b.version() ? a : b);
    }

    private static String print(ProductChanged event) {
        try {
            return PRINTER.print(event);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("not printable", e);
        }
    }
}
