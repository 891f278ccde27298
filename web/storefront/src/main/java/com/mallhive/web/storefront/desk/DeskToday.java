package com.mallhive.web.storefront.desk;

import com.mallhive.api.analytics.v1.GetSalesRequest;
import com.mallhive.api.analytics.v1.GetSalesResponse;
import com.mallhive.api.catalog.v1.GetOffersRequest;
import com.mallhive.api.catalog.v1.Offer;
import com.mallhive.api.inventory.v1.ListLowStockRequest;
import com.mallhive.api.inventory.v1.ListLowStockResponse;
import com.mallhive.api.inventory.v1.Stock;
import com.mallhive.api.notifications.v1.Alert;
import com.mallhive.api.notifications.v1.ListAlertsRequest;
import com.mallhive.api.notifications.v1.WatchAlertsRequest;
import com.mallhive.api.orders.v1.ListOrdersRequest;
import com.mallhive.api.orders.v1.ListOrdersResponse;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.payments.v1.GetShopBalanceRequest;
import com.mallhive.api.payments.v1.ShopBalance;
import com.mallhive.web.storefront.browse.Dates;
import com.mallhive.web.storefront.visit.Live;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Soft;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.ColumnChart;
import com.mallhive.web.ui.MoneyFormat;
import com.mallhive.web.ui.Stat;
import com.mallhive.web.ui.Tone;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The first page of the desk: what to do today; and the live alerts of every page of the desk. */
public final class DeskToday {
    private static final int LOW = 5;
    private static final int DAYS = 30;

    private final Services services;
    private final Desk desk;
    private final Live live;
    private final String currency;
    private final Clock clock;

    /** The page. */
    public record View(
            List<Stat> stats,
            List<DeskOrders.Row> toShip,
            List<Low> low,
            @Nullable ColumnChart sales,
            boolean fresh) {}

    /** Something that runs out. */
    public record Low(String title, String variant, String url, int available, String level) {}

    /** Who is told of an alert: the count of what waits, and the newest alert's words. */
    public record Alerts(int toShip, boolean more, String message) {}

    public DeskToday(Services services, Desk desk, Live live, String currency, Clock clock) {
        this.services = services;
        this.desk = desk;
        this.live = live;
        this.currency = currency;
        this.clock = clock;
    }

    public void show(Visit visit) {
        desk.shopId(visit);
        ListOrdersResponse paid = toShip();
        List<DeskOrders.Row> waiting = paid.getOrdersList().stream()
                .filter(DeskOrders::waits)
                .map(order -> DeskOrders.row(visit, order))
                .toList();
        ListLowStockResponse low = Soft.get(
                () -> services.inventory()
                        .listLowStock(ListLowStockRequest.newBuilder()
                                .setAtMost(LOW)
                                .setPageSize(50)
                                .build()),
                ListLowStockResponse.getDefaultInstance());
        ShopBalance balance = Soft.get(
                () -> services.payments().getShopBalance(GetShopBalanceRequest.getDefaultInstance()),
                ShopBalance.getDefaultInstance());
        GetSalesResponse sales = Soft.get(
                () -> services.analytics().getSales(GetSalesRequest.getDefaultInstance()),
                GetSalesResponse.getDefaultInstance());
        List<Stat> stats = List.of(
                new Stat(
                        "Orders to send",
                        waiting.size() + (paid.getNextPageToken().isEmpty() ? "" : "+"),
                        waiting.isEmpty() ? "All done" : "Buyers are waiting",
                        null,
                        true,
                        waiting.isEmpty() ? Tone.SUCCESS : Tone.NEUTRAL,
                        "/desk/orders"),
                new Stat(
                        "Running low",
                        low.getStockCount() + (low.getNextPageToken().isEmpty() ? "" : "+"),
                        "5 pieces or fewer",
                        null,
                        true,
                        low.getStockCount() == 0 ? Tone.SUCCESS : Tone.NEUTRAL,
                        "/desk/products"),
                Stat.of("Balance", balance(visit, balance), "Paid by buyers, not paid out yet"),
                Stat.of(
                        "Sales, 30 days",
                        sales.hasRevenue() ? visit.money(sales.getRevenue()) : "–",
                        sales.hasRevenue() ? sales.getOrders() + " orders" : "Not known at the moment"));
        visit.show(
                "desk/today",
                desk.frame(visit, "Today", Desk.TODAY),
                new View(
                        stats,
                        waiting.stream().limit(10).toList(),
                        low(low),
                        chart(visit, sales),
                        waiting.isEmpty() && sales.getOrders() == 0));
    }

    /** What the header of the desk says of waiting orders; the answer to a live alert. */
    public void alerts(Visit visit) {
        desk.shopId(visit);
        ListOrdersResponse paid = toShip();
        int waiting =
                (int) paid.getOrdersList().stream().filter(DeskOrders::waits).count();
        String message = Soft.get(
                () -> services
                        .notifications()
                        .listAlerts(
                                ListAlertsRequest.newBuilder().setPageSize(1).build())
                        .getAlertsList()
                        .stream()
                        .map(Alert::getTitle)
                        .findFirst()
                        .orElse(""),
                "");
        visit.part(
                "desk/alerts",
                Map.of("alerts", new Alerts(waiting, !paid.getNextPageToken().isEmpty(), message)));
    }

    public void liveAlerts(Visit visit) {
        desk.shopId(visit);
        String last = visit.ctx().header("Last-Event-ID");
        WatchAlertsRequest request = WatchAlertsRequest.newBuilder()
                .setLastEventId(last == null || last.length() > 40 ? "" : last)
                .build();
        live.<Alert>stream(
                visit,
                observer -> services.alertStream().watchAlerts(request, observer),
                alert -> new Live.Event("update", alert.getId(), alert.getKind()));
    }

    private ListOrdersResponse toShip() {
        return Soft.get(
                () -> services.orders()
                        .listOrders(ListOrdersRequest.newBuilder()
                                .setShop(true)
                                .setStatus(Order.Status.PAID)
                                .setPageSize(100)
                                .build()),
                ListOrdersResponse.getDefaultInstance());
    }

    private List<Low> low(ListLowStockResponse answer) {
        List<Stock> stock = answer.getStockList().stream().limit(10).toList();
        if (stock.isEmpty()) {
            return List.of();
        }
        Map<String, Offer> offers = Soft.get(
                () -> services
                        .catalog()
                        .getOffers(GetOffersRequest.newBuilder()
                                .addAllOfferIds(
                                        stock.stream().map(Stock::getOfferId).toList())
                                .build())
                        .getOffersList()
                        .stream()
                        .collect(Collectors.toMap(Offer::getId, o -> o, (a, _) -> a)),
                Map.of());
        return stock.stream()
                .filter(s -> offers.containsKey(s.getOfferId()))
                .map(s -> {
                    Offer offer = offers.getOrDefault(s.getOfferId(), Offer.getDefaultInstance());
                    return new Low(
                            offer.getTitle(),
                            offer.getVariant(),
                            "/desk/products/" + offer.getProductId(),
                            s.getAvailable(),
                            s.getAvailable() <= 0 ? "none" : "low");
                })
                .toList();
    }

    private static String balance(Visit visit, ShopBalance balance) {
        return balance.getPendingCount() == 0
                ? "–"
                : balance.getPendingList().stream().map(visit::money).collect(Collectors.joining(" + "));
    }

    /** One column per day, also for days without sales. */
    private @Nullable ColumnChart chart(Visit visit, GetSalesResponse sales) {
        if (sales.getPointsCount() == 0) {
            return null;
        }
        Map<LocalDate, Long> byDay = new HashMap<>();
        sales.getPointsList()
                .forEach(point -> byDay.merge(
                        Dates.day(point.getTime()), point.getRevenue().getAmount(), Long::sum));
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        List<ColumnChart.Column> columns = today.minusDays(DAYS - 1)
                .datesUntil(today.plusDays(1))
                .map(day -> {
                    long amount = byDay.getOrDefault(day, 0L);
                    return new ColumnChart.Column(
                            Dates.dayAndMonth(day, visit.locale()),
                            amount,
                            MoneyFormat.format(amount, currency, visit.locale()));
                })
                .toList();
        return new ColumnChart("Sales of the last 30 days", "Sales", columns);
    }
}
