package com.mallhive.web.storefront.buy;

import com.mallhive.api.analytics.v1.VisitEvent;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartLine;
import com.mallhive.api.cart.v1.DeleteLineRequest;
import com.mallhive.api.cart.v1.UpdateLineRequest;
import com.mallhive.api.inventory.v1.BatchGetStockRequest;
import com.mallhive.api.inventory.v1.Stock;
import com.mallhive.api.orders.v1.Quote;
import com.mallhive.api.orders.v1.QuoteOrderRequest;
import com.mallhive.api.orders.v1.QuoteShop;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.visit.CartCookie;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Soft;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Tone;
import com.mallhive.web.ui.TotalLine;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cart. */
public final class CartPages {
    private static final int MOST_AT_ONCE = 999;

    private final Services services;
    private final Carts carts;

    public CartPages(Services services, Carts carts) {
        this.services = services;
        this.carts = carts;
    }

    public void show(Visit visit) {
        show(visit, null);
    }

    /** Puts an offer in. Without a script the cart is shown, with one only the badge changes. */
    public void add(Visit visit) {
        Form form = visit.form();
        String offer = form.text("variant");
        int quantity = form.number("quantity", 1, 1, MOST_AT_ONCE);
        if (!form.good()) {
            throw Problem.invalid("quantity", "enter a whole number from 1 to " + MOST_AT_ONCE);
        }
        Cart cart = carts.add(visit, offer, quantity);
        visit.note(
                VisitEvent.Type.CART_ADD,
                cart.getLinesList().stream()
                        .filter(line -> line.getOfferId().equals(offer))
                        .map(CartLine::getProductId)
                        .findFirst()
                        .orElse(null));
        if (visit.isHtmx()) {
            visit.toast(quantity == 1 ? "Added to your cart" : quantity + " pieces added to your cart");
            visit.part(
                    "ui/cartBadge", Map.of("assets", visit.assets(), "count", cart.getItemCount(), "outOfBand", true));
        } else {
            visit.redirect("/cart", Flash.ADDED);
        }
    }

    /** Changes how many; none takes the line out. */
    public void change(Visit visit) {
        CartCookie cart = visit.cart();
        if (cart == null) {
            visit.redirect("/cart");
            return;
        }
        Form form = visit.form();
        int quantity = form.number("quantity", -1, 0, MOST_AT_ONCE);
        String line = visit.id("line").toString();
        Notice problem = null;
        try {
            if (quantity == 0) {
                services.carts()
                        .deleteLine(DeleteLineRequest.newBuilder()
                                .setCart(cart.id().toString())
                                .setLine(line)
                                .build());
            } else if (quantity > 0) {
                services.carts()
                        .updateLine(UpdateLineRequest.newBuilder()
                                .setCart(cart.id().toString())
                                .setLine(line)
                                .setQuantity(quantity)
                                .build());
            } else {
                problem = Notice.of(Tone.DANGER, "Enter a whole number from 0 to " + MOST_AT_ONCE + ".");
            }
        } catch (StatusRuntimeException e) {
            if (Problem.from(e).kind() != Problem.Kind.NOT_FOUND) {
                throw e;
            }
        }
        if (visit.isHtmx() || problem != null) {
            show(visit, problem);
        } else {
            visit.redirect("/cart");
        }
    }

    private void show(Visit visit, @Nullable Notice problem) {
        Cart cart = carts.current(visit);
        CartView view = cart == null || cart.getLinesCount() == 0
                ? new CartView(List.of(), List.of(), List.of(), false)
                : view(visit, cart);
        var frame = problem == null
                ? visit.frame(PageFrame.Kind.STOREFRONT, "Cart")
                : visit.frame(PageFrame.Kind.STOREFRONT, "Cart", problem);
        visit.show("cart", frame.build(), view);
    }

    private CartView view(Visit visit, Cart cart) {
        Map<String, Integer> stock = stock(cart);
        List<Notice> notices = new ArrayList<>();
        Quote quote = quote(visit, cart, notices);
        Map<String, QuoteShop> quoted =
                quote.getShopsList().stream().collect(Collectors.toMap(QuoteShop::getShopId, s -> s, (a, _) -> a));
        Map<String, List<CartLine>> byShop = new LinkedHashMap<>();
        cart.getLinesList()
                .forEach(line -> byShop.computeIfAbsent(line.getShopId(), _ -> new ArrayList<>())
                        .add(line));
        List<CartView.Group> groups = new ArrayList<>();
        boolean blocked = false;
        for (var entry : byShop.entrySet()) {
            List<CartView.Line> lines = entry.getValue().stream()
                    .map(line -> line(visit, line, stock))
                    .toList();
            blocked |= lines.stream().anyMatch(line -> !line.onSale());
            QuoteShop part = quoted.get(entry.getKey());
            groups.add(new CartView.Group(
                    entry.getValue().getFirst().getShopName(),
                    part == null ? null : OrderView.shipping(visit, part.getShipping()),
                    lines));
        }
        if (cart.getLinesList().stream().anyMatch(CartLine::hasFormerPrice)) {
            notices.add(Notice.of(
                    Tone.INFO, "Some prices have changed since you put things into the cart. You see today's."));
        }
        List<TotalLine> totals = quote.hasTotals()
                ? OrderView.totals(visit, quote.getTotals())
                : List.of(TotalLine.total("Goods", visit.money(cart.getSubtotal()), "without delivery"));
        return new CartView(groups, totals, notices, blocked);
    }

    private Quote quote(Visit visit, Cart cart, List<Notice> notices) {
        try {
            return services.orders()
                    .quoteOrder(QuoteOrderRequest.newBuilder()
                            .setCart(cart.getId())
                            .setCountry(country(visit))
                            .build());
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            notices.add(
                    problem.kind() == Problem.Kind.CONFLICT
                            ? Notice.of(Tone.WARNING, problem.getMessage())
                            : Notice.of(
                                    Tone.WARNING,
                                    "Delivery cannot be told at the moment; it will be at the checkout."));
            return Quote.getDefaultInstance();
        }
    }

    private Map<String, Integer> stock(Cart cart) {
        return Soft.get(
                () -> services
                        .inventory()
                        .batchGetStock(BatchGetStockRequest.newBuilder()
                                .addAllOfferIds(cart.getLinesList().stream()
                                        .map(CartLine::getOfferId)
                                        .toList())
                                .build())
                        .getStockList()
                        .stream()
                        .collect(Collectors.toMap(Stock::getOfferId, Stock::getAvailable, (a, _) -> a)),
                Map.of());
    }

    private static CartView.Line line(Visit visit, CartLine line, Map<String, Integer> stock) {
        Integer available = stock.get(line.getOfferId());
        String warning = null;
        if (!line.getOnSale()) {
            warning = "No longer on sale. Take it out to go on.";
        } else if (available != null && available <= 0) {
            warning = "Sold out at the moment.";
        } else if (available != null && available < line.getQuantity()) {
            warning = "Only " + available + " left.";
        }
        return new CartView.Line(
                line.getId(),
                line.getTitle(),
                "/p/" + line.getProductSlug() + "?variant=" + Urls.encode(line.getOfferId()),
                line.getVariant(),
                OrderView.art(visit, line.getThumbnailUrl()),
                visit.money(line.getUnitPrice()),
                line.hasFormerPrice() ? visit.money(line.getFormerPrice()) : null,
                visit.money(line.getTotal()),
                line.getQuantity(),
                Math.max(line.getQuantity(), available == null ? 99 : Math.clamp(available, 1, 99)),
                line.getOnSale(),
                warning);
    }

    /** Where things go unless somebody says otherwise: the visitor's region. */
    static String country(Visit visit) {
        String region = visit.locale().getCountry();
        return region.isEmpty() ? "IE" : region;
    }
}
