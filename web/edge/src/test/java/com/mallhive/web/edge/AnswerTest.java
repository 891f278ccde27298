package com.mallhive.web.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Empty;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.orders.v1.PlaceOrderRequest;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.Api;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.util.Fields;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses and headers: what was created, what has changed, what may be repeated, what went wrong. */
final class AnswerTest {
    private static final String ID = new UUID(3, 1).toString();
    private static final String PRODUCT = "/v1/products/" + ID;
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private static EdgeServer edge;

    @BeforeAll
    static void start() {
        edge = EdgeServer.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    // -- success

    @Test
    void creatingAnswers201WithLocation() {
        edge.on(
                CartsGrpc.getCreateCartMethod(),
                _ -> Cart.newBuilder().setId(ID).build());
        var created = edge.api().post("/v1/carts", "{}").expect(201);
        assertThat(header(created, "Location")).isEqualTo("/v1/carts/" + ID);
        assertThat(header(created, "Content-Type")).isEqualTo("application/json");
        assertThat(header(created, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(created, "X-Content-Type-Options")).isEqualTo("nosniff");
    }

    @Test
    void nothingToTellIs204() {
        edge.on(CatalogGrpc.getDeleteProductMethod(), _ -> Empty.getDefaultInstance());
        var deleted = edge.seller().delete(PRODUCT).expect(204);
        assertThat(deleted.response().body()).isEmpty();
    }

    // -- conditions

    @Test
    void aKnownEtagIsNotSentAgain() {
        edge.on(CatalogGrpc.getGetProductMethod(), _ -> product("v7"));
        var product = edge.api().get(PRODUCT).expect(200);
        assertThat(header(product, "ETag")).isEqualTo("\"v7\"");
        assertThat(header(product, "Cache-Control")).isEqualTo("private, no-cache");
        for (String known : new String[] {"\"v7\"", "W/\"v7\"", "\"v6\", \"v7\"", "*"}) {
            var same = edge.api().with("If-None-Match", known).get(PRODUCT).expect(304);
            assertThat(same.response().body()).isEmpty();
            assertThat(header(same, "ETag")).isEqualTo("\"v7\"");
        }
        for (String other : new String[] {"\"v6\"", "\"v77\"", "v7"}) {
            edge.api().with("If-None-Match", other).get(PRODUCT).expect(200);
        }
        edge.on(CatalogGrpc.getGetProductMethod(), _ -> product(""));
        assertThat(edge.api().get(PRODUCT).expect(200).response().headers().firstValue("ETag"))
                .as("an answer whose etag is not set")
                .isEmpty();
    }

    @Test
    void ifMatchIsTheEtagField() {
        edge.on(CatalogGrpc.getUpdateProductMethod(), request -> {
            if (!request.getEtag().isEmpty() && !request.getEtag().equals("v7")) {
                throw Problem.of(Problem.Kind.CHANGED, "changed", "It has changed meanwhile.");
            }
            return product("v8");
        });
        for (String seen : new String[] {"\"v7\"", "W/\"v7\"", "v7"}) {
            var updated = edge.seller()
                    .with("If-Match", seen)
                    .patch(PRODUCT, "{\"brand\": \"X\"}")
                    .expect(200);
            assertThat(header(updated, "ETag")).isEqualTo("\"v8\"");
            assertThat(edge.received(CatalogGrpc.getUpdateProductMethod()).getEtag())
                    .isEqualTo("v7");
        }
        assertThat(edge.seller()
                        .with("If-Match", "\"v6\"")
                        .patch(PRODUCT, "{\"brand\": \"X\"}")
                        .expect(412)
                        .text("type"))
                .endsWith("/changed");
        edge.seller().with("If-Match", "*").patch(PRODUCT, "{}").expect(200);
        edge.seller()
                .with("If-Match", "\"v7\"")
                .patch(PRODUCT, "{\"etag\": \"v7\"}")
                .expect(200);
        edge.seller().patch(PRODUCT, "{\"etag\": \"v6\"}").expect(412);
    }

    @Test
    void aConditionThatCannotBeKeptIsRefused() {
        edge.on(CatalogGrpc.getUpdateProductMethod(), _ -> product("v8"));
        edge.on(CatalogGrpc.getDeleteProductMethod(), _ -> Empty.getDefaultInstance());
        edge.on(CatalogGrpc.getGetProductMethod(), _ -> product("v7"));
        edge.seller().with("If-Match", "\"v6\", \"v7\"").patch(PRODUCT, "{}").expect(400);
        edge.seller()
                .with("If-Match", "\"v7\"")
                .patch(PRODUCT, "{\"etag\": \"v6\"}")
                .expect(400);
        assertThat(edge.called(CatalogGrpc.getUpdateProductMethod())).isFalse();
        assertThat(edge.seller()
                        .with("If-Match", "\"v6\"")
                        .delete(PRODUCT)
                        .expect(400)
                        .text("violations.0.field"))
                .isEqualTo("If-Match");
        assertThat(edge.called(CatalogGrpc.getDeleteProductMethod()))
                .as("not deleted in spite of the condition")
                .isFalse();
        edge.api().with("If-Match", "\"v6\"").get(PRODUCT).expect(200);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"\"v7\"", "*"})
    void aRequiredConditionIsDemanded(String ifMatch) {
        // No contract of today requires If-Match: this is one that does.
        Route plain = new Routes().find("PATCH", PRODUCT).route();
        Route route = new Route(
                plain.service(),
                plain.httpMethod(),
                plain.template(),
                plain.segments(),
                plain.verb(),
                plain.hasBody(),
                plain.method(),
                plain.schema(),
                plain.requestPrototype(),
                plain.rest().toBuilder().setIfMatch(true).build(),
                plain.idempotent());
        Map<String, String> path = Map.of("product", ID);
        if (ifMatch != null) {
            assertThat(RequestReader.read(route, path, Fields.EMPTY, new byte[0], "", ifMatch))
                    .isNotNull();
            return;
        }
        assertThatThrownBy(() -> RequestReader.read(route, path, Fields.EMPTY, new byte[0], "", null))
                .isInstanceOfSatisfying(
                        Problem.class,
                        problem -> assertThat(Problems.status(problem)).isEqualTo(428));
    }

    // -- repetition

    @Test
    void anIdempotentCallNeedsItsKey() throws IOException {
        Map<String, PlaceOrderRequest> placed = new ConcurrentHashMap<>();
        edge.on(OrdersGrpc.getPlaceOrderMethod(), request -> {
            String key = String.valueOf(Caller.current().idempotencyKey());
            PlaceOrderRequest before = placed.putIfAbsent(key, request);
            if (before != null && !before.equals(request)) {
                throw Problem.conflict("idempotency-key-reused", "The key belongs to another order.");
            }
            return Order.newBuilder().setId("order-" + key).build();
        });
        String body = """
                {"cart": "%s", "shippingAddress": {"name": "A", "line1": "B", "city": "C", "postalCode": "1", "country": "DE"}}
                """.formatted(ID);
        for (Api without : new Api[] {
            edge.api(), edge.api().with("Idempotency-Key", " "), edge.api().with("Idempotency-Key", "k".repeat(201))
        }) {
            assertThat(without.post("/v1/orders", body).expect(400).text("violations.0.field"))
                    .isEqualTo("Idempotency-Key");
        }
        assertThat(edge.raw("""
                POST /v1/orders HTTP/1.1
                Idempotency-Key: é
                Content-Length: 0
                """, "")).startsWith("HTTP/1.1 400 ").contains("Idempotency-Key");
        assertThat(placed).isEmpty();
        Api once = edge.api().with("Idempotency-Key", "one");
        var first = once.post("/v1/orders", body).expect(201);
        assertThat(header(first, "Location")).isEqualTo("/v1/orders/order-one");
        assertThat(once.post("/v1/orders", body).expect(201).text("id")).isEqualTo(first.text("id"));
        assertThat(once.post("/v1/orders", body.replace("DE", "FR")).expect(409).text("type"))
                .endsWith("/idempotency-key-reused");
        assertThat(placed).hasSize(1);
    }

    // -- problems

    @ParameterizedTest
    @EnumSource(Problem.Kind.class)
    void everyKindOfProblemIsToldInOneFormat(Problem.Kind kind) {
        var violations = List.of(new Problem.Violation("variants[0].sku", "is \"odd\""));
        edge.on(CatalogGrpc.getGetProductMethod(), _ -> {
            throw Problem.of(kind, "some-type", "Do that instead.", violations);
        });
        var answer = edge.api()
                .with("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
                .get(PRODUCT)
                .expect(kind.httpStatus());
        assertThat(header(answer, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.text("type")).isEqualTo("https://mallhive.dev/problems/some-type");
        assertThat(answer.text("title")).isEqualTo("Some type");
        assertThat(answer.text("status")).isEqualTo(Integer.toString(kind.httpStatus()));
        assertThat(answer.text("detail")).isEqualTo("Do that instead.");
        assertThat(answer.text("traceId")).isEqualTo(TRACE);
        assertThat(answer.text("violations.0.field")).isEqualTo("variants[0].sku");
        assertThat(answer.text("violations.0.message")).isEqualTo("is \"odd\"");
        var headers = answer.response().headers();
        assertThat(headers.firstValue("WWW-Authenticate").isPresent()).isEqualTo(kind.httpStatus() == 401);
        assertThat(headers.firstValue("Retry-After").isPresent())
                .isEqualTo(kind == Problem.Kind.UNAVAILABLE || kind == Problem.Kind.TOO_MANY);
    }

    @ParameterizedTest
    @CsvSource({
        "UNAVAILABLE, 503, unavailable",
        "DEADLINE_EXCEEDED, 504, timeout",
        "CANCELLED, 504, timeout",
        "RESOURCE_EXHAUSTED, 413, too-large",
        "UNIMPLEMENTED, 500, internal",
        "INTERNAL, 500, internal",
        "UNKNOWN, 500, internal",
        "DATA_LOSS, 500, internal",
        "NOT_FOUND, 500, internal",
    })
    void aBareStatusTellsNothingOfTheInside(Status.Code code, int status, String type) {
        edge.serve(
                CatalogGrpc.getGetProductMethod(),
                (_, out) -> out.onError(
                        code.toStatus().withDescription("10.0.0.7 refused").asRuntimeException()));
        var answer = edge.api().get(PRODUCT).expect(status);
        assertThat(answer.text("type")).endsWith("/" + type);
        assertThat(answer.response().body()).doesNotContain("10.0.0.7");
    }

    @Test
    void anExceptionTellsNothingOfTheInside() {
        edge.on(CatalogGrpc.getGetProductMethod(), _ -> {
            throw new IllegalStateException("password is hunter2");
        });
        var answer = edge.api().get(PRODUCT).expect(500);
        assertThat(answer.text("type")).endsWith("/internal");
        assertThat(answer.response().body()).doesNotContain("hunter2", "Exception");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/nothing", "/v1/", "/v1/products/", "/v1/orders/1:fly", "/V1/carts"})
    void anUnknownRouteIs404(String path) {
        var answer = edge.api().get(path).expect(404);
        assertThat(answer.text("type")).endsWith("/no-such-route");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT,     /v1/carts,                       'OPTIONS, POST'",
        "POST,    /v1/products/x,                  'DELETE, GET, HEAD, OPTIONS, PATCH'",
        "GET,     /v1/orders/x:cancel,             'OPTIONS, POST'",
        "PUT, /v1/orders,                          'GET, HEAD, OPTIONS, POST'",
        "POST,    /v1/uploads/content/pictures/x,  'OPTIONS, PUT'",
        "DELETE,  /media/catalog/pictures/x,       'GET, HEAD, OPTIONS'",
    })
    void aWrongMethodIs405AndNamesTheRightOnes(String method, String path, String allowed) {
        var answer = edge.api().send(method, path, null).expect(405);
        assertThat(header(answer, "Allow")).isEqualTo(allowed);
        assertThat(answer.text("type")).endsWith("/method-not-allowed");
        assertThat(answer.text("detail")).contains(allowed);
    }

    @Test
    void aBrokenBodyIsTheClientsFault() throws IOException {
        assertThat(edge.raw("""
                POST /v1/carts HTTP/1.1
                Content-Type: application/json
                Transfer-Encoding: chunked
                """, "no chunk\r\n"))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "/incomplete-body");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/products//x HTTP/1.1",
                "GET /v1/products/a%2Fb HTTP/1.1",
                "GET /v1/products/a%2520b HTTP/1.1",
                "GET /v1/products/%zz HTTP/1.1",
                "DELETE /v1/products/%zz HTTP/1.1",
                "GET /v1/carts HTTP/9.9",
                "not even HTTP"
            })
    void whatJettyRefusesHasTheSameFormat(String requestLine) throws IOException {
        String answer = edge.raw(requestLine + "\n", "");
        assertThat(answer)
                .matches("(?s)HTTP/1.1 (400|505) .*")
                .contains("application/problem+json", "\"traceId\"")
                .doesNotContain("<html", "%zz");
    }

    // -- limits

    @Test
    void whoCallsTooOftenIsToldWhenToComeBack() {
        try (EdgeServer limited = EdgeServer.start(Map.of("edge.sign-ins-per-minute", 2))) {
            limited.on(AccountsGrpc.getCreateSessionMethod(), _ -> Session.getDefaultInstance());
            limited.on(CartsGrpc.getCreateCartMethod(), _ -> Cart.getDefaultInstance());
            String body = "{\"email\": \"a@example.com\", \"password\": \"a-long-enough-password\"}";
            for (int right = 0; right < 5; right++) {
                limited.api().post("/v1/sessions", body).expect(201);
            }
            limited.on(AccountsGrpc.getCreateSessionMethod(), _ -> {
                throw Problem.unauthenticated("Wrong.");
            });
            limited.api().post("/v1/sessions", body).expect(401);
            limited.api().post("/v1/sessions", body).expect(401);
            var refused = limited.api().post("/v1/sessions", body).expect(429);
            assertThat(refused.text("type")).endsWith("/too-many-requests");
            assertThat(Integer.parseInt(header(refused, "Retry-After")))
                    .as("two a minute: the next one within 30 s")
                    .isBetween(20, 30);
            limited.api().post("/v1/carts", "{}").expect(201);
        }
    }

    @Test
    void theServiceSaysWhenToComeBack() {
        edge.on(CartsGrpc.getCreateCartMethod(), _ -> {
            throw Problem.tooMany(Duration.ofSeconds(90));
        });
        assertThat(header(edge.api().post("/v1/carts", "{}").expect(429), "Retry-After"))
                .isEqualTo("90");
    }

    @Test
    void callsAreLimitedPerAddress() {
        try (EdgeServer limited = EdgeServer.start(Map.of("edge.calls-per-second", 1))) {
            limited.on(CartsGrpc.getCreateCartMethod(), _ -> Cart.getDefaultInstance());
            Api.Answer answer;
            int calls = 0;
            do {
                answer = limited.api().post("/v1/carts", "{}");
            } while (answer.status() == 201 && ++calls < 1000);
            assertThat(header(answer.expect(429), "Retry-After")).isEqualTo("1");
        }
    }

    private static Product product(String etag) {
        return Product.newBuilder().setId(ID).setTitle("Lamp").setEtag(etag).build();
    }

    private static String header(Api.Answer answer, String name) {
        return answer.response().headers().firstValue(name).orElse("");
    }
}
