package com.mallhive.web.admin.pages;

import com.mallhive.api.analytics.v1.Funnel;
import com.mallhive.api.analytics.v1.GetFunnelRequest;
import com.mallhive.api.analytics.v1.GetSalesRequest;
import com.mallhive.api.analytics.v1.GetSalesResponse;
import com.mallhive.api.analytics.v1.ListTopProductsRequest;
import com.mallhive.api.analytics.v1.ListTopProductsResponse;
import com.mallhive.api.analytics.v1.SalesPoint;
import com.mallhive.api.inventory.v1.GetStockSummaryRequest;
import com.mallhive.api.inventory.v1.StockSummary;
import com.mallhive.api.payments.v1.GetLedgerRequest;
import com.mallhive.api.payments.v1.Ledger;
import com.mallhive.api.platform.v1.Backlog;
import com.mallhive.api.platform.v1.GetBacklogRequest;
import com.mallhive.api.type.Money;
import com.mallhive.platform.rpc.Wire;
import com.mallhive.web.admin.visit.Services;
import com.mallhive.web.admin.visit.Visit;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.BarChart;
import com.mallhive.web.ui.ColumnChart;
import com.mallhive.web.ui.MoneyFormat;
import com.mallhive.web.ui.Stat;
import com.mallhive.web.ui.Tone;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The mall at a glance: what is sold, and whether everything is as it must be. */
public final class Overview {
    private static final int DAYS = 30;

    private final Services services;
    private final Clock clock;

    /**
     * The page; parts are null while their service does not answer.
     *
     * @param trade revenue and orders
     * @param proofs what must be zero, and stock
     */
    public record View(
            List<Stat> trade,
            List<Stat> proofs,
            @Nullable ColumnChart sales,
            @Nullable BarChart funnel,
            @Nullable Table top,
            Table backlog) {}

    public Overview(Services services, Clock clock) {
        this.services = services;
        this.clock = clock;
    }

    public void show(Visit visit) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate first = today.minusDays(DAYS - 1);
        GetSalesResponse sales = Soft.get(() -> services.analytics()
                .getSales(GetSalesRequest.newBuilder()
                        .setStep(GetSalesRequest.Step.DAY)
                        .setFrom(Wire.timestamp(
                                first.atStartOfDay(ZoneOffset.UTC).toInstant()))
                        .build()));
        List<Stat> trade = new ArrayList<>();
        ColumnChart chart = null;
        if (sales != null) {
            Map<LocalDate, SalesPoint> days = byDay(sales);
            SalesPoint now = days.getOrDefault(today, SalesPoint.getDefaultInstance());
            trade.add(Stat.of("Revenue today", visit.money(now.getRevenue()), "since midnight UTC"));
            trade.add(Stat.of("Orders today", visit.number(now.getOrders()), "paid"));
            trade.add(Stat.of(
                    "Revenue, 30 days",
                    MoneyFormat.rounded(
                            sales.getRevenue().getAmount(), visit.currency(sales.getRevenue()), visit.locale()),
                    null));
            trade.add(Stat.of(
                    "Orders, 30 days", visit.number(sales.getOrders()), visit.number(sales.getUnits()) + " pieces"));
            chart = chart(visit, days, first, today, sales.getRevenue());
        }
        List<Stat> proofs = new ArrayList<>();
        stock(visit, proofs);
        ledger(visit, proofs);
        Table backlog = backlog(visit, proofs);
        visit.show(
                "overview",
                visit.frame("Overview", "overview"),
                new View(trade, proofs, chart, funnel(visit), top(visit), backlog));
    }

    private static Map<LocalDate, SalesPoint> byDay(GetSalesResponse sales) {
        Map<LocalDate, SalesPoint> days = new HashMap<>();
        sales.getPointsList()
                .forEach(point -> days.put(LocalDate.ofInstant(Wire.instant(point.getTime()), ZoneOffset.UTC), point));
        return days;
    }

    private static ColumnChart chart(
            Visit visit, Map<LocalDate, SalesPoint> days, LocalDate first, LocalDate today, Money total) {
        var label = DateTimeFormatter.ofPattern("d MMM", visit.locale());
        String currency = visit.currency(total);
        List<ColumnChart.Column> columns = first.datesUntil(today.plusDays(1))
                .map(day -> {
                    SalesPoint point = days.getOrDefault(day, SalesPoint.getDefaultInstance());
                    long amount = point.getRevenue().getAmount();
                    return new ColumnChart.Column(
                            label.format(day), amount, MoneyFormat.format(amount, currency, visit.locale()));
                })
                .toList();
        return new ColumnChart("Revenue per day, last 30 days", "Revenue", columns);
    }

    private @Nullable BarChart funnel(Visit visit) {
        Funnel funnel = Soft.get(() -> services.analytics()
                .getFunnel(GetFunnelRequest.newBuilder().setDays(DAYS).build()));
        if (funnel == null) {
            return null;
        }
        return new BarChart(
                "From visit to order, last 30 days",
                List.of(
                        bar(visit, "Visits", funnel.getVisits()),
                        bar(visit, "Looked at a product", funnel.getProductVisits()),
                        bar(visit, "Put it into the cart", funnel.getCartVisits()),
                        bar(visit, "Went to the checkout", funnel.getCheckoutVisits()),
                        bar(visit, "Ordered", funnel.getOrders())));
    }

    private static BarChart.Bar bar(Visit visit, String label, long value) {
        return new BarChart.Bar(label, value, visit.number(value));
    }

    private @Nullable Table top(Visit visit) {
        ListTopProductsResponse top = Soft.get(() -> services.analytics()
                .listTopProducts(ListTopProductsRequest.newBuilder()
                        .setDays(DAYS)
                        .setLimit(10)
                        .build()));
        if (top == null) {
            return null;
        }
        return Table.of(
                "Products that sold best in 30 days",
                List.of("Product", "#Pieces", "#Revenue"),
                top.getProductsList().stream()
                        .map(product -> List.of(
                                Table.text(product.getTitle()),
                                Table.text(visit.number(product.getUnits())),
                                Table.text(visit.money(product.getRevenue()))))
                        .toList(),
                "Nothing was sold yet.");
    }

    private void stock(Visit visit, List<Stat> proofs) {
        StockSummary stock =
                Soft.get(() -> services.inventory().getStockSummary(GetStockSummaryRequest.getDefaultInstance()));
        if (stock == null) {
            proofs.add(silent("Stock"));
            return;
        }
        proofs.add(mustBeZero(visit, "Oversold offers", stock.getOversold(), "must be zero, always", "/stock"));
        proofs.add(new Stat(
                "Pieces in stock",
                visit.number(stock.getUnits()),
                visit.number(stock.getReserved()) + " reserved, " + visit.number(stock.getOffers()) + " offers",
                null,
                true,
                Tone.NEUTRAL,
                "/stock"));
        proofs.add(
                new Stat("Sold out", visit.number(stock.getSoldOut()), "offers", null, true, Tone.NEUTRAL, "/stock"));
    }

    private void ledger(Visit visit, List<Stat> proofs) {
        Ledger ledger = Soft.get(() -> services.payments().getLedger(GetLedgerRequest.getDefaultInstance()));
        if (ledger == null) {
            proofs.add(silent("Ledger"));
            return;
        }
        proofs.add(ledger(ledger, visit::money, visit.number(ledger.getEntries())));
    }

    /** Green where the ledger agrees with the payments, else by how much it does not. */
    static Stat ledger(Ledger ledger, Function<Money, String> format, String entries) {
        List<Money> differences = ledger.getDifferencesList();
        boolean good = differences.isEmpty();
        return new Stat(
                "Ledger, difference from payments",
                good ? "0" : differences.stream().map(format).collect(Collectors.joining(", ")),
                entries + " entries",
                null,
                good,
                good ? Tone.SUCCESS : Tone.DANGER,
                "/ledger");
    }

    private Table backlog(Visit visit, List<Stat> proofs) {
        List<List<Table.Cell>> rows = new ArrayList<>();
        long letters = 0;
        for (var inbox : services.inboxes().entrySet()) {
            Backlog backlog = Soft.get(() -> inbox.getValue().getBacklog(GetBacklogRequest.getDefaultInstance()));
            String letterUrl = "/dead-letters?service=" + inbox.getKey();
            if (backlog == null) {
                rows.add(List.of(
                        Table.text(inbox.getKey()),
                        Table.text("–"),
                        Table.text("–"),
                        Table.text("–"),
                        Table.badge(new Badge("does not answer", Tone.DANGER))));
                continue;
            }
            letters += backlog.getDeadLetters();
            boolean good = backlog.getDeadLetters() == 0;
            rows.add(List.of(
                    Table.text(inbox.getKey()),
                    Table.text(visit.number(backlog.getOutbox())),
                    Table.text(visit.number(backlog.getInbox())),
                    Table.link(visit.number(backlog.getDeadLetters()), letterUrl),
                    Table.badge(good ? new Badge("good", Tone.SUCCESS) : new Badge("look at it", Tone.WARNING))));
        }
        proofs.add(mustBeZero(visit, "Dead letters", letters, "events that could not be handled", "/dead-letters"));
        return Table.of(
                "Events that wait, per service",
                List.of("Service", "#To publish", "#To handle", "#Dead letters", "State"),
                rows,
                "");
    }

    private static Stat mustBeZero(Visit visit, String label, long figure, String note, String url) {
        return new Stat(
                label, visit.number(figure), note, null, figure == 0, figure == 0 ? Tone.SUCCESS : Tone.DANGER, url);
    }

    private static Stat silent(String label) {
        return new Stat(label, "–", "the service does not answer", null, false, Tone.DANGER, null);
    }
}
