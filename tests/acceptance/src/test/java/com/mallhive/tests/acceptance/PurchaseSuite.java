package com.mallhive.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.testkit.Api;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.People;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a mall must do in every shape. Each shape runs all of it. */
abstract class PurchaseSuite {
    private static final String UNKNOWN = UUID.randomUUID().toString();

    /** The running mall. */
    public abstract TestMall mall();

    private Api api() {
        return mall().api();
    }

    private People people() {
        return mall().people();
    }

    @Test
    void aSellerListsABuyerBuysAndTheSellerShips() {
        String word = "Zephyrlamp" + UUID.randomUUID().toString().substring(30);
        var listing = people().listing(word + " brass", mall().category(), 10);
        Eventually.until(
                "search finds the product, in stock",
                () -> api().get("/v1/search?inStock=true&q=" + word)
                        .expect(200)
                        .text("total")
                        .equals("1"));
        var buyer = people().register("buyer");

        String cart = People.cart(buyer.api(), listing.offer(), 2);
        var order = buyer.api()
                .with("Idempotency-Key", "one")
                .post("/v1/orders", People.order(cart, "", "pm_card_visa"))
                .expect(201);

        assertThat(order.text("status")).isEqualTo("PAID");
        assertThat(order.text("totals.total.amount")).isEqualTo("4488"); // 2 × 19.99 and 4.90 shipping
        assertThat(order.response().headers().firstValue("Location")).contains("/v1/orders/" + order.text("id"));
        Eventually.until(
                "the goods leave the stock",
                () -> listing.seller()
                        .api()
                        .get("/v1/stock/" + listing.offer())
                        .text("onHand")
                        .equals("8"));
        Eventually.until(
                "the bought lines leave the cart",
                () -> buyer.api().get("/v1/carts/" + cart).text("itemCount").equals("0"));
        Eventually.until("the buyer has mail", () -> people().hasMail(buyer.email(), order.text("number")));
        Eventually.until(
                "the seller has mail", () -> people().hasMail(listing.seller().email(), order.text("number")));

        var sellers = listing.seller().api().get("/v1/orders?shop=true").expect(200);
        assertThat(sellers.text("orders.0.number")).isEqualTo(order.text("number"));
        assertThat(sellers.text("orders.0.email"))
                .as("sellers see no e-mail address")
                .isEmpty();
        listing.seller()
                .api()
                .post("/v1/orders/" + order.text("id") + ":ship", """
                {"carrier": "Parcel", "trackingNumber": "P 123"}
                """)
                .expect(200);
        var seen = buyer.api().get("/v1/orders/" + order.text("id")).expect(200);
        assertThat(seen.text("status")).isEqualTo("SHIPPED");
        assertThat(seen.text("subOrders.0.shipment.trackingNumber")).isEqualTo("P 123");
        Eventually.until("the buyer is told", () -> people().hasMail(buyer.email(), "has shipped your order"));
        Eventually.until(
                "the operator sees revenue",
                () -> mall().operator()
                        .api()
                        .get("/v1/reports/topProducts")
                        .expect(200)
                        .response()
                        .body()
                        .contains(word));
        assertBooksBalance();
    }

    @Test
    void aGuestPaysOnTheHostedPage() {
        var listing = people().listing("Hosted page kettle", mall().category(), 3);
        String cart = People.cart(api(), listing.offer(), 1);
        var order = api().with("Idempotency-Key", "hosted")
                .post("/v1/orders", People.order(cart, "guest@example.com", ""))
                .expect(201);
        assertThat(order.text("status")).isEqualTo("AWAITING_PAYMENT");
        String path = "/v1/orders/" + order.text("id") + "?guestToken=" + order.text("guestToken");

        People.pay(api(), order.text("paymentUrl"), "4242 4242 4242 4242");

        Eventually.until(
                "the order is paid",
                () -> api().get(path).expect(200).text("status").equals("PAID"));
        api().get("/v1/orders/" + order.text("id")).expect(404);
        api().get("/v1/orders/" + order.text("id") + "?guestToken=wrong").expect(404);
        Eventually.until("the guest has mail", () -> people().hasMail("guest@example.com", order.text("number")));
        assertBooksBalance();
    }

    @Test
    void aRepeatedOrderIsTheSameOrder() {
        var listing = people().listing("Once only", mall().category(), 5);
        String cart = People.cart(api(), listing.offer(), 1);
        Api once = api().with("Idempotency-Key", "again");
        String body = People.order(cart, "once@example.com", "pm_card_visa");

        String first = once.post("/v1/orders", body).expect(201).text("id");
        String second = once.post("/v1/orders", body).expect(201).text("id");

        assertThat(second).isEqualTo(first);
        var other = once.post("/v1/orders", People.order(cart, "other@example.com", "pm_card_visa"))
                .expect(409);
        assertThat(other.text("type")).endsWith("/idempotency-key-reused");
        Eventually.until(
                "one was sold",
                () -> listing.seller()
                        .api()
                        .get("/v1/stock/" + listing.offer())
                        .text("onHand")
                        .equals("4"));
        assertBooksBalance();
    }

    @Test
    void aDeclinedPaymentGivesTheGoodsBack() {
        var listing = people().listing("Declined", mall().category(), 1);
        String cart = People.cart(api(), listing.offer(), 1);
        String before = Books.ledger(mall().operator().api());

        var declined = api().with("Idempotency-Key", "no")
                .post("/v1/orders", People.order(cart, "no@example.com", "pm_card_chargeDeclined"));

        assertThat(declined.expect(402).text("type")).endsWith("/payment-declined");
        Eventually.until(
                "the goods are free",
                () -> api().get("/v1/stock/" + listing.offer())
                        .text("available")
                        .equals("1"));
        assertThat(Books.ledger(mall().operator().api())).isEqualTo(before);
    }

    @Test
    void aCancelledOrderIsPaidBack() {
        var listing = people().listing("Regret", mall().category(), 2);
        var buyer = people().register("regret");
        String cart = People.cart(buyer.api(), listing.offer(), 2);
        String order = buyer.api()
                .with("Idempotency-Key", "x")
                .post("/v1/orders", People.order(cart, "", "pm_card_visa"))
                .expect(201)
                .text("id");

        buyer.api()
                .post("/v1/orders/" + order + ":cancel", "{\"reason\": \"Changed my mind\"}")
                .expect(200);

        Eventually.until(
                "it is cancelled",
                () -> buyer.api().get("/v1/orders/" + order).text("status").equals("CANCELLED"));
        Eventually.until(
                "the goods are back",
                () -> api().get("/v1/stock/" + listing.offer())
                        .text("available")
                        .equals("2"));
        listing.seller()
                .api()
                .post("/v1/orders/" + order + ":ship", "{\"carrier\": \"P\", \"trackingNumber\": \"1\"}")
                .expect(409);
        assertBooksBalance();
    }

    @Test
    void stockIsNeverOversold() throws Exception {
        var listing = people().listing("Rush", mall().category(), 5);
        Callable<Integer> buy = () -> {
            String cart = People.cart(api(), listing.offer(), 1);
            return api().with("Idempotency-Key", "rush")
                    .post("/v1/orders", People.order(cart, "rush@example.com", "pm_card_visa"))
                    .status();
        };
        try (var buyers = Executors.newFixedThreadPool(12)) {
            List<Integer> answers = new java.util.ArrayList<>();
            for (var answer : buyers.invokeAll(java.util.Collections.nCopies(20, buy))) {
                answers.add(answer.get());
            }
            assertThat(answers.stream().filter(s -> s == 201)).hasSize(5);
            assertThat(answers.stream().filter(s -> s == 409)).hasSize(15);
        }
        Eventually.until(
                "all are sold",
                () -> listing.seller()
                        .api()
                        .get("/v1/stock/" + listing.offer())
                        .text("onHand")
                        .equals("0"));
        assertThat(mall().operator().api().get("/v1/stock:summary").expect(200).text("oversold"))
                .isEqualTo("0");
        assertBooksBalance();
    }

    @Test
    void strangersFindNothing() {
        var listing = people().listing("Private", mall().category(), 2);
        var owner = people().register("owner");
        var stranger = people().register("stranger");
        var rival = people().listing("Rival", mall().category(), 1);
        String cart = People.cart(owner.api(), listing.offer(), 1);

        stranger.api().get("/v1/carts/" + cart).expect(404);
        api().get("/v1/carts/" + cart).expect(404);
        stranger.api()
                .post("/v1/carts/" + cart + "/lines", "{\"offerId\": \"" + listing.offer() + "\", \"quantity\": 1}")
                .expect(404);
        stranger.api()
                .with("Idempotency-Key", "s")
                .post("/v1/orders", People.order(cart, "", "pm_card_visa"))
                .expect(404);
        String order = owner.api()
                .with("Idempotency-Key", "o")
                .post("/v1/orders", People.order(cart, "", "pm_card_visa"))
                .expect(201)
                .text("id");
        stranger.api().get("/v1/orders/" + order).expect(404);
        stranger.api().post("/v1/orders/" + order + ":cancel", "{}").expect(404);
        rival.seller()
                .api()
                .post("/v1/orders/" + order + ":ship", "{\"carrier\": \"P\", \"trackingNumber\": \"1\"}")
                .expect(404);
        rival.seller()
                .api()
                .patch("/v1/products/" + listing.product(), "{\"title\": \"Mine now\"}")
                .expect(404);
        rival.seller().api().delete("/v1/products/" + listing.product()).expect(404);
        rival.seller()
                .api()
                .post("/v1/stock/" + listing.offer() + ":adjust", "{\"onHand\": 0}")
                .expect(404);
        assertThat(api().get("/v1/stock/" + listing.offer()).text("onHand"))
                .as("hidden from strangers")
                .isEqualTo("0");
        stranger.api().get("/v1/orders?all=true").expect(403);
        stranger.api().get("/v1/ledger").expect(403);
        stranger.api().post("/v1/categories", "{\"name\": \"Mine\"}").expect(403);
    }

    @Test
    void tokensAreChecked() {
        var person = people().register("token");
        String forged = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.";
        assertThat(api().as(forged).get("/v1/accounts/me").expect(401).text("type"))
                .endsWith("/token-invalid");
        api().with("Authorization", "Basic eDp5").get("/v1/accounts/me").expect(401);
        api().get("/v1/accounts/me").expect(401);
        person.api().get("/v1/accounts/me").expect(200);
        var session = api().post(
                        "/v1/sessions",
                        "{\"email\": \"%s\", \"password\": \"a-long-enough-password\"}".formatted(person.email()))
                .expect(201);
        String refresh = "{\"refreshToken\": \"" + session.text("refreshToken") + "\"}";
        String next = api().post("/v1/sessions:refresh", refresh).expect(200).text("refreshToken");
        api().post("/v1/sessions:refresh", refresh).expect(401);
        api().post("/v1/sessions:refresh", "{\"refreshToken\": \"" + next + "\"}")
                .expect(401); // its family is dead
        api().post("/v1/sessions", "{\"email\": \"%s\", \"password\": \"not-the-password\"}".formatted(person.email()))
                .expect(401);
    }

    @Test
    void forgedWebhooksChangeNothing() {
        String before = Books.ledger(mall().operator().api());
        var answer = api().with("Stripe-Signature", "t=1,v1=00")
                .post("/v1/webhooks/stripe", "{\"id\": \"evt_1\", \"type\": \"payment_intent.succeeded\"}");
        assertThat(answer.expect(400).text("type")).endsWith("/webhook-signature");
        api().post("/v1/webhooks/stripe", "{}").expect(400);
        assertThat(Books.ledger(mall().operator().api())).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            POST  | /v1/accounts                   | {"email": "x", "password": "a-long-enough-password", "displayName": "X"} | 400 | email
            POST  | /v1/accounts                   | {"email": "a@b.example", "password": "short", "displayName": "X"}       | 400 | password
            POST  | /v1/accounts                   | {"email": "a@b.example", "pasword": "a-long-enough-password"}           | 400 | pasword
            POST  | /v1/accounts                   | {"email": 7}                                                             | 400 | email
            POST  | /v1/accounts                   | {"email":                                                                | 400 | -
            POST  | /v1/accounts                   | [1]                                                                      | 400 | -
            POST  | /v1/carts/CART/lines           | {"offerId": "OFFER", "quantity": -1}                                     | 400 | quantity
            POST  | /v1/carts/CART/lines           | {"offerId": "OFFER", "quantity": 99999999}                               | 400 | quantity
            POST  | /v1/carts/CART/lines           | {"offerId": "OFFER", "quantity": 99999999999999}                         | 400 | quantity
            POST  | /v1/carts/CART/lines           | {"offerId": "OFFER", "quantity": "many"}                                 | 400 | quantity
            POST  | /v1/carts/CART/lines           | {"offerId": "OFFER"}                                                     | 400 | quantity
            POST  | /v1/carts/CART/lines           | {"offerId": "UNKNOWN", "quantity": 1}                                    | 400 | offerId
            POST  | /v1/carts/CART/lines?quantity=2 | {"offerId": "OFFER", "quantity": 1}                                     | 400 | quantity
            POST  | /v1/carts/CART/lines           | {"cart": "UNKNOWN", "offerId": "OFFER", "quantity": 1}                   | 400 | cart
            POST  | /v1/carts/UNKNOWN/lines        | {"offerId": "OFFER", "quantity": 1}                                      | 404 | -
            POST  | /v1/carts/not-a-cart/lines     | {"offerId": "OFFER", "quantity": 1}                                      | 400 | cart
            GET   | /v1/products?pageSize=-1       |                                                                          | 400 | pageSize
            GET   | /v1/products?pageSize=x        |                                                                          | 400 | pageSize
            GET   | /v1/products?pagesize=1        |                                                                          | 400 | pagesize
            GET   | /v1/products?pageToken=abc     |                                                                          | 400 | pageToken
            GET   | /v1/products/UNKNOWN           |                                                                          | 404 | -
            GET   | /v1/search?sort=CHEAP          |                                                                          | 400 | sort
            GET   | /v1/nothing                    |                                                                          | 404 | -
            PUT   | /v1/carts                      | {}                                                                       | 405 | -
            POST  | /v1/orders                     | {"cart": "CART"}                                                         | 400 | Idempotency-Key
            POST  | /v1/products                   | {"title": "No token"}                                                    | 401 | -
            """)
    void badInputIsToldByFieldAndChangesNothing(String method, String path, String body, int status, String field) {
        var answer = api().send(method, fill(path), body == null ? null : fill(body));

        assertThat(answer.expect(status).response().headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.text("traceId")).matches("[0-9a-f]{32}");
        assertThat(answer.text("status")).isEqualTo(Integer.toString(status));
        assertThat(answer.response().body()).doesNotContain("com.mallhive", "Exception", "\tat ");
        if (!field.equals("-")) {
            assertThat(answer.text("violations.0.field")).isEqualTo(field);
            assertThat(answer.text("violations.0.message")).isNotBlank();
        }
        assertThat(api().get("/v1/carts/" + mall().sampleCart()).expect(200).text("itemCount"))
                .isEqualTo("0");
    }

    @Test
    void overlongAndUnknownInputOfSellersIsToldByField() {
        Api seller = mall().sample().seller().api();
        var flaws = seller.post("/v1/products", """
                {"title": "%s", "brnd": "x", "variants": [{"sku": "a b", "price": {"amount": "0", "currency": "EUR"}}]}
                """.formatted("x".repeat(500))).expect(400);
        assertThat(flaws.text("violations.0.field")).isEqualTo("brnd");
        var invalid =
                seller.post("/v1/products", """
                {"title": "%s", "variants": [{"sku": "a b", "price": {"amount": "-5", "currency": "EUR"}}]}
                """.formatted("x".repeat(500))).expect(400);
        assertThat(invalid.response().body()).contains("\"title\"", "variants[0].sku", "variants[0].price");
        seller.post("/v1/products", "{\"title\": \"" + "x".repeat(2_000_000) + "\"}")
                .expect(413);
        seller.with("If-Match", "\"v0\"")
                .patch("/v1/products/" + mall().sample().product(), "{\"brand\": \"New\"}")
                .expect(412);
    }

    @Test
    void pagesFollowEachOther() {
        String word = "Pagewort" + UUID.randomUUID().toString().substring(30);
        List<String> made = new java.util.ArrayList<>();
        for (int i = 0; i < 3; i++) {
            made.add(people().listing(word, mall().category(), 1).product());
        }
        Eventually.until(
                "search finds them",
                () -> api().get("/v1/search?q=" + word).text("total").equals("3"));
        for (String sort : new String[] {"RELEVANCE", "PRICE_ASC", "NEWEST"}) {
            List<String> seen = new java.util.ArrayList<>();
            String token = "";
            do {
                var page = api().get("/v1/search?pageSize=1&sort=" + sort + "&q=" + word + "&pageToken=" + token)
                        .expect(200);
                seen.add(page.text("products.0.productId"));
                token = page.text("nextPageToken");
            } while (!token.isEmpty());
            assertThat(seen).as(sort).containsExactlyInAnyOrderElementsOf(made);
        }
    }

    @Test
    void readsAreConditionalAndDefaultsAreThere() {
        var product = api().get("/v1/products/" + mall().sample().slug()).expect(200);
        String etag = product.response().headers().firstValue("ETag").orElseThrow();
        assertThat(product.json().has("brand")).isTrue();
        assertThat(product.text("variants.0.weightGrams")).isEqualTo("0");
        api().with("If-None-Match", etag)
                .get("/v1/products/" + mall().sample().product())
                .expect(304);
        assertThat(api().get("/openapi.json").expect(200).text("openapi")).startsWith("3.1");
        assertThat(api().get("/docs").expect(200).response().body()).contains("PlaceOrder", "/v1/orders");
    }

    private void assertBooksBalance() {
        Books.assertBalance(mall().operator().api());
    }

    private String fill(String text) {
        return text.replace("CART", mall().sampleCart())
                .replace("OFFER", mall().sample().offer())
                .replace("UNKNOWN", UNKNOWN);
    }
}
