package com.mallhive.web.storefront.buy;

import com.mallhive.api.orders.v1.CancelOrderRequest;
import com.mallhive.api.orders.v1.GetOrderRequest;
import com.mallhive.api.orders.v1.ListOrdersRequest;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.visit.CartCookie;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Live;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Pager;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Orders: one of them, live; those of the signed-in buyer; how guests find theirs. */
public final class OrderPages {
    private static final int PAGE = 20;

    private final Services services;
    private final Live live;

    /** The buyer's orders. */
    public record OrderList(List<OrderView.Summary> orders, Pager pager, boolean continued) {}

    public OrderPages(Services services, Live live) {
        this.services = services;
        this.live = live;
    }

    public void show(Visit visit) {
        Order order = get(visit, visit.id("order"), visit.query("token"));
        OrderView view = OrderView.of(visit, order, visit.query("token"));
        CartCookie cart = visit.cart();
        boolean paid = order.getStatus() == Order.Status.PAID || order.getStatus() == Order.Status.SHIPPED;
        if (paid && cart != null && visit.id("order").equals(cart.orderId())) {
            // A paid order closes its cart, perhaps a moment later: it is not counted any more.
            visit.forgetCart();
        }
        if (visit.isHtmx()) {
            int pieces = visit.cart() == null ? 0 : visit.cart().count();
            visit.part(
                    "orderPart",
                    Map.of("assets", visit.assets(), "csrf", visit.csrf(), "page", view, "pieces", pieces));
            return;
        }
        visit.show(
                "order",
                visit.frame(PageFrame.Kind.STOREFRONT, "Order " + order.getNumber())
                        .build(),
                view);
    }

    /** The changes of an order, as they happen. */
    public void live(Visit visit) {
        UUID id = visit.id("order");
        long seen = visit.query("v").matches("[0-9]{1,18}") ? Long.parseLong(visit.query("v")) : 0;
        GetOrderRequest request = request(id, visit.query("token"));
        live.<Order>stream(
                visit,
                observer -> services.orderStream().watchOrder(request, observer),
                order -> order.getVersion() > seen ? Live.Event.of("update") : null);
    }

    public void cancel(Visit visit) {
        UUID id = visit.id("order");
        String token = visit.form().text("token");
        String back = "/orders/" + id + (token.isEmpty() ? "" : "?token=" + Urls.encode(token));
        try {
            services.orders()
                    .cancelOrder(CancelOrderRequest.newBuilder()
                            .setOrder(id.toString())
                            .setGuestToken(token)
                            .setReason("Cancelled by the buyer.")
                            .build());
            visit.redirect(back, Flash.ORDER_CANCELLED);
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            if (problem.kind() != Problem.Kind.CONFLICT) {
                throw problem;
            }
            Order order = get(visit, id, token);
            visit.showAgain(
                    409,
                    "order",
                    visit.frame(
                                    PageFrame.Kind.STOREFRONT,
                                    "Order " + order.getNumber(),
                                    Notice.of(Tone.WARNING, problem.getMessage()))
                            .build(),
                    OrderView.of(visit, order, token));
        }
    }

    public void list(Visit visit) {
        visit.needSignIn();
        String after = visit.query("after");
        var answer = services.orders()
                .listOrders(ListOrdersRequest.newBuilder()
                        .setPageSize(PAGE)
                        .setPageToken(after)
                        .build());
        List<OrderView.Summary> orders = answer.getOrdersList().stream()
                .map(order -> OrderView.summary(visit, order, "/orders/" + order.getId()))
                .toList();
        String next = answer.getNextPageToken();
        Pager pager = new Pager(
                next.isEmpty() ? null : "/account/orders?after=" + Urls.encode(next), "orders", orders.size(), null);
        if (visit.isHtmx()) {
            visit.part("moreOrders", Map.of("orders", orders, "pager", pager));
            return;
        }
        visit.show(
                "orders",
                visit.frame(PageFrame.Kind.STOREFRONT, "Your orders").build(),
                new OrderList(orders, pager, !after.isEmpty()));
    }

    private Order get(Visit visit, UUID id, String token) {
        try {
            return services.orders().getOrder(request(id, token));
        } catch (StatusRuntimeException e) {
            if (Problem.from(e).kind() == Problem.Kind.NOT_FOUND && token.isEmpty() && visit.signedIn() == null) {
                // Perhaps the order of somebody who is signed out.
                visit.needSignIn();
            }
            throw e;
        }
    }

    private static GetOrderRequest request(UUID id, String token) {
        return GetOrderRequest.newBuilder()
                .setOrder(id.toString())
                .setGuestToken(token.length() > 200 ? "" : token)
                .build();
    }
}
