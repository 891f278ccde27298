package com.mallhive.analytics;

import static com.mallhive.platform.rpc.Unary.answer;

import com.google.protobuf.Empty;
import com.mallhive.analytics.store.SalesStore;
import com.mallhive.analytics.store.VisitStore;
import com.mallhive.api.analytics.v1.*;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** The contract of analytics, answered from its store. */
final class AnalyticsApi extends AnalyticsGrpc.AnalyticsImplBase {
    private static final Duration LONGEST = Duration.ofDays(400);

    private final Database database;
    private final SalesStore sales;
    private final VisitStore visits;
    private final String currency;
    private final Clock clock;

    AnalyticsApi(Database database, SalesStore sales, VisitStore visits, String currency, Clock clock) {
        this.database = database;
        this.sales = sales;
        this.visits = visits;
        this.currency = currency;
        this.clock = clock;
    }

    @Override
    public void collectEvents(CollectEventsRequest request, StreamObserver<Empty> out) {
        var events = request.getEventsList().stream()
                .map(e -> new VisitStore.Visit(
                        e.getType().name(),
                        e.getPath(),
                        e.getProductId().isEmpty() ? null : UUID.fromString(e.getProductId())))
                .toList();
        database.execute(
                session -> visits.add(session, UUID.fromString(request.getVisitId()), events, clock.instant()));
        answer(out, Empty.getDefaultInstance());
    }

    @Override
    public void getSales(GetSalesRequest request, StreamObserver<GetSalesResponse> out) {
        Instant until = request.hasUntil() ? Wire.instant(request.getUntil()) : clock.instant();
        Instant from = request.hasFrom() ? Wire.instant(request.getFrom()) : until.minus(Duration.ofDays(30));
        if (!from.isBefore(until) || Duration.between(from, until).compareTo(LONGEST) > 0) {
            throw Problem.invalid("from", "must be before until, by at most 400 days");
        }
        UUID shop = Caller.current().isOperator()
                ? SalesStore.MALL
                : Caller.current().shop();
        var points = database.read(session ->
                sales.curve(session, shop, currency, from, until, request.getStep() == GetSalesRequest.Step.HOUR));
        var answer = GetSalesResponse.newBuilder();
        long revenue = 0;
        for (SalesStore.Point point : points) {
            revenue += point.revenue();
            answer.setOrders(answer.getOrders() + point.orders())
                    .setUnits(answer.getUnits() + point.units())
                    .addPoints(SalesPoint.newBuilder()
                            .setTime(Wire.timestamp(point.time()))
                            .setRevenue(Wire.money(Money.of(point.revenue(), currency)))
                            .setOrders(point.orders()));
        }
        answer(out, answer.setRevenue(Wire.money(Money.of(revenue, currency))).build());
    }

    @Override
    public void listTopProducts(ListTopProductsRequest request, StreamObserver<ListTopProductsResponse> out) {
        UUID shop = Caller.current().isOperator() ? null : Caller.current().shop();
        var since = since(request.getDays()).atOffset(ZoneOffset.UTC).toLocalDate();
        int limit = request.getLimit() == 0 ? 10 : request.getLimit();
        var answer = ListTopProductsResponse.newBuilder();
        database.read(session -> sales.top(session, shop, currency, since, limit))
                .forEach(top -> answer.addProducts(TopProduct.newBuilder()
                        .setProductId(top.product().toString())
                        .setTitle(top.title())
                        .setUnits(top.units())
                        .setRevenue(Wire.money(Money.of(top.revenue(), currency)))));
        answer(out, answer.build());
    }

    @Override
    public void getFunnel(GetFunnelRequest request, StreamObserver<Funnel> out) {
        Instant since = since(request.getDays());
        var funnel = database.read(session -> visits.funnel(session, since));
        long orders = database
                .read(session -> sales.curve(session, SalesStore.MALL, currency, since, clock.instant(), false))
                .stream()
                .mapToLong(SalesStore.Point::orders)
                .sum();
        answer(
                out,
                Funnel.newBuilder()
                        .setVisits(funnel.visits())
                        .setProductVisits(funnel.products())
                        .setCartVisits(funnel.carts())
                        .setCheckoutVisits(funnel.checkouts())
                        .setOrders(orders)
                        .build());
    }

    private Instant since(int days) {
        return clock.instant().minus(Duration.ofDays(days == 0 ? 30 : days));
    }
}
