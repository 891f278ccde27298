package com.mallhive.web.storefront.desk;

import com.mallhive.api.orders.v1.GetOrderRequest;
import com.mallhive.api.orders.v1.ListOrdersRequest;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrderLine;
import com.mallhive.api.orders.v1.ShipOrderRequest;
import com.mallhive.api.orders.v1.SubOrder;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.browse.Dates;
import com.mallhive.web.storefront.buy.OrderView;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.FieldError;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.Pager;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The shop's orders, and sending them. */
public final class DeskOrders {
    private static final int PAGE = 30;
    private static final Map<String, Order.Status> FILTERS = Map.of(
            "to-send", Order.Status.PAID,
            "shipped", Order.Status.SHIPPED,
            "cancelled", Order.Status.CANCELLED);

    private final Services services;
    private final Desk desk;

    /** The list. */
    public record ListView(List<Tab> tabs, List<Row> rows, Pager pager, boolean continued, String firstUrl) {}

    /** A choice of orders. */
    public record Tab(String label, String url, boolean open) {}

    /** An order in a table. */
    public record Row(
            String url, String number, String placed, String what, int pieces, String total, String to, Badge status) {}

    /** An order in full; the form is there while the parcel waits. */
    public record Detail(
            String id,
            String number,
            String placed,
            Badge status,
            List<OrderView.Line> lines,
            String goods,
            String shipping,
            String total,
            String commission,
            String address,
            boolean toShip,
            @Nullable String shipped,
            List<Field> fields,
            List<FieldError> errors) {}

    public DeskOrders(Services services, Desk desk) {
        this.services = services;
        this.desk = desk;
    }

    public void list(Visit visit) {
        desk.shopId(visit);
        String show = visit.query("show");
        Order.Status status = FILTERS.get(show);
        String base = status == null ? "/desk/orders" : "/desk/orders?show=" + show;
        String after = visit.query("after");
        var request =
                ListOrdersRequest.newBuilder().setShop(true).setPageSize(PAGE).setPageToken(after);
        if (status != null) {
            request.setStatus(status);
        }
        var answer = services.orders().listOrders(request.build());
        // An order waits as a whole until its last part is sent; what counts here is this shop's part.
        List<Row> rows = answer.getOrdersList().stream()
                .filter(order -> status != Order.Status.PAID || waits(order))
                .map(order -> row(visit, order))
                .toList();
        String next = answer.getNextPageToken();
        Pager pager = new Pager(
                next.isEmpty() ? null : base + (status == null ? "?" : "&") + "after=" + Urls.encode(next),
                "rows",
                rows.size(),
                null);
        if (visit.isHtmx()) {
            visit.part("desk/moreOrders", Map.of("rows", rows, "pager", pager));
            return;
        }
        List<Tab> tabs = List.of(
                new Tab("All", "/desk/orders", status == null),
                new Tab("To send", "/desk/orders?show=to-send", show.equals("to-send")),
                new Tab("Shipped", "/desk/orders?show=shipped", show.equals("shipped")),
                new Tab("Cancelled", "/desk/orders?show=cancelled", show.equals("cancelled")));
        visit.show(
                "desk/orders",
                desk.frame(visit, "Orders", Desk.ORDERS),
                new ListView(tabs, rows, pager, !after.isEmpty(), base));
    }

    public void detail(Visit visit) {
        desk.shopId(visit);
        detail(visit, visit.id("order"), Form.empty(), 200, null);
    }

    public void ship(Visit visit) {
        desk.shopId(visit);
        UUID id = visit.id("order");
        Form form = visit.form();
        String carrier = form.required("carrier", "Enter who carries the parcel.");
        String tracking = form.required("trackingNumber", "Enter the tracking number.");
        if (!form.good()) {
            detail(visit, id, form, 422, null);
            return;
        }
        try {
            services.orders()
                    .shipOrder(ShipOrderRequest.newBuilder()
                            .setOrder(id.toString())
                            .setCarrier(carrier)
                            .setTrackingNumber(tracking)
                            .build());
            visit.redirect("/desk/orders/" + id, Flash.SHIPPED);
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            switch (problem.kind()) {
                case INVALID -> {
                    form.take(problem, Map.of());
                    detail(visit, id, form, 422, null);
                }
                case CONFLICT -> detail(visit, id, form, 409, Notice.of(Tone.WARNING, problem.getMessage()));
                default -> throw problem;
            }
        }
    }

    private void detail(Visit visit, UUID id, Form form, int status, @Nullable Notice notice) {
        Order order = services.orders()
                .getOrder(GetOrderRequest.newBuilder().setOrder(id.toString()).build());
        SubOrder part = part(visit, order);
        Notice[] notices = notice == null ? new Notice[0] : new Notice[] {notice};
        long goods = part.getLinesList().stream()
                .mapToLong(line -> line.getPaid().getAmount())
                .sum();
        long total = part.getTotal().getAmount();
        Detail view = new Detail(
                order.getId(),
                order.getNumber(),
                Dates.time(order.getCreateTime(), visit.locale()),
                OrderView.badge(part.getStatus()),
                part.getLinesList().stream()
                        .map(line -> OrderView.line(visit, line))
                        .toList(),
                visit.money(part.getTotal().toBuilder().setAmount(goods).build()),
                visit.money(part.getTotal().toBuilder().setAmount(total - goods).build()),
                visit.money(part.getTotal()),
                visit.money(part.getCommission()),
                OrderView.address(order.getShippingAddress()),
                part.getStatus() == SubOrder.Status.TO_SHIP,
                part.hasShipment()
                        ? part.getShipment().getCarrier() + ", "
                                + part.getShipment().getTrackingNumber() + ", on "
                                + Dates.day(part.getShipment().getShipTime(), visit.locale())
                        : null,
                List.of(
                        Field.text("carrier", "Carrier", form.text("carrier"))
                                .maxLength(60)
                                .placeholder("DHL")
                                .error(form.error("carrier")),
                        Field.text("trackingNumber", "Tracking number", form.text("trackingNumber"))
                                .maxLength(80)
                                .hint("Letters, digits, blanks and hyphens.")
                                .error(form.error("trackingNumber"))),
                form.errors());
        visit.showAgain(
                status, "desk/order", desk.frame(visit, "Order " + order.getNumber(), Desk.ORDERS, notices), view);
    }

    private SubOrder part(Visit visit, Order order) {
        String shop = desk.shopId(visit).toString();
        return order.getSubOrdersList().stream()
                .filter(p -> p.getShopId().equals(shop))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("order"));
    }

    /** Whether the shop has something to send. */
    static boolean waits(Order order) {
        return order.getSubOrdersList().stream().anyMatch(part -> part.getStatus() == SubOrder.Status.TO_SHIP);
    }

    static Row row(Visit visit, Order order) {
        List<SubOrder> parts = order.getSubOrdersList();
        List<OrderLine> lines =
                parts.stream().flatMap(part -> part.getLinesList().stream()).toList();
        int pieces = lines.stream().mapToInt(OrderLine::getQuantity).sum();
        String first = lines.isEmpty() ? "" : lines.getFirst().getTitle();
        SubOrder part = parts.isEmpty() ? SubOrder.getDefaultInstance() : parts.getFirst();
        String country = order.getShippingAddress().getCountry();
        return new Row(
                "/desk/orders/" + order.getId(),
                order.getNumber(),
                Dates.day(order.getCreateTime(), visit.locale()),
                lines.size() <= 1 ? first : first + " and " + (lines.size() - 1) + " more",
                pieces,
                part.hasTotal() ? visit.money(part.getTotal()) : "",
                order.getShippingAddress().getCity()
                        + (country.isEmpty()
                                ? ""
                                : ", " + Locale.of("", country).getDisplayCountry(Locale.ENGLISH)),
                OrderView.badge(part.getStatus()));
    }
}
