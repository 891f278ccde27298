package com.mallhive.notifications.events;

import com.mallhive.api.events.v1.OrderCancelled;
import com.mallhive.api.events.v1.OrderPaid;
import com.mallhive.api.events.v1.OrderShipped;
import com.mallhive.api.events.v1.SoldLine;
import com.mallhive.notifications.store.AlertStore;
import com.mallhive.notifications.store.MailStore;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.events.Event;
import com.mallhive.platform.events.Events;
import com.mallhive.platform.ids.Ids;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whoever an order concerns is told: by e-mail, and live where they are signed in. Ids of messages follow from the event. */
public final class OnOrders {
    private final MailStore mails;
    private final AlertStore alerts;
    private final Runnable wakeMail;
    private final Clock clock;

    public OnOrders(MailStore mails, AlertStore alerts, Runnable wakeMail, Clock clock) {
        this.mails = mails;
        this.alerts = alerts;
        this.wakeMail = wakeMail;
        this.clock = clock;
    }

    public void register(Events events) {
        events.on(OrderPaid.getDefaultInstance(), this::paid);
        events.on(OrderShipped.getDefaultInstance(), this::shipped);
        events.on(OrderCancelled.getDefaultInstance(), this::cancelled);
    }

    private void paid(Session session, List<Event<OrderPaid>> events) throws SQLException {
        Batch batch = new Batch();
        for (Event<OrderPaid> event : events) {
            OrderPaid order = event.payload();
            batch.mail(event, "order-paid", order.getOrderId(), null);
            batch.alert(
                    event,
                    order.getBuyerId(),
                    "order-paid",
                    "Order " + order.getOrderNumber() + " is paid",
                    order.getOrderId());
            order.getLinesList().stream().map(SoldLine::getShopId).distinct().forEach(shop -> {
                batch.mail(event, "shop-order", order.getOrderId(), shop);
                batch.alert(event, shop, "shop-order", "New order " + order.getOrderNumber(), order.getOrderId());
            });
        }
        batch.write(session);
    }

    private void shipped(Session session, List<Event<OrderShipped>> events) throws SQLException {
        Batch batch = new Batch();
        for (Event<OrderShipped> event : events) {
            OrderShipped order = event.payload();
            batch.mail(event, "order-shipped", order.getOrderId(), order.getShopId());
            batch.alert(
                    event,
                    order.getBuyerId(),
                    "order-shipped",
                    "Order " + order.getOrderNumber() + " is on its way",
                    order.getOrderId());
        }
        batch.write(session);
    }

    private void cancelled(Session session, List<Event<OrderCancelled>> events) throws SQLException {
        Batch batch = new Batch();
        for (Event<OrderCancelled> event : events) {
            OrderCancelled order = event.payload();
            if (order.getLinesCount() == 0) {
                continue;
            }
            String title = "Order " + order.getOrderNumber() + " is cancelled";
            batch.mail(event, "order-cancelled", order.getOrderId(), null);
            batch.alert(event, order.getBuyerId(), "order-cancelled", title, order.getOrderId());
            if (order.getWasPaid()) {
                order.getLinesList().stream()
                        .map(SoldLine::getShopId)
                        .distinct()
                        .forEach(shop -> batch.alert(event, shop, "order-cancelled", title, order.getOrderId()));
            }
        }
        batch.write(session);
    }

    /** What a batch of events has to tell, written by one statement for mail and one for alerts. */
    private final class Batch {
        private final List<MailStore.Mail> letters = new ArrayList<>();
        private final List<AlertStore.Alert> news = new ArrayList<>();

        void mail(Event<?> event, String template, String order, @Nullable String shop) {
            UUID id = Ids.derived("mail", event.envelope().id().toString(), template, shop == null ? "" : shop);
            letters.add(new MailStore.Mail(
                    id, template, UUID.fromString(order), shop == null ? null : UUID.fromString(shop), null, 0));
        }

        void alert(Event<?> event, String recipient, String kind, String title, String subject) {
            if (!recipient.isEmpty()) {
                // ordered by time: the event's own id, told apart by the recipient
                UUID eventId = event.envelope().id();
                UUID told = Ids.derived("alert", eventId.toString(), recipient);
                news.add(new AlertStore.Alert(
                        new UUID(eventId.getMostSignificantBits(), told.getLeastSignificantBits()),
                        UUID.fromString(recipient),
                        kind,
                        title,
                        subject,
                        event.envelope().occurredAt()));
            }
        }

        void write(Session session) throws SQLException {
            if (!letters.isEmpty()) {
                mails.add(session, letters, clock.instant());
                session.afterCommit(wakeMail);
            }
            if (!news.isEmpty()) {
                alerts.add(session, news);
            }
        }
    }
}
