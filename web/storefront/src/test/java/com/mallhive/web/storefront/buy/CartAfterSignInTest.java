package com.mallhive.web.storefront.buy;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.accounts.v1.Account;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.CreateSessionRequest;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.cart.v1.CreateCartRequest;
import com.mallhive.api.cart.v1.MergeCartRequest;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.discovery.v1.DiscoveryGrpc;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.platform.http.HttpServer;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
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
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the browser knows of its cart after a sign-in. */
final class CartAfterSignInTest {
    private static final Person BUYER = new Person(UUID.randomUUID(), Set.of("buyer"), null, UUID.randomUUID());
    private static final String GUESTS = UUID.randomUUID().toString();
    private static final String OWN = UUID.randomUUID().toString();

    private TestPlatform platform;
    private HttpServer port;
    private Supplier<Cart> merge = Cart::getDefaultInstance;

    @BeforeEach
    void open() {
        platform = TestPlatform.of("storefront")
                .set("storefront.secure-cookies", false)
                .peer("accounts", new Accounts())
                .peer("cart", new CartService())
                .peer("catalog", new CatalogGrpc.CatalogImplBase() {})
                .peer("inventory", new InventoryGrpc.InventoryImplBase() {})
                .peer("orders", new OrdersGrpc.OrdersImplBase() {})
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
    void theBuyersOwnCartTakesThePlaceOfTheGuests() {
        merge = () -> Cart.newBuilder().setId(OWN).setItemCount(3).build();
        var answer = signIn();
        assertThat(cookie(answer, "mh-cart")).contains(OWN + ".3");
        assertThat(cookie(answer, "mh-flash")).isEmpty();
    }

    @Test
    void aCartThatIsNoGuestsIsForgottenForTheBuyersOwn() {
        merge = () -> {
            throw Problem.notFound("guest's cart");
        };
        assertThat(cookie(signIn(), "mh-cart")).contains(OWN + ".0");
    }

    @Test
    void aCartServiceThatDoesNotAnswerCostsNobodyTheCart() {
        merge = () -> {
            throw Problem.of(Problem.Kind.UNAVAILABLE, "unavailable", "Try again soon.");
        };
        assertThat(cookie(signIn(), "mh-cart")).as("the cookie stays").isEmpty();
    }

    @Test
    void whatFoundNoRoomIsTold() {
        merge = () -> Cart.newBuilder().setId(OWN).setLeftOut(2).build();
        assertThat(cookie(signIn(), "mh-flash")).contains("CART_FULL");
    }

    private HttpResponse<String> signIn() {
        String form = "email=ada%40example.com&password=a-long-enough-password&csrf="
                + URLEncoder.encode(new Csrf(platform.vault()).token("browser"), StandardCharsets.UTF_8);
        try (HttpClient http = HttpClient.newHttpClient()) {
            var answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.port() + "/sign-in"))
                            .timeout(Duration.ofSeconds(20))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .header("Cookie", "mh-browser=browser; mh-cart=" + GUESTS + ".1")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
            return answer;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What the answer sets the cookie to last. */
    private static Optional<String> cookie(HttpResponse<?> answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(header -> header.startsWith(name + "="))
                .reduce((_, last) -> last)
                .map(header -> header.substring(name.length() + 1).replaceFirst(";.*", ""));
    }

    private final class Accounts extends AccountsGrpc.AccountsImplBase {
        @Override
        public void createSession(CreateSessionRequest request, StreamObserver<Session> out) {
            out.onNext(Session.newBuilder()
                    .setAccessToken(platform.token(BUYER))
                    .setRefreshToken(BUYER.sessionId() + ".secret")
                    .setAccessExpireTime(
                            Wire.timestamp(platform.clock().instant().plus(Duration.ofMinutes(10))))
                    .setAccount(
                            Account.newBuilder().setId(BUYER.id().toString()).setDisplayName("Ada"))
                    .build());
            out.onCompleted();
        }
    }

    private final class CartService extends CartsGrpc.CartsImplBase {
        @Override
        public void createCart(CreateCartRequest request, StreamObserver<Cart> out) {
            out.onNext(Cart.newBuilder().setId(OWN).build());
            out.onCompleted();
        }

        @Override
        public void mergeCart(MergeCartRequest request, StreamObserver<Cart> out) {
            assertThat(request.getCart()).isEqualTo(GUESTS);
            out.onNext(merge.get());
            out.onCompleted();
        }
    }
}
