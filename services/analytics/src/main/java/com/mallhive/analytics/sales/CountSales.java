package com.mallhive.analytics.sales;

import com.mallhive.analytics.store.SalesStore;
import com.mallhive.analytics.store.SalesStore.HourChange;
import com.mallhive.analytics.store.SalesStore.ProductChange;
import com.mallhive.api.events.v1.OrderCancelled;
import com.mallhive.api.events.v1.OrderPaid;
import com.mallhive.api.events.v1.SoldLine;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.events.Event;
import com.mallhive.platform.events.Events;
import com.mallhive.platform.rpc.Wire;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Adds paid orders to the sums and takes cancelled ones off the hour in which they were paid. */
public final class CountSales {
    private final SalesStore store;

    public CountSales(SalesStore store) {
        this.store = store;
    }

    public void register(Events events) {
        events.on(OrderPaid.getDefaultInstance(), this::paid);
        events.on(OrderCancelled.getDefaultInstance(), this::cancelled);
    }

    private void paid(Session session, List<Event<OrderPaid>> events) throws SQLException {
        Sums sums = new Sums();
        events.forEach(event -> {
            OrderPaid order = event.payload();
            sums.add(order.getLinesList(), order.getTotal(), Wire.instant(order.getTime()), 1);
        });
        sums.write(session);
    }

    private void cancelled(Session session, List<Event<OrderCancelled>> events) throws SQLException {
        Sums sums = new Sums();
        events.stream()
                .map(Event::payload)
                .filter(OrderCancelled::getWasPaid)
                .forEach(order ->
                        sums.add(order.getLinesList(), order.getTotal(), Wire.instant(order.getPaidTime()), -1));
        sums.write(session);
    }

    /** The changes of a batch, merged per key, as one statement must not touch a row twice. */
    private final class Sums {
        private final Map<String, HourChange> hours = new LinkedHashMap<>();
        private final Map<String, ProductChange> products = new LinkedHashMap<>();

        void add(List<SoldLine> lines, com.mallhive.api.type.Money total, Instant at, int sign) {
            Instant hour = at.truncatedTo(ChronoUnit.HOURS);
            String currency = total.getCurrency();
            long units = lines.stream().mapToLong(SoldLine::getQuantity).sum();
            hour(new HourChange(hour, SalesStore.MALL, currency, sign * total.getAmount(), sign, sign * units));
            Set<String> counted = new HashSet<>();
            for (SoldLine line : lines) {
                UUID shop = UUID.fromString(line.getShopId());
                int order = counted.add(line.getShopId()) ? sign : 0;
                hour(new HourChange(
                        hour, shop, currency, sign * line.getTotal(), order, (long) sign * line.getQuantity()));
                LocalDate day = at.atOffset(ZoneOffset.UTC).toLocalDate();
                ProductChange change = new ProductChange(
                        day,
                        UUID.fromString(line.getProductId()),
                        shop,
                        line.getTitle(),
                        currency,
                        (long) sign * line.getQuantity(),
                        sign * line.getTotal());
                products.merge(
                        day + line.getProductId() + currency,
                        change,
                        (a, b) -> new ProductChange(
                                a.day(),
                                a.product(),
                                a.shop(),
                                b.title(),
                                a.currency(),
                                a.units() + b.units(),
                                a.revenue() + b.revenue()));
            }
        }

        void write(Session session) throws SQLException {
            if (!hours.isEmpty()) {
                store.add(session, new ArrayList<>(hours.values()), new ArrayList<>(products.values()));
            }
        }

        private void hour(HourChange change) {
            hours.merge(
                    change.hour() + "/" + change.shop() + change.currency(),
                    change,
                    (a, b) -> new HourChange(
                            a.hour(),
                            a.shop(),
                            a.currency(),
                            a.revenue() + b.revenue(),
                            a.orders() + b.orders(),
                            a.units() + b.units()));
        }
    }
}
