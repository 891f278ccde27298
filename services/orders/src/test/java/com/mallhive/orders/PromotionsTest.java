package com.mallhive.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.GetPersonKeyRequest;
import com.mallhive.api.accounts.v1.PersonKey;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartLine;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.cart.v1.GetCartRequest;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.inventory.v1.ReserveRequest;
import com.mallhive.api.inventory.v1.ReserveResponse;
import com.mallhive.api.orders.v1.CancelOrderRequest;
import com.mallhive.api.orders.v1.CreatePromotionRequest;
import com.mallhive.api.orders.v1.GetPromotionRequest;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.orders.v1.PlaceOrderRequest;
import com.mallhive.api.orders.v1.Promotion;
import com.mallhive.api.orders.v1.UpdatePromotionRequest;
import com.mallhive.api.payments.v1.CancelPaymentRequest;
import com.mallhive.api.payments.v1.CreatePaymentRequest;
import com.mallhive.api.payments.v1.Payment;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.api.type.Address;
import com.mallhive.api.type.Money;
import com.mallhive.platform.rpc.Headers;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.TestPlatform;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What promotions promise holds on a real PostgreSQL, also when many order at once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PromotionsTest {
    private static final UUID SHOP = UUID.randomUUID();

    private TestPlatform platform;

    @BeforeAll
    void open() {
        platform = TestPlatform.of("orders")
                .peer("accounts", new Keys())
                .peer("payments", new Payments())
                .peer("cart", new Carts())
                .peer("inventory", new Plenty())
                .build();
        platform.run(OrdersModule::new);
    }

    @AfterAll
    void close() {
        platform.close();
    }

    @Test
    void aLimitHoldsHoweverManyComeAtOnce() throws Exception {
        String promotion = create(coupon("RUSH").setMaxUses(20)).getId();

        List<String> answers = atOnce(100, i -> tryToOrder("rush" + i + "@example.com", "RUSH"));

        assertThat(answers).filteredOn("PAID"::equals).hasSize(20);
        assertThat(answers).filteredOn("coupon-used-up"::equals).hasSize(80);
        assertThat(get(promotion).getUses()).isEqualTo(20);
        assertThat(counted(promotion)).isEqualTo(20);
    }

    @Test
    void aBudgetHoldsHoweverManyComeAtOnce() throws Exception {
        String promotion = create(coupon("BUDGET").setBudget(eur(550))).getId();

        List<String> answers = atOnce(30, i -> tryToOrder("budget" + i + "@example.com", "BUDGET"));

        assertThat(answers).filteredOn("PAID"::equals).hasSize(5);
        assertThat(get(promotion).getSpent().getAmount()).isEqualTo(500);
    }

    @Test
    void aBuyersLimitHoldsAndKeepsNoAddress() throws Exception {
        String promotion = create(coupon("ONCE-EACH").setMaxUsesPerBuyer(2)).getId();

        List<String> answers =
                atOnce(20, i -> tryToOrder(i % 2 == 0 ? "One@Example.com" : "one@example.com", "ONCE-EACH"));

        assertThat(answers).filteredOn("PAID"::equals).hasSize(2);
        assertThat(answers).filteredOn("coupon-used-up"::equals).hasSize(18);
        assertThat(tryToOrder("two@example.com", "once-each")).isEqualTo("PAID");
        List<String> buyers = platform.database()
                .read(session -> session.jdbi()
                        .createQuery("SELECT buyer FROM promotion_buyer WHERE promotion_id = :id")
                        .bind("id", UUID.fromString(promotion))
                        .mapTo(String.class)
                        .list());
        assertThat(buyers).hasSize(2).noneMatch(buyer -> buyer.contains("@") || buyer.contains("one"));
    }

    @Test
    void twoPromotionsAtOnceDoNotLockEachOtherOut() throws Exception {
        create(coupon("PAIR-A").setMaxUses(15));
        create(coupon("PAIR-B").setMaxUses(1000));

        List<String> answers = atOnce(
                40,
                i -> i % 2 == 0
                        ? tryToOrder("pair" + i + "@example.com", "PAIR-A", "PAIR-B")
                        : tryToOrder("pair" + i + "@example.com", "PAIR-B", "PAIR-A"));

        assertThat(answers).filteredOn("PAID"::equals).hasSize(15);
        assertThat(answers).filteredOn("coupon-used-up"::equals).hasSize(25);
    }

    @Test
    void aCancelledOrderGivesItBackOnce() {
        String promotion =
                create(coupon("BACK").setMaxUses(1).setMaxUsesPerBuyer(1)).getId();
        Order order = order("back@example.com", "BACK");
        assertThat(order.getTotals().getDiscount()).isEqualTo(eur(100));
        assertThat(tryToOrder("other@example.com", "BACK")).isEqualTo("coupon-used-up");

        for (int i = 0; i < 2; i++) {
            guest("cancel")
                    .cancelOrder(CancelOrderRequest.newBuilder()
                            .setOrder(order.getId())
                            .setGuestToken(order.getGuestToken())
                            .build());
        }

        assertThat(get(promotion).getUses()).isZero();
        assertThat(counted(promotion)).isZero();
        assertThat(tryToOrder("back@example.com", "BACK")).isEqualTo("PAID");
        assertThat(tryToOrder("back@example.com", "BACK")).isEqualTo("coupon-used-up");
    }

    @Test
    void aRepeatedOrderTakesItOnce() {
        String promotion = create(coupon("AGAIN").setMaxUses(1)).getId();
        PlaceOrderRequest request = request("again@example.com", "AGAIN");

        Order first = guest("again").placeOrder(request);
        Order second = guest("again").placeOrder(request);

        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(get(promotion).getUses()).isEqualTo(1);
    }

    @Test
    void onesWithoutACodeComeByThemselvesUntilTheyEnd() {
        String promotion = create(coupon("").setBasisPoints(2000)).getId();
        assertThat(order("auto@example.com").getTotals().getDiscount()).isEqualTo(eur(200));

        assertThat(asSeller(orders -> orders.updatePromotion(UpdatePromotionRequest.newBuilder()
                                .setPromotion(promotion)
                                .setEndTime(com.mallhive.platform.rpc.Wire.timestamp(
                                        platform.clock().instant()))
                                .build()))
                        .hasEndTime())
                .isTrue();

        assertThat(order("auto@example.com").getTotals().getDiscount()).isEqualTo(eur(0));
        assertThat(get(promotion).getUses()).isEqualTo(1);
    }

    private CreatePromotionRequest.Builder coupon(String code) {
        return CreatePromotionRequest.newBuilder()
                .setName("Test " + code)
                .setCouponCode(code)
                .setKind(Promotion.Kind.PERCENTAGE)
                .setBasisPoints(1000);
    }

    private Promotion create(CreatePromotionRequest.Builder request) {
        return asSeller(orders -> orders.createPromotion(request.build()));
    }

    private Promotion get(String promotion) {
        return asSeller(orders -> orders.getPromotion(
                GetPromotionRequest.newBuilder().setPromotion(promotion).build()));
    }

    private Promotion asSeller(Function<OrdersGrpc.OrdersBlockingStub, Promotion> call) {
        Person seller = new Person(UUID.randomUUID(), Set.of("seller"), SHOP, UUID.randomUUID());
        return platform.as(seller, () -> call.apply(OrdersGrpc.newBlockingStub(platform.channelOf("edge"))));
    }

    private long counted(String promotion) {
        return platform.database()
                .read(session -> session.jdbi()
                        .createQuery("SELECT used FROM promotion WHERE id = :id")
                        .bind("id", UUID.fromString(promotion))
                        .mapTo(Long.class)
                        .one());
    }

    /** The order's status, or the type of the problem. */
    private String tryToOrder(String email, String... coupons) {
        try {
            return order(email, coupons).getStatus().name();
        } catch (StatusRuntimeException e) {
            return Problem.from(e).type();
        }
    }

    private Order order(String email, String... coupons) {
        return guest(UUID.randomUUID().toString()).placeOrder(request(email, coupons));
    }

    private static PlaceOrderRequest request(String email, String... coupons) {
        return PlaceOrderRequest.newBuilder()
                .setCart(new UUID(7, 7).toString())
                .setEmail(email)
                .setShippingAddress(Address.newBuilder()
                        .setName("Ada")
                        .setLine1("Main 1")
                        .setCity("Bremen")
                        .setPostalCode("28195")
                        .setCountry("DE"))
                .setPaymentMethod("pm_card_visa")
                .addAllCouponCodes(List.of(coupons))
                .build();
    }

    private OrdersGrpc.OrdersBlockingStub guest(String key) {
        Metadata headers = new Metadata();
        headers.put(Headers.IDEMPOTENCY_KEY, key);
        return OrdersGrpc.newBlockingStub(platform.channelOf("edge"))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private static Money eur(long cents) {
        return Money.newBuilder().setAmount(cents).setCurrency("EUR").build();
    }

    private static List<String> atOnce(int buyers, Function<Integer, String> call) throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < buyers; i++) {
            int buyer = i;
            calls.add(() -> call.apply(buyer));
        }
        List<String> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private static <T> void answer(StreamObserver<T> out, T value) {
        out.onNext(value);
        out.onCompleted();
    }

    private static final class Keys extends AccountsGrpc.AccountsImplBase {
        @Override
        public void getPersonKey(GetPersonKeyRequest request, StreamObserver<PersonKey> out) {
            answer(
                    out,
                    PersonKey.newBuilder()
                            .setKey(ByteString.copyFrom(new byte[32]))
                            .build());
        }
    }

    /** One mug of ten euros. */
    private static final class Carts extends CartsGrpc.CartsImplBase {
        @Override
        public void getCart(GetCartRequest request, StreamObserver<Cart> out) {
            answer(
                    out,
                    Cart.newBuilder()
                            .setId(request.getCart())
                            .addLines(CartLine.newBuilder()
                                    .setId(new UUID(7, 1).toString())
                                    .setShopId(SHOP.toString())
                                    .setShopName("Shop")
                                    .setOfferId(new UUID(7, 2).toString())
                                    .setProductId(new UUID(7, 3).toString())
                                    .setTitle("Mug")
                                    .setQuantity(1)
                                    .setUnitPrice(eur(1000))
                                    .setOnSale(true))
                            .build());
        }
    }

    private static final class Plenty extends InventoryGrpc.InventoryImplBase {
        @Override
        public void reserve(ReserveRequest request, StreamObserver<ReserveResponse> out) {
            answer(
                    out,
                    ReserveResponse.newBuilder()
                            .setOutcome(ReserveResponse.Outcome.RESERVED)
                            .build());
        }
    }

    private static final class Payments extends PaymentsGrpc.PaymentsImplBase {
        @Override
        public void createPayment(CreatePaymentRequest request, StreamObserver<Payment> out) {
            answer(out, Payment.newBuilder().setStatus(Payment.Status.SETTLED).build());
        }

        @Override
        public void cancelPayment(CancelPaymentRequest request, StreamObserver<Payment> out) {
            answer(out, Payment.newBuilder().setStatus(Payment.Status.REFUNDED).build());
        }
    }
}
