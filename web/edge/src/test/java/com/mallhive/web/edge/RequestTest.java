package com.mallhive.web.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.analytics.v1.GetSalesResponse;
import com.mallhive.api.cart.v1.AddLineRequest;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartLine;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.Category;
import com.mallhive.api.catalog.v1.ListProductsResponse;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.UpdateCategoryRequest;
import com.mallhive.api.discovery.v1.DiscoveryGrpc;
import com.mallhive.api.discovery.v1.SearchRequest;
import com.mallhive.api.discovery.v1.SearchResponse;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.api.type.Money;
import com.mallhive.platform.rpc.Headers;
import com.mallhive.platform.rpc.Person;
import com.mallhive.testkit.Api;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How path, query and body become the contract's request, and what is refused before a service sees it. */
final class RequestTest {
    private static final String CART = new UUID(3, 1).toString();
    private static final String OFFER = new UUID(3, 2).toString();
    private static final String LINES = "/v1/carts/" + CART + "/lines";

    private static EdgeServer edge;

    @BeforeAll
    static void start() {
        edge = EdgeServer.start();
        edge.on(CartsGrpc.getAddLineMethod(), _ -> Cart.newBuilder().setId(CART).build());
        edge.on(
                CartsGrpc.getCreateCartMethod(),
                _ -> Cart.newBuilder().setId(CART).build());
        edge.on(DiscoveryGrpc.getSearchMethod(), _ -> SearchResponse.getDefaultInstance());
        edge.on(CatalogGrpc.getUpdateProductMethod(), _ -> Product.getDefaultInstance());
        edge.on(CatalogGrpc.getCreateProductMethod(), _ -> Product.getDefaultInstance());
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void pathAndBodyMeetInOneRequest() {
        edge.api()
                .post(LINES, "{\"offerId\": \"" + OFFER + "\", \"quantity\": 2}")
                .expect(201);
        assertThat(edge.received(CartsGrpc.getAddLineMethod()))
                .isEqualTo(AddLineRequest.newBuilder()
                        .setCart(CART)
                        .setOfferId(OFFER)
                        .setQuantity(2)
                        .build());
    }

    @Test
    void theBodyMayRepeatThePathButNotContradictIt() {
        String body = "{\"cart\": \"%s\", \"offerId\": \"" + OFFER + "\", \"quantity\": 2}";
        edge.api().post(LINES, body.formatted(CART)).expect(201);
        refused(edge.api().post(LINES, body.formatted(OFFER)), "cart");
    }

    @Test
    void ofAlternativesOneIsGiven() {
        var refused = edge.seller().post("/v1/stock/" + OFFER + ":adjust", "{\"delta\": 1, \"onHand\": 5}");
        refused(refused, "onHand");
        assertThat(refused.text("violations.0.message")).isEqualTo("give only one of delta, onHand");
    }

    @Test
    void aPatternIsToldInWords() {
        var refused = edge.seller()
                .post("/v1/orders/" + OFFER + ":ship", "{\"carrier\": \"Post\", \"trackingNumber\": \"<1>\"}");
        refused(refused, "trackingNumber");
        assertThat(refused.text("violations.0.message")).isEqualTo("must be letters, digits, spaces and hyphens");
    }

    @Test
    void pathsAreDecodedOnceAndAColonBeginsAVerb() {
        edge.on(CatalogGrpc.getGetProductMethod(), _ -> Product.getDefaultInstance());
        edge.api().get("/v1/products/a%20b+c%C3%A9%3Ad").expect(200);
        assertThat(edge.received(CatalogGrpc.getGetProductMethod()).getProduct())
                .isEqualTo("a b+cé:d");
        edge.api().get("/v1/products/a:d").expect(404);
    }

    @Test
    void aQueryBecomesFieldsOfEveryKind() {
        edge.api()
                .get("/v1/search?q=gr%C3%BCn+und%20rot&shop=a&shop=b&minPrice=99999999&inStock=true"
                        + "&sort=PRICE_DESC&pageSize=7&pageToken=next")
                .expect(200);
        assertThat(edge.received(DiscoveryGrpc.getSearchMethod()))
                .isEqualTo(SearchRequest.newBuilder()
                        .setQ("grün und rot")
                        .addShop("a")
                        .addShop("b")
                        .setMinPrice(99_999_999)
                        .setInStock(true)
                        .setSort(SearchRequest.Sort.PRICE_DESC)
                        .setPageSize(7)
                        .setPageToken("next")
                        .build());
        edge.api().get("/v1/search?page_size=8").expect(200);
        assertThat(edge.received(DiscoveryGrpc.getSearchMethod()).getPageSize()).isEqualTo(8);
    }

    @Test
    void aQueryCarriesTimes() throws Exception {
        edge.on(AnalyticsGrpc.getGetSalesMethod(), _ -> GetSalesResponse.getDefaultInstance());
        Api operator = edge.api()
                .as(edge.platform()
                        .token(new Person(new UUID(1, 9), Set.of("operator"), new UUID(7, 7), new UUID(2, 9))));
        operator.get("/v1/reports/sales?from=2026-01-31T12:00:00Z&until=2026-02-01T00:00:00%2B01:00")
                .expect(200);
        var sales = edge.received(AnalyticsGrpc.getGetSalesMethod());
        assertThat(sales.getFrom()).isEqualTo(Timestamps.parse("2026-01-31T12:00:00Z"));
        assertThat(sales.getUntil()).isEqualTo(Timestamps.parse("2026-01-31T23:00:00Z"));
        var refused = refused(operator.get("/v1/reports/sales?from=yesterday"), "from");
        assertThat(refused.text("violations.0.message")).contains("2026-01-31T12:00:00Z");
    }

    @ParameterizedTest
    @CsvSource({
        "pageSize=1&pageSize=2,     pageSize",
        "pageSize=1&page_size=2,    page_size",
        "pageSize=,                 pageSize",
        "pageSize=1.5,              pageSize",
        "pageSize=99999999999,      pageSize",
        "minPrice=99999999999999999999, minPrice",
        "inStock=yes,               inStock",
        "sort=price_asc,            sort",
        "sort=1,                    sort",
        "Q=x,                       Q",
        "q.x=1,                     q.x",
        "nothing,                   nothing",
    })
    void aWrongParameterIsNamed(String query, String field) {
        refused(edge.api().get("/v1/search?" + query), field);
    }

    @Test
    void allWrongParametersAreNamedAtOnce() {
        var answer = refused(edge.api().get("/v1/search?pageSize=x&colour=red&sort=UP"), "pageSize");
        assertThat(answer.json().getAsJsonArray("violations")).hasSize(3);
        assertThat(answer.text("violations.2.message")).contains("RELEVANCE", "PRICE_ASC");
    }

    @Test
    void aQueryNeverReachesWhatStandsElsewhere() {
        refused(edge.api().get("/v1/carts/" + CART + "?cart=" + OFFER), "cart");
        refused(
                edge.api().post(LINES + "?quantity=9", "{\"offerId\": \"" + OFFER + "\", \"quantity\": 1}"),
                "quantity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "%ff", "%c3%28"})
    void aBadlyEncodedQueryIsTheClientsFault(String value) throws IOException {
        assertThat(edge.raw("GET /v1/search?q=" + value + " HTTP/1.1\n", ""))
                .startsWith("HTTP/1.1 400 ")
                .contains("application/problem+json", "malformed-query");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"offerId": 7, "quantity": 1}                        | offerId
            {"offerId": true, "quantity": 1}                     | offerId
            {"offerId": ["OFFER"], "quantity": 1}                | offerId
            {"offerId": {"id": "OFFER"}, "quantity": 1}          | offerId
            {"offerId": "OFFER", "quantity": "1x"}               | quantity
            {"offerId": "OFFER", "quantity": true}               | quantity
            {"offerId": "OFFER", "quantity": 1.5}                | quantity
            {"offerId": "OFFER", "quantity": 2147483648}         | quantity
            {"offerId": "OFFER", "quantity": 1e999999999}        | quantity
            {"offerId": "OFFER", "quantity": [1]}                | quantity
            {"offerId": "OFFER", "quantity": 1000}               | quantity
            {"offerId": "OFFER", "quantity": null}               | quantity
            {"offerId": "OFFER", "quantity": 1, "quantity": 2}   | quantity
            {"offerId": "OFFER", "offer_id": "x", "quantity": 1} | offer_id
            {"offerId": "OFFER", "Quantity": 1}                  | Quantity
            {"quantity": 1}                                      | offerId
            """)
    void aWrongFieldIsNamed(String body, String field) {
        refused(edge.api().post(LINES, body.replace("OFFER", OFFER)), field);
    }

    @Test
    void whatJsonWritesInSeveralWaysIsTheSame() {
        for (String quantity : new String[] {"2", "\"2\"", "2.0", "2e0", "20E-1"}) {
            edge.api()
                    .post(LINES, "{\"offer_id\": \"" + OFFER + "\", \"quantity\": " + quantity + "}")
                    .expect(201);
            assertThat(edge.received(CartsGrpc.getAddLineMethod()).getQuantity())
                    .as(quantity)
                    .isEqualTo(2);
        }
    }

    @Test
    void wrongFieldsAreNamedByTheirPath() {
        var answer = refused(edge.seller().post("/v1/products", """
                {"title": "Lamp", "variants": [{"sku": "A", "price": {"amount": "12"}},
                  {"sku": "B", "price": {"amout": 1, "currency": "EUR"}, "weightGrams": "x"}], "options": {}}
                """), "variants[1].price.amout");
        assertThat(answer.text("violations.0.message")).contains("did you mean \"amount\"");
        assertThat(answer.text("violations.1.field")).isEqualTo("variants[1].weightGrams");
        assertThat(answer.text("violations.2.field")).isEqualTo("options");
        refused(
                edge.seller().post("/v1/products", "{\"variants\": [{}, {\"sku\": \"A\", \"sku\": \"B\"}]}"),
                "variants[1].sku");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"%s\"", "%s"})
    void aMillionDigitsAreRefusedAtOnce(String number) {
        String body = "{\"offerId\": \"" + OFFER + "\", \"quantity\": " + number + "}";
        String digits = body.formatted("1".repeat(1_000_000));
        // To make a number of them takes many times as long, even on the fastest machine.
        assertTimeoutPreemptively(
                Duration.ofSeconds(5), () -> edge.api().post(LINES, digits).expect(400));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{]",
                "{'title': 'x'}",
                "{title: 1}",
                "{\"a\" 1}",
                "{\"a\": 1;}",
                "{} {}",
                "{} trailing",
                "{/* */}",
                "{\"a\": NaN}",
                "[]",
                "null",
                "7",
                "\"text\"",
                " "
            })
    void whatIsNotAJsonObjectIsMalformed(String body) {
        var answer = edge.api().post("/v1/carts", body).expect(400);
        assertThat(answer.text("type")).endsWith("/malformed-json");
        assertThat(answer.text("detail")).doesNotContain("com.google", "Exception", "setLenient");
    }

    @Test
    void whatIsNotUtf8IsMalformed() {
        var request = edge.request("/v1/carts")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'}));
        assertThat(edge.send(request.build()).expect(400).text("type")).endsWith("/malformed-json");
    }

    @ParameterizedTest
    @CsvSource({"30, invalid-request", "31, malformed-json", "100000, malformed-json"})
    void nestingIsBounded(int depth, String type) {
        String lists = "{\"x\": " + "[".repeat(depth - 1) + "]".repeat(depth - 1) + "}";
        assertThat(edge.api().post("/v1/carts", lists).expect(400).text("type")).endsWith("/" + type);
        String objects = "{\"x\":".repeat(depth) + "1" + "}".repeat(depth);
        assertThat(edge.api().post("/v1/carts", objects).expect(400).text("type"))
                .endsWith("/" + type);
    }

    @Test
    void bracketsInTextsDoNotNest() {
        var answer = edge.api().post(LINES, "{\"offerId\": \"" + "[{\\\"".repeat(40) + "\", \"quantity\": 1}");
        refused(answer, "offerId");
    }

    @Test
    void noBodyIsAnEmptyObject() {
        edge.send(edge.request("/v1/carts")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build())
                .expect(201);
        refused(
                edge.send(edge.request(LINES)
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build()),
                "offerId");
    }

    @Test
    void aCallWithoutBodyTakesNone() {
        assertThat(edge.api()
                        .send("DELETE", LINES + "/" + OFFER, "{}")
                        .expect(400)
                        .text("type"))
                .endsWith("/unexpected-body");
        assertThat(edge.api().send("GET", "/v1/search", "{}").expect(400).text("type"))
                .endsWith("/unexpected-body");
    }

    @ParameterizedTest
    @CsvSource({
        "application/json, 201",
        "Application/JSON ; charset=utf-8, 201",
        "application/jsonp, 415",
        "application/json-patch+json, 415",
        "text/plain, 415",
        "application/x-www-form-urlencoded, 415",
        ", 415",
    })
    void bodiesAreJson(String contentType, int status) {
        var request = edge.request("/v1/carts").POST(HttpRequest.BodyPublishers.ofString("{}"));
        if (contentType != null) {
            request.header("Content-Type", contentType);
        }
        var answer = edge.send(request.build()).expect(status);
        if (status == 415) {
            assertThat(answer.text("type")).endsWith("/unsupported-media-type");
        }
    }

    @Test
    void bodiesAreBoundedHoweverTheyArrive() {
        try (EdgeServer small = EdgeServer.start(Map.of("edge.max-body", 1000))) {
            small.on(CartsGrpc.getCreateCartMethod(), _ -> Cart.getDefaultInstance());
            String fits = "{}" + " ".repeat(998);
            assertThat(post(small, HttpRequest.BodyPublishers.ofString(fits)).status())
                    .isEqualTo(201);
            assertThat(post(small, chunks(fits)).status()).isEqualTo(201);
            for (var tooLarge :
                    new HttpRequest.BodyPublisher[] {HttpRequest.BodyPublishers.ofString(fits + " "), chunks(fits + " ")
                    }) {
                assertThat(post(small, tooLarge).expect(413).text("type")).endsWith("/too-large");
            }
        }
    }

    private static Api.Answer post(EdgeServer to, HttpRequest.BodyPublisher body) {
        return to.send(to.request("/v1/carts")
                .header("Content-Type", "application/json")
                .POST(body)
                .build());
    }

    private static HttpRequest.BodyPublisher chunks(String body) {
        byte[] bytes = body.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes));
    }

    @Test
    void rawBodiesArriveByteForByteWithTheirHeaders() {
        edge.on(PaymentsGrpc.getReceiveStripeWebhookMethod(), _ -> Empty.getDefaultInstance());
        byte[] bytes = {'{', ' ', (byte) 0xFF, 0, '\r', '\n'};
        edge.send(edge.request("/v1/webhooks/stripe")
                        .header("Content-Type", "application/json; charset=utf-8")
                        .header("Stripe-Signature", "t=1,v1=ab")
                        .header("X-Other", "stays outside")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(bytes))
                        .build())
                .expect(204);
        var received = edge.received(PaymentsGrpc.getReceiveStripeWebhookMethod());
        assertThat(received.getData()).isEqualTo(ByteString.copyFrom(bytes));
        assertThat(received.getContentType()).isEqualTo("application/json; charset=utf-8");
        assertThat(edge.metadata().get(Headers.ascii("stripe-signature"))).isEqualTo("t=1,v1=ab");
        assertThat(edge.metadata().containsKey(Headers.ascii("x-other"))).isFalse();
    }

    @Test
    void aFieldMaskNamesTheFieldsToChange() {
        String product = "/v1/products/" + OFFER;
        edge.seller()
                .patch(product, "{\"title\": \"Lamp\", \"updateMask\": \"title,categoryId\"}")
                .expect(200);
        var received = edge.received(CatalogGrpc.getUpdateProductMethod());
        assertThat(received.getUpdateMask().getPathsList()).containsExactly("title", "category_id");
        assertThat(received.getTitle()).isEqualTo("Lamp");
        edge.seller().patch(product, "{\"title\": \"Lamp\"}").expect(200);
        assertThat(edge.received(CatalogGrpc.getUpdateProductMethod()).hasUpdateMask())
                .isFalse();
        var wrong = refused(edge.seller().patch(product, "{\"updateMask\": [\"title\"]}"), "updateMask");
        assertThat(wrong.text("violations.0.message")).contains("title,brand");
    }

    @Test
    void anOptionalFieldTellsEmptyFromAbsent() {
        edge.on(CatalogGrpc.getUpdateCategoryMethod(), _ -> Category.getDefaultInstance());
        Api operator = edge.api()
                .as(edge.platform()
                        .token(new Person(new UUID(1, 9), Set.of("operator"), new UUID(7, 7), new UUID(2, 9))));
        operator.patch("/v1/categories/" + OFFER, "{\"parentId\": \"\", \"position\": 0, \"name\": null}")
                .expect(200);
        assertThat(edge.received(CatalogGrpc.getUpdateCategoryMethod()))
                .isEqualTo(UpdateCategoryRequest.newBuilder()
                        .setCategory(OFFER)
                        .setParentId("")
                        .setPosition(0)
                        .build());
    }

    @Test
    void answersShowDefaultsTimesEnumsAndLongsAsTexts() throws Exception {
        var line = CartLine.newBuilder()
                .setUnitPrice(
                        Money.newBuilder().setAmount(9_007_199_254_740_993L).setCurrency("EUR"));
        edge.on(
                CartsGrpc.getGetCartMethod(),
                _ -> Cart.newBuilder().setId(CART).addLines(line).build());
        var cart = edge.api().get("/v1/carts/" + CART).expect(200);
        var price = cart.json()
                .getAsJsonArray("lines")
                .get(0)
                .getAsJsonObject()
                .getAsJsonObject("unitPrice")
                .getAsJsonPrimitive("amount");
        assertThat(price.isString()).isTrue();
        assertThat(price.getAsString()).isEqualTo("9007199254740993");
        assertThat(cart.text("itemCount")).isEqualTo("0");
        assertThat(cart.text("lines.0.onSale")).isEqualTo("false");
        assertThat(cart.text("lines.0.sku")).isEmpty();
        assertThat(cart.json().has("subtotal"))
                .as("a message that is not there")
                .isFalse();

        var product = Product.newBuilder()
                .setStatus(Product.Status.PUBLISHED)
                .setCreateTime(Timestamps.parse("2026-01-31T12:00:00.5Z"))
                .build();
        edge.on(
                CatalogGrpc.getListProductsMethod(),
                _ -> ListProductsResponse.newBuilder()
                        .addProducts(product)
                        .setNextPageToken("more")
                        .build());
        var page = edge.api().get("/v1/products?pageSize=1&pageToken=abc").expect(200);
        assertThat(page.text("products.0.status")).isEqualTo("PUBLISHED");
        assertThat(page.text("products.0.createTime")).isEqualTo("2026-01-31T12:00:00.500Z");
        assertThat(page.text("products.0.variants")).isEqualTo("[]");
        assertThat(page.text("nextPageToken")).isEqualTo("more");
        assertThat(edge.received(CatalogGrpc.getListProductsMethod()).getPageToken())
                .isEqualTo("abc");
        refused(edge.api().get("/v1/products?pageSize=101"), "pageSize");
        refused(edge.api().get("/v1/products?pageToken=" + "x".repeat(401)), "pageToken");
    }

    /** A 400 whose first violation is of that field. */
    private static Api.Answer refused(Api.Answer answer, String field) {
        assertThat(answer.expect(400).text("type")).endsWith("/invalid-request");
        assertThat(answer.text("violations.0.field")).isEqualTo(field);
        assertThat(answer.text("violations.0.message")).isNotBlank();
        return answer;
    }
}
