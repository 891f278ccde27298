package com.mallhive.web.storefront.buy;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartLine;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.cart.v1.GetCartRequest;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.discovery.v1.DiscoveryGrpc;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.orders.v1.Discount;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.orders.v1.PlaceOrderRequest;
import com.mallhive.api.orders.v1.Quote;
import com.mallhive.api.orders.v1.QuoteOrderRequest;
import com.mallhive.api.orders.v1.Totals;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.api.type.Money;
import com.mallhive.platform.http.HttpServer;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.TestPlatform;
import com.mallhive.web.storefront.StorefrontModule;
import com.mallhive.web.storefront.visit.Csrf;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A coupon in the checkout of a browser without JavaScript. */
final class CheckoutCouponTest {
    private static final String CART = UUID.randomUUID().toString();
    private static final String ADDRESS =
            "email=ada%40example.com&name=Ada&line1=Main+1&city=Bremen&postalCode=28195&country=DE";

    private final List<PlaceOrderRequest> placed = new CopyOnWriteArrayList<>();
    private TestPlatform platform;
    private HttpServer port;

    @BeforeEach
    void open() {
        platform = TestPlatform.of("storefront")
                .set("storefront.secure-cookies", false)
                .peer("accounts", new AccountsGrpc.AccountsImplBase() {})
                .peer("cart", new CartService())
                .peer("catalog", new CatalogGrpc.CatalogImplBase() {})
                .peer("inventory", new InventoryGrpc.InventoryImplBase() {})
                .peer("orders", new OrderService())
                .peer("payments", new PaymentsGrpc.PaymentsImplBase() {})
                .peer("discovery", new DiscoveryGrpc.DiscoveryImplBase() {})
                .peer("analytics", new AnalyticsGrpc.AnalyticsImplBase() {})
                .peer("notifications", new NotificationsGrpc.NotificationsImplBase() {})
                .build();
        port = new HttpServer(
                "storefront",
                "127.0.0.1",
                0,
                List.of(platform.run(StorefrontModule::new).handler()));
        port.start();
    }

    @AfterEach
    void close() {
        port.close();
        platform.close();
    }

    @Test
    void applyingOneShowsWhatItTakesOffAndKeepsWhatWasEntered() {
        var answer = send("apply=coupons&name=Ada&coupons=spring");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("Spring sale")
                .contains("coupon SPRING")
                .contains("value=\"900 EUR\"")
                .contains("value=\"Ada\"")
                .doesNotContain("Enter the name");
        assertThat(placed).isEmpty();
    }

    @Test
    void oneThatIsRefusedIsToldAndTakesNothingOff() {
        var answer = send("apply=coupons&coupons=NOPE");
        assertThat(answer.body())
                .contains("There is no coupon NOPE.")
                .contains("value=\"1000 EUR\"")
                .contains("value=\"NOPE\"");
    }

    @Test
    void theOrderTakesThemAlong() {
        var answer = send(ADDRESS + "&total=900+EUR&coupons=SPRING%2C+summer");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
        assertThat(placed).singleElement().satisfies(order -> {
            assertThat(order.getCouponCodesList()).containsExactly("SPRING", "summer");
            assertThat(order.getExpectedTotal().getAmount()).isEqualTo(900);
        });
    }

    private HttpResponse<String> send(String form) {
        String body = form + "&csrf="
                + URLEncoder.encode(new Csrf(platform.vault()).token("browser"), StandardCharsets.UTF_8);
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + "/checkout"))
                            .timeout(Duration.ofSeconds(20))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Cookie", "mh-browser=browser; mh-cart=" + CART + ".1")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Money eur(long cents) {
        return Money.newBuilder().setAmount(cents).setCurrency("EUR").build();
    }

    private static final class CartService extends CartsGrpc.CartsImplBase {
        @Override
        public void getCart(GetCartRequest request, StreamObserver<Cart> out) {
            out.onNext(Cart.newBuilder()
                    .setId(CART)
                    .setItemCount(1)
                    .addLines(CartLine.newBuilder().setQuantity(1).setOnSale(true))
                    .build());
            out.onCompleted();
        }
    }

    /** Ten euros; the coupon SPRING takes one off. */
    private final class OrderService extends OrdersGrpc.OrdersImplBase {
        @Override
        public void quoteOrder(QuoteOrderRequest request, StreamObserver<Quote> out) {
            var totals = Totals.newBuilder()
                    .setItems(eur(1000))
                    .setShipping(eur(0))
                    .setTaxIncluded(eur(0))
                    .setTotal(eur(1000));
            for (String code : request.getCouponCodesList()) {
                if (!code.equalsIgnoreCase("spring")) {
                    String message = "There is no coupon " + code + ".";
                    throw Problem.of(
                            Problem.Kind.INVALID,
                            "coupon-unknown",
                            message,
                            List.of(new Problem.Violation("couponCodes", message)));
                }
                totals.setTotal(eur(900))
                        .setDiscount(eur(100))
                        .addDiscounts(Discount.newBuilder()
                                .setName("Spring sale")
                                .setCouponCode("SPRING")
                                .setAmount(eur(100)));
            }
            out.onNext(Quote.newBuilder().setTotals(totals).build());
            out.onCompleted();
        }

        @Override
        public void placeOrder(PlaceOrderRequest request, StreamObserver<Order> out) {
            placed.add(request);
            out.onNext(Order.newBuilder().setId(UUID.randomUUID().toString()).build());
            out.onCompleted();
        }
    }
}
