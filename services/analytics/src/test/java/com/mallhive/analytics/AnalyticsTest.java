package com.mallhive.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.analytics.v1.CollectEventsRequest;
import com.mallhive.api.analytics.v1.Funnel;
import com.mallhive.api.analytics.v1.GetFunnelRequest;
import com.mallhive.api.analytics.v1.GetSalesRequest;
import com.mallhive.api.analytics.v1.GetSalesResponse;
import com.mallhive.api.analytics.v1.ListTopProductsRequest;
import com.mallhive.api.analytics.v1.TopProduct;
import com.mallhive.api.analytics.v1.VisitEvent;
import com.mallhive.api.events.v1.OrderCancelled;
import com.mallhive.api.events.v1.OrderPaid;
import com.mallhive.api.events.v1.SoldLine;
import com.mallhive.api.type.Money;
import com.mallhive.platform.rpc.Person;
import com.mallhive.testkit.TestPlatform;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sales and visits, from the events that arrive to the figures that are shown. */
class AnalyticsTest {
    private static final UUID SHOP = new UUID(0, 1);
    private static final UUID OTHER_SHOP = new UUID(0, 2);
    private static final UUID MUG = new UUID(1, 1);
    private static final UUID LAMP = new UUID(1, 2);
    private static final Person OPERATOR = new Person(new UUID(9, 1), Set.of("operator"), null, UUID.randomUUID());
    private static final Person SELLER = new Person(new UUID(9, 2), Set.of("seller"), SHOP, UUID.randomUUID());

    private final TestPlatform platform = TestPlatform.of("analytics").build();

    AnalyticsTest() {
        platform.run(AnalyticsModule::new);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void theMallSeesEverythingAndASellerTheirShop() {
        arrive(paid(now(), line(SHOP, MUG, 2, 3000), line(OTHER_SHOP, LAMP, 1, 5000)));
        arrive(paid(now(), line(SHOP, MUG, 1, 1500)));

        GetSalesResponse mall = sales(OPERATOR, GetSalesRequest.getDefaultInstance());
        assertThat(mall.getRevenue().getAmount()).isEqualTo(9500 + 2 * 490);
        assertThat(mall.getOrders()).isEqualTo(2);
        assertThat(mall.getUnits()).isEqualTo(4);

        GetSalesResponse shop = sales(SELLER, GetSalesRequest.getDefaultInstance());
        assertThat(shop.getRevenue().getAmount()).isEqualTo(4500);
        assertThat(shop.getOrders()).isEqualTo(2);
        assertThat(shop.getUnits()).isEqualTo(3);

        assertThat(top(OPERATOR)).extracting(TopProduct::getUnits).containsExactlyInAnyOrder(3L, 1L);
        assertThat(top(SELLER)).extracting(TopProduct::getProductId).containsExactly(MUG.toString());
    }

    @Test
    void aSecondDeliveryCountsOnce() {
        UUID id = UUID.randomUUID();
        OrderPaid order = paid(now(), line(SHOP, MUG, 1, 1500));
        platform.arrive(id, order.getOrderId(), 2, order);
        platform.arrive(id, order.getOrderId(), 2, order);
        assertThat(sales(OPERATOR, GetSalesRequest.getDefaultInstance()).getOrders())
                .isEqualTo(1);
    }

    @Test
    void aCancelledOrderLeavesTheHourInWhichItWasPaid() {
        Instant paidAt = now().minus(Duration.ofHours(30));
        OrderPaid order = paid(paidAt, line(SHOP, MUG, 2, 3000));
        arrive(order);
        arrive(paid(now(), line(SHOP, MUG, 1, 1500)));
        arrive(OrderCancelled.newBuilder()
                .setOrderId(order.getOrderId())
                .setWasPaid(true)
                .addAllLines(order.getLinesList())
                .setTotal(order.getTotal())
                .setPaidTime(order.getTime())
                .build());

        var step =
                GetSalesRequest.newBuilder().setStep(GetSalesRequest.Step.HOUR).build();
        GetSalesResponse mall = sales(OPERATOR, step);
        assertThat(mall.getRevenue().getAmount()).isEqualTo(1500 + 490);
        assertThat(mall.getOrders()).isEqualTo(1);
        assertThat(mall.getUnits()).isEqualTo(1);
        assertThat(top(OPERATOR)).extracting(TopProduct::getUnits).containsExactly(1L);
    }

    @Test
    void anUnpaidCancellationChangesNothing() {
        arrive(paid(now(), line(SHOP, MUG, 1, 1500)));
        arrive(OrderCancelled.newBuilder()
                .setOrderId(UUID.randomUUID().toString())
                .addLines(line(SHOP, MUG, 1, 1500))
                .setTotal(euros(1990))
                .build());
        assertThat(sales(OPERATOR, GetSalesRequest.getDefaultInstance()).getOrders())
                .isEqualTo(1);
    }

    @Test
    void aPeriodHasAnEndAndABeginning() {
        arrive(paid(now().minus(Duration.ofDays(3)), line(SHOP, MUG, 1, 1500)));
        arrive(paid(now(), line(SHOP, MUG, 1, 1500)));
        var yesterday = GetSalesRequest.newBuilder()
                .setFrom(Timestamps.fromMillis(now().minus(Duration.ofDays(1)).toEpochMilli()));
        assertThat(sales(OPERATOR, yesterday.build()).getOrders()).isEqualTo(1);
        var wrong = yesterday
                .setUntil(Timestamps.fromMillis(now().minus(Duration.ofDays(2)).toEpochMilli()))
                .build();
        assertThatThrownBy(() -> sales(OPERATOR, wrong)).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(e.getStatus().getDescription()).contains("before until");
        });
    }

    @Test
    void visitsAreCountedOncePerStepAndOnlyWithConsent() {
        UUID one = UUID.randomUUID();
        collect(one, VisitEvent.Type.PAGE_VIEW, VisitEvent.Type.PRODUCT_VIEW, VisitEvent.Type.PRODUCT_VIEW);
        collect(one, VisitEvent.Type.CART_ADD);
        collect(UUID.randomUUID(), VisitEvent.Type.PAGE_VIEW);
        arrive(paid(now(), line(SHOP, MUG, 1, 1500)));
        assertThatThrownBy(() -> stub().collectEvents(visit(one, VisitEvent.Type.CHECKOUT)
                        .setConsent(false)
                        .build()))
                .isInstanceOf(StatusRuntimeException.class);

        Funnel funnel = platform.as(OPERATOR, () -> stub().getFunnel(GetFunnelRequest.getDefaultInstance()));
        assertThat(funnel)
                .isEqualTo(Funnel.newBuilder()
                        .setVisits(2)
                        .setProductVisits(1)
                        .setCartVisits(1)
                        .setOrders(1)
                        .build());
    }

    @Test
    void aBuyerSeesNoFigures() {
        Person buyer = new Person(new UUID(9, 3), Set.of(), null, UUID.randomUUID());
        assertThatThrownBy(() -> platform.as(buyer, () -> stub().getFunnel(GetFunnelRequest.getDefaultInstance())))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
        arrive(paid(now(), line(SHOP, MUG, 1, 1500)));
        assertThat(soldTo(buyer)).isZero();
    }

    private long soldTo(Person person) {
        try {
            return sales(person, GetSalesRequest.getDefaultInstance()).getOrders();
        } catch (StatusRuntimeException e) {
            assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            return 0;
        }
    }

    private void arrive(Message event) {
        platform.arrive(UUID.randomUUID(), UUID.randomUUID().toString(), 2, event);
    }

    private void collect(UUID visit, VisitEvent.Type... types) {
        var _ = stub().collectEvents(visit(visit, types).build());
    }

    private static CollectEventsRequest.Builder visit(UUID visit, VisitEvent.Type... types) {
        var request = CollectEventsRequest.newBuilder().setConsent(true).setVisitId(visit.toString());
        for (VisitEvent.Type type : types) {
            request.addEvents(VisitEvent.newBuilder().setType(type).setPath("/p/mug"));
        }
        return request;
    }

    private GetSalesResponse sales(Person person, GetSalesRequest request) {
        return platform.as(person, () -> stub().getSales(request));
    }

    private List<TopProduct> top(Person person) {
        return platform.as(
                person,
                () -> stub().listTopProducts(ListTopProductsRequest.getDefaultInstance())
                        .getProductsList());
    }

    private AnalyticsGrpc.AnalyticsBlockingStub stub() {
        return AnalyticsGrpc.newBlockingStub(platform.channelOf("edge"));
    }

    private Instant now() {
        return platform.clock().instant();
    }

    /** Shipping costs 4.90 on top of the lines. */
    private static OrderPaid paid(Instant at, SoldLine... lines) {
        long goods = List.of(lines).stream().mapToLong(SoldLine::getTotal).sum();
        return OrderPaid.newBuilder()
                .setOrderId(UUID.randomUUID().toString())
                .addAllLines(List.of(lines))
                .setTotal(euros(goods + 490))
                .setTime(Timestamps.fromMillis(at.toEpochMilli()))
                .build();
    }

    private static SoldLine line(UUID shop, UUID product, int quantity, long total) {
        return SoldLine.newBuilder()
                .setOfferId(UUID.randomUUID().toString())
                .setProductId(product.toString())
                .setShopId(shop.toString())
                .setTitle("Thing")
                .setQuantity(quantity)
                .setTotal(total)
                .build();
    }

    private static Money euros(long cents) {
        return Money.newBuilder().setAmount(cents).setCurrency("EUR").build();
    }
}
