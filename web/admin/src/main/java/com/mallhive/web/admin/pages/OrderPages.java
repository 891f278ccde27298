package com.mallhive.web.admin.pages;

import com.mallhive.api.orders.v1.CancelOrderRequest;
import com.mallhive.api.orders.v1.GetOrderRequest;
import com.mallhive.api.orders.v1.ListOrdersRequest;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrderLine;
import com.mallhive.api.orders.v1.SubOrder;
import com.mallhive.api.type.Address;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import com.mallhive.web.admin.visit.Done;
import com.mallhive.web.admin.visit.Services;
import com.mallhive.web.admin.visit.Visit;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.FieldError;
import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.MoneyFormat;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.TimelineEntry;
import com.mallhive.web.ui.TimelineEntry.State;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All orders of the mall. */
public final class OrderPages {
    private static final int PAGE = 50;
    private static final int FILE_PAGE = 100;
    private static final int FILE_ROWS = 10_000;

    private static final Map<String, Order.Status> FILTERS = new LinkedHashMap<>();

    static {
        FILTERS.put("awaiting-payment", Order.Status.AWAITING_PAYMENT);
        FILTERS.put("paid", Order.Status.PAID);
        FILTERS.put("shipped", Order.Status.SHIPPED);
        FILTERS.put("cancelling", Order.Status.CANCELLING);
        FILTERS.put("cancelled", Order.Status.CANCELLED);
    }

    private final Services services;

    /** One order. */
    public record Detail(
            String id,
            String number,
            Badge status,
            String placed,
            String email,
            String address,
            List<TimelineEntry> timeline,
            List<Part> parts,
            String items,
            String shipping,
            String discount,
            String tax,
            String total,
            @Nullable Field reason,
            List<FieldError> errors) {}

    /** What one shop sends. */
    public record Part(String shop, Badge status, Table lines, String total, String commission) {}

    public OrderPages(Services services) {
        this.services = services;
    }

    public void list(Visit visit) {
        String show = visit.query("show");
        Order.Status status = FILTERS.get(show);
        String query = status == null ? "" : "?show=" + show;
        String after = visit.query("after");
        var answer = services.orders()
                .listOrders(request(status, after).setPageSize(PAGE).build());
        Table table = Table.of(
                "Orders",
                List.of("Order", "Placed", "Shops", "#Pieces", "To", "#Total", "State"),
                answer.getOrdersList().stream().map(order -> row(visit, order)).toList(),
                "No orders here.");
        var pager = ListView.pager("/orders" + query, answer.getNextPageToken(), answer.getOrdersCount());
        if (visit.wantsRows()) {
            visit.part("moreRows", Map.of("table", table, "pager", pager));
            return;
        }
        List<ListView.Tab> tabs = new ArrayList<>();
        tabs.add(new ListView.Tab("All", "/orders", status == null));
        FILTERS.forEach((name, value) ->
                tabs.add(new ListView.Tab(badge(value).text(), "/orders?show=" + name, value == status)));
        visit.show(
                "list",
                visit.frame("Orders", "orders"),
                new ListView(
                        "Orders",
                        null,
                        tabs,
                        new Link("Export as CSV", "/orders.csv" + query),
                        null,
                        after.isEmpty() ? null : "/orders" + query,
                        table,
                        pager));
    }

    /** The newest orders as a file for spreadsheets. */
    public void csv(Visit visit) {
        Order.Status status = FILTERS.get(visit.query("show"));
        StringBuilder file =
                new StringBuilder("number,id,status,placed,country,shops,pieces,currency,items,shipping,tax,total\r\n");
        String after = "";
        int rows = 0;
        do {
            var answer = services.orders()
                    .listOrders(request(status, after).setPageSize(FILE_PAGE).build());
            for (Order order : answer.getOrdersList()) {
                file.append(csvLine(order)).append("\r\n");
                rows++;
            }
            after = answer.getNextPageToken();
        } while (!after.isEmpty() && rows < FILE_ROWS);
        visit.ctx()
                .header("Content-Disposition", "attachment; filename=\"orders.csv\"")
                .contentType("text/csv; charset=utf-8")
                .result(file.toString());
    }

    public void show(Visit visit) {
        detail(visit, 200, "", null);
    }

    /** Cancels an order; a reason is needed, since the buyer is told. */
    public void cancel(Visit visit) {
        String reason = visit.field("reason");
        if (reason.isEmpty()) {
            detail(visit, 422, reason, "Say why: the buyer is told.");
            return;
        }
        if (reason.length() > 200) {
            detail(visit, 422, reason, "Use at most 200 characters.");
            return;
        }
        String id = visit.id("order");
        try {
            services.orders()
                    .cancelOrder(CancelOrderRequest.newBuilder()
                            .setOrder(id)
                            .setReason(reason)
                            .build());
            visit.redirect("/orders/" + id, Done.CANCELLED);
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            switch (problem.kind()) {
                case CONFLICT, INVALID -> detail(visit, problem.kind().httpStatus(), reason, problem.getMessage());
                default -> throw problem;
            }
        }
    }

    private void detail(Visit visit, int status, String reason, @Nullable String error) {
        Order order = services.orders()
                .getOrder(
                        GetOrderRequest.newBuilder().setOrder(visit.id("order")).build());
        boolean open = order.getStatus() == Order.Status.AWAITING_PAYMENT || order.getStatus() == Order.Status.PAID;
        Field field = open
                ? Field.text("reason", "Reason", reason)
                        .maxLength(200)
                        .hint("The buyer reads it.")
                        .error(error)
                : null;
        Notice[] notices = error != null && !open ? new Notice[] {Notice.of(Tone.WARNING, error)} : new Notice[0];
        var totals = order.getTotals();
        Detail view = new Detail(
                order.getId(),
                order.getNumber(),
                badge(order.getStatus()),
                visit.time(order.getCreateTime()),
                order.getEmail(),
                address(order.getShippingAddress()),
                timeline(visit, order),
                order.getSubOrdersList().stream().map(part -> part(visit, part)).toList(),
                visit.money(totals.getItems()),
                visit.money(totals.getShipping()),
                visit.money(totals.getDiscount()),
                visit.money(totals.getTaxIncluded()),
                visit.money(totals.getTotal()),
                field,
                error == null || !open ? List.of() : List.of(new FieldError("reason", error)));
        visit.ctx().status(status);
        visit.show("order", visit.frame("Order " + order.getNumber(), "orders", notices), view);
    }

    private static Part part(Visit visit, SubOrder part) {
        Table lines = Table.of(
                "Goods of " + part.getShopName(),
                List.of("Article", "SKU", "#Pieces", "#Each", "#Total"),
                part.getLinesList().stream()
                        .map(line -> List.of(
                                Table.text(
                                        line.getVariant().isEmpty()
                                                ? line.getTitle()
                                                : line.getTitle() + ", " + line.getVariant()),
                                Table.text(line.getSku()),
                                Table.text(visit.number(line.getQuantity())),
                                Table.text(visit.money(line.getUnitPrice())),
                                Table.text(visit.money(line.getTotal()))))
                        .toList(),
                "");
        return new Part(
                part.getShopName(),
                badge(part.getStatus()),
                lines,
                visit.money(part.getTotal()),
                visit.money(part.getCommission()));
    }

    private static List<TimelineEntry> timeline(Visit visit, Order order) {
        List<TimelineEntry> entries = new ArrayList<>();
        entries.add(new TimelineEntry("Placed", visit.time(order.getCreateTime()), null, State.DONE));
        String updated = visit.time(order.getUpdateTime());
        String note = order.getNote().isEmpty() ? null : order.getNote();
        switch (order.getStatus()) {
            case AWAITING_PAYMENT -> {
                entries.add(new TimelineEntry("Waits for the payment", null, note, State.NOW));
                entries.add(new TimelineEntry("Shipped", null, null, State.AHEAD));
            }
            case PAID, SHIPPED -> {
                entries.add(new TimelineEntry("Paid", null, null, State.DONE));
                order.getSubOrdersList().forEach(part -> entries.add(shipment(visit, part)));
            }
            case CANCELLING ->
                entries.add(new TimelineEntry("Being cancelled: the payment is called off", updated, note, State.NOW));
            case CANCELLED -> entries.add(new TimelineEntry("Cancelled", updated, note, State.FAILED));
            default -> {}
        }
        return entries;
    }

    private static TimelineEntry shipment(Visit visit, SubOrder part) {
        if (part.getStatus() == SubOrder.Status.SHIPPED) {
            var shipment = part.getShipment();
            return new TimelineEntry(
                    "Shipped by " + part.getShopName(),
                    visit.time(shipment.getShipTime()),
                    shipment.getCarrier() + " " + shipment.getTrackingNumber(),
                    State.DONE);
        }
        return new TimelineEntry("To be shipped by " + part.getShopName(), null, null, State.NOW);
    }

    private static String address(Address address) {
        return Stream.of(
                        address.getName(),
                        address.getLine1(),
                        address.getLine2(),
                        (address.getPostalCode() + " " + address.getCity()).strip(),
                        address.getRegion(),
                        address.getCountry().isEmpty()
                                ? ""
                                : Locale.of("", address.getCountry()).getDisplayCountry(Locale.ENGLISH),
                        address.getPhone())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.joining("\n"));
    }

    private static ListOrdersRequest.Builder request(Order.@Nullable Status status, String after) {
        var request = ListOrdersRequest.newBuilder().setAll(true).setPageToken(after);
        return status == null ? request : request.setStatus(status);
    }

    private static List<Table.Cell> row(Visit visit, Order order) {
        return List.of(
                Table.link(order.getNumber(), "/orders/" + order.getId()),
                Table.text(visit.time(order.getCreateTime())),
                Table.text(shops(order)),
                Table.text(visit.number(pieces(order))),
                Table.text(country(order)),
                Table.text(visit.money(order.getTotals().getTotal())),
                Table.badge(badge(order.getStatus())));
    }

    private static String shops(Order order) {
        return order.getSubOrdersList().stream().map(SubOrder::getShopName).collect(Collectors.joining(", "));
    }

    private static long pieces(Order order) {
        return order.getSubOrdersList().stream()
                .flatMap(part -> part.getLinesList().stream())
                .mapToLong(OrderLine::getQuantity)
                .sum();
    }

    private static String country(Order order) {
        String code = order.getShippingAddress().getCountry();
        return code.isEmpty() ? "" : Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
    }

    static String csvLine(Order order) {
        var totals = order.getTotals();
        String currency = totals.getTotal().getCurrency();
        return Stream.of(
                        order.getNumber(),
                        order.getId(),
                        order.getStatus().name(),
                        Wire.instant(order.getCreateTime()).toString(),
                        order.getShippingAddress().getCountry(),
                        shops(order),
                        Long.toString(pieces(order)),
                        currency,
                        amount(totals.getItems().getAmount(), currency),
                        amount(totals.getShipping().getAmount(), currency),
                        amount(totals.getTaxIncluded().getAmount(), currency),
                        amount(totals.getTotal().getAmount(), currency))
                .map(OrderPages::csvCell)
                .collect(Collectors.joining(","));
    }

    private static String amount(long minor, String currency) {
        return currency.isEmpty() ? Long.toString(minor) : MoneyFormat.plain(minor, currency);
    }

    /** A cell as RFC 4180 wants it; one that a spreadsheet would take for a formula is made text. */
    static String csvCell(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 && !text.matches("-?[0-9.]+");
        String safe = formula ? "'" + text : text;
        boolean quoted = safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return quoted ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }

    static Badge badge(Order.Status status) {
        return switch (status) {
            case AWAITING_PAYMENT -> new Badge("Awaits payment", Tone.WARNING);
            case PAID -> new Badge("Paid", Tone.INFO);
            case SHIPPED -> new Badge("Shipped", Tone.SUCCESS);
            case CANCELLING -> new Badge("Being cancelled", Tone.WARNING);
            case CANCELLED -> new Badge("Cancelled", Tone.DANGER);
            default -> new Badge("Unknown", Tone.NEUTRAL);
        };
    }

    private static Badge badge(SubOrder.Status status) {
        return switch (status) {
            case AWAITING_PAYMENT -> new Badge("Awaits payment", Tone.WARNING);
            case TO_SHIP -> new Badge("To be shipped", Tone.INFO);
            case SHIPPED -> new Badge("Shipped", Tone.SUCCESS);
            case CANCELLED -> new Badge("Cancelled", Tone.DANGER);
            default -> new Badge("Unknown", Tone.NEUTRAL);
        };
    }
}
