package com.mallhive.web.storefront.buy;

import com.mallhive.api.orders.v1.Discount;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrderLine;
import com.mallhive.api.orders.v1.SubOrder;
import com.mallhive.api.orders.v1.Totals;
import com.mallhive.api.type.Address;
import com.mallhive.api.type.Money;
import com.mallhive.web.storefront.browse.Dates;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.TimelineEntry;
import com.mallhive.web.ui.TimelineEntry.State;
import com.mallhive.web.ui.Tone;
import com.mallhive.web.ui.TotalLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An order as its page shows it.
 *
 * @param liveUrl the stream of changes, or null where nothing can change any more
 * @param token the guest's key to it, or empty
 * @param message what has just happened, for a toast
 */
public record OrderView(
        String id,
        String number,
        String placed,
        Badge status,
        @Nullable Notice notice,
        @Nullable String payUrl,
        String payLabel,
        boolean cancellable,
        List<Part> parts,
        List<TotalLine> totals,
        String address,
        String email,
        String token,
        @Nullable String liveUrl,
        String selfUrl,
        String message) {

    /** What one shop sends. */
    public record Part(
            String shop, Badge status, List<TimelineEntry> timeline, List<Line> lines, String shipping, String total) {}

    /** A line. */
    public record Line(
            String title,
            String url,
            String variant,
            int quantity,
            String unitPrice,
            String total,
            List<String> savings,
            Art art) {}

    /** An order in a list. */
    public record Summary(
            String url, String number, String placed, Badge status, String total, List<Art> arts, String what) {}

    /** The order as it is now. */
    public static OrderView of(Visit visit, Order order, String token) {
        boolean open = order.getStatus() == Order.Status.AWAITING_PAYMENT;
        String key = token.isEmpty() ? "" : "token=" + Urls.encode(token);
        String self = "/orders/" + order.getId();
        boolean over = order.getStatus() == Order.Status.CANCELLED || order.getStatus() == Order.Status.SHIPPED;
        return new OrderView(
                order.getId(),
                order.getNumber(),
                Dates.day(order.getCreateTime(), visit.locale()),
                badge(order.getStatus()),
                notice(order),
                open && !order.getPaymentUrl().isEmpty() ? order.getPaymentUrl() : null,
                "Pay " + visit.money(order.getTotals().getTotal()),
                open || (order.getStatus() == Order.Status.PAID && nothingShipped(order)),
                order.getSubOrdersList().stream()
                        .map(part -> part(visit, order, part))
                        .toList(),
                totals(visit, order.getTotals()),
                address(order.getShippingAddress()),
                order.getEmail(),
                token,
                over ? null : self + "/live?v=" + order.getVersion() + (key.isEmpty() ? "" : "&" + key),
                key.isEmpty() ? self : self + "?" + key,
                statusText(order.getStatus()));
    }

    /** The order as a list shows it. */
    public static Summary summary(Visit visit, Order order, String url) {
        List<OrderLine> lines = order.getSubOrdersList().stream()
                .flatMap(part -> part.getLinesList().stream())
                .toList();
        String first = lines.isEmpty() ? "" : lines.getFirst().getTitle();
        return new Summary(
                url,
                order.getNumber(),
                Dates.day(order.getCreateTime(), visit.locale()),
                badge(order.getStatus()),
                visit.money(order.getTotals().getTotal()),
                lines.stream()
                        .limit(4)
                        .map(line -> art(visit, line.getThumbnailUrl()))
                        .toList(),
                lines.size() <= 1 ? first : first + " and " + (lines.size() - 1) + " more");
    }

    /** The sum, every part named. */
    static List<TotalLine> totals(Visit visit, Totals totals) {
        List<TotalLine> lines = new ArrayList<>();
        lines.add(TotalLine.part("Goods", visit.money(totals.getItems()), null));
        lines.add(TotalLine.part("Delivery", shippingAmount(visit, totals.getShipping()), null));
        totals.getDiscountsList()
                .forEach(discount -> lines.add(TotalLine.saving(
                        discount.getName(),
                        less(visit, discount.getAmount()),
                        discount.getCouponCode().isEmpty() ? null : "coupon " + discount.getCouponCode())));
        lines.add(TotalLine.total(
                "Total",
                visit.money(totals.getTotal()),
                "contains " + visit.money(totals.getTaxIncluded()) + " value added tax"));
        return List.copyOf(lines);
    }

    /** What promotions take off a line, one text each. */
    static List<String> savings(Visit visit, List<Discount> discounts) {
        return discounts.stream()
                .map(discount -> discount.getName() + ": " + less(visit, discount.getAmount()))
                .toList();
    }

    private static String less(Visit visit, Money amount) {
        return "−" + visit.money(amount);
    }

    static String shipping(Visit visit, Money shipping) {
        return shipping.getAmount() == 0 ? "Free delivery" : "Delivery " + visit.money(shipping);
    }

    static Art art(Visit visit, String url) {
        return Art.of(url.isEmpty() ? visit.assets().path("ui/mark.svg") : url, "", 2);
    }

    /** Name and address, one part per line. */
    public static String address(Address address) {
        String city = Stream.of(address.getPostalCode(), address.getCity(), address.getRegion())
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining(" "));
        String country = address.getCountry().isEmpty()
                ? ""
                : Locale.of("", address.getCountry()).getDisplayCountry(Locale.ENGLISH);
        return Stream.of(address.getName(), address.getLine1(), address.getLine2(), city, country, address.getPhone())
                .filter(s -> !s.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    /** An order's state in a word. */
    public static Badge badge(Order.Status status) {
        return switch (status) {
            case AWAITING_PAYMENT -> new Badge("Waiting for payment", Tone.WARNING);
            case PAID -> new Badge("Paid", Tone.INFO);
            case SHIPPED -> new Badge("Shipped", Tone.SUCCESS);
            case CANCELLING -> new Badge("Being cancelled", Tone.WARNING);
            case CANCELLED -> new Badge("Cancelled", Tone.DANGER);
            default -> new Badge("Unknown", Tone.NEUTRAL);
        };
    }

    /** A part's state in a word. */
    public static Badge badge(SubOrder.Status status) {
        return switch (status) {
            case AWAITING_PAYMENT -> new Badge("Waiting for payment", Tone.WARNING);
            case TO_SHIP -> new Badge("Being packed", Tone.INFO);
            case SHIPPED -> new Badge("Shipped", Tone.SUCCESS);
            case CANCELLED -> new Badge("Cancelled", Tone.DANGER);
            default -> new Badge("Unknown", Tone.NEUTRAL);
        };
    }

    private static Part part(Visit visit, Order order, SubOrder part) {
        return new Part(
                part.getShopName(),
                badge(part.getStatus()),
                timeline(visit, order, part),
                part.getLinesList().stream().map(line -> line(visit, line)).toList(),
                shipping(visit, part.getShipping()),
                visit.money(part.getTotal()));
    }

    /** A line as its page shows it. */
    public static Line line(Visit visit, OrderLine line) {
        return new Line(
                line.getTitle(),
                "/p/" + line.getProductSlug(),
                line.getVariant(),
                line.getQuantity(),
                visit.money(line.getUnitPrice()),
                visit.money(line.getTotal()),
                savings(visit, line.getDiscountsList()),
                art(visit, line.getThumbnailUrl()));
    }

    private static List<TimelineEntry> timeline(Visit visit, Order order, SubOrder part) {
        List<TimelineEntry> entries = new ArrayList<>();
        String placed = Dates.time(order.getCreateTime(), visit.locale());
        entries.add(new TimelineEntry("Ordered", placed, null, State.DONE));
        switch (part.getStatus()) {
            case CANCELLED ->
                entries.add(new TimelineEntry(
                        "Cancelled", null, order.getNote().isEmpty() ? null : order.getNote(), State.FAILED));
            case SHIPPED -> {
                var shipment = part.getShipment();
                entries.add(new TimelineEntry("Paid", null, null, State.DONE));
                entries.add(new TimelineEntry(
                        "Shipped",
                        shipment.hasShipTime() ? Dates.time(shipment.getShipTime(), visit.locale()) : null,
                        shipment.getCarrier() + ", tracking number " + shipment.getTrackingNumber(),
                        State.DONE));
            }
            case TO_SHIP -> {
                entries.add(new TimelineEntry("Paid", null, null, State.DONE));
                entries.add(new TimelineEntry(
                        "Being packed", null, part.getShopName() + " prepares your parcel.", State.NOW));
                entries.add(new TimelineEntry("Shipped", null, null, State.AHEAD));
            }
            default -> {
                entries.add(new TimelineEntry("Payment", null, "We wait for your payment.", State.NOW));
                entries.add(new TimelineEntry("Shipped", null, null, State.AHEAD));
            }
        }
        return entries;
    }

    private static @Nullable Notice notice(Order order) {
        return switch (order.getStatus()) {
            case AWAITING_PAYMENT ->
                Notice.of(
                        Tone.WARNING,
                        "The goods are reserved for you. Unpaid orders are called off after about half an hour.");
            case PAID ->
                Notice.of(
                        Tone.SUCCESS,
                        "Thank you. The payment has arrived and the shops have been told. This page changes by itself.");
            case CANCELLING -> Notice.of(Tone.INFO, "The order is being called off; what was paid goes back to you.");
            case CANCELLED ->
                Notice.of(
                        Tone.INFO,
                        order.getNote().isEmpty()
                                ? "This order was called off. What was paid goes back to you."
                                : order.getNote());
            default -> null;
        };
    }

    private static String statusText(Order.Status status) {
        return switch (status) {
            case PAID -> "The payment has arrived.";
            case SHIPPED -> "Everything is on its way.";
            case CANCELLED -> "The order is cancelled.";
            default -> "The order has changed.";
        };
    }

    private static boolean nothingShipped(Order order) {
        return order.getSubOrdersList().stream().noneMatch(part -> part.getStatus() == SubOrder.Status.SHIPPED);
    }

    private static String shippingAmount(Visit visit, Money shipping) {
        return shipping.getAmount() == 0 ? "Free" : visit.money(shipping);
    }
}
