package com.mallhive.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.testkit.Api;
import com.mallhive.testkit.People;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What a mall must refuse in every shape, by name and without harm; and what may look like that and must not be. */
interface RefusalSuite {
    /** The running mall. */
    TestMall mall();

    @Test
    default void theSellersOfAnOrderShipAtOnce() throws InterruptedException, ExecutionException {
        List<People.Listing> listings = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            listings.add(mall().people().listing("Together " + i, mall().category(), 1));
        }
        String cart = People.cart(mall().api(), listings.getFirst().offer(), 1);
        listings.stream()
                .skip(1)
                .forEach(listing -> add(cart, listing.offer(), 1).expect(201));
        var order = mall().api()
                .with("Idempotency-Key", "together")
                .post("/v1/orders", People.order(cart, "together@example.com", "pm_card_visa"))
                .expect(201);

        List<Callable<Integer>> sellers = new ArrayList<>();
        listings.forEach(listing -> sellers.add(() -> listing.seller()
                .api()
                .post("/v1/orders/" + order.text("id") + ":ship", """
                {"carrier": "Parcel", "trackingNumber": "P 1"}
                """)
                .status()));
        try (var threads = Executors.newFixedThreadPool(sellers.size())) {
            for (Future<Integer> answer : threads.invokeAll(sellers)) {
                assertThat(answer.get()).isEqualTo(200);
            }
        }
        assertThat(mall().operator()
                        .api()
                        .get("/v1/orders/" + order.text("id"))
                        .expect(200)
                        .text("status"))
                .isEqualTo("SHIPPED");
    }

    @Test
    default void textThatCannotBeStoredIsToldByField() {
        var buyer = mall().people().register("zero");
        String cart = People.cart(buyer.api(), mall().sample().offer(), 1);
        String id = buyer.api()
                .with("Idempotency-Key", "zero")
                .post("/v1/orders", People.order(cart, "", ""))
                .expect(201)
                .text("id");

        refused(buyer.api(), "/v1/orders/" + id + ":cancel", "{\"reason\": \"a\\u0000b\"}", 400, "reason");

        assertThat(buyer.api().get("/v1/orders/" + id).expect(200).text("status"))
                .isEqualTo("AWAITING_PAYMENT");
        buyer.api().post("/v1/orders/" + id + ":cancel", "{}").expect(200);
    }

    @Test
    default void valuesThatMeanNothingAreToldByField() {
        String cart = People.cart(mall().api(), mall().sample().offer(), 1);
        refused(
                mall().api().with("Idempotency-Key", "nowhere"),
                "/v1/orders",
                People.order(cart, "nowhere@example.com", "").replace("\"DE\"", "\"ZZ\""),
                400,
                "shippingAddress.country");
        refused(mall().api(), "/v1/accounts", """
                {"email": "blank@example.com", "password": "a-long-enough-password", "displayName": "   "}
                """, 400, "displayName");
        refused(mall().operator().api(), "/v1/categories", """
                {"name": "Evil", "pictureUrl": "javascript:alert(1)"}
                """, 400, "pictureUrl");
    }

    @Test
    default void aSkuOfAnotherProductIsTaken() {
        refused(mall().sample().seller().api(), "/v1/products", """
                {"title": "Another", "variants": [{"sku": "T-S", "price": {"amount": "100", "currency": "EUR"}}]}
                """, 409, "variants.sku");
    }

    @Test
    default void aCartKeepsItsLimits() {
        String offer = mall().sample().offer();
        String cart = People.cart(mall().api(), offer, 999);
        refused(
                mall().api(),
                "/v1/carts/" + cart + "/lines",
                "{\"offerId\": \"" + offer + "\", \"quantity\": 999}",
                409,
                "quantity");
        assertThat(mall().api().get("/v1/carts/" + cart).text("itemCount")).isEqualTo("999");
    }

    @Test
    default void onlyAGuestsCartIsMerged() {
        Api buyer = mall().people().register("merger").api();
        String guests = People.cart(mall().api(), mall().sample().offer(), 2);
        String others = People.cart(
                mall().people().register("other").api(), mall().sample().offer(), 1);

        assertThat(buyer.post("/v1/carts/" + guests + ":merge", "{}")
                        .expect(200)
                        .text("itemCount"))
                .isEqualTo("2");
        assertThat(buyer.post("/v1/carts/" + guests + ":merge", "{}")
                        .expect(200)
                        .text("itemCount"))
                .isEqualTo("2");
        buyer.post("/v1/carts/" + others + ":merge", "{}").expect(404);
        buyer.post("/v1/carts/" + UUID.randomUUID() + ":merge", "{}").expect(404);
    }

    private Api.Answer add(String cart, String offer, int quantity) {
        return mall().api()
                .post(
                        "/v1/carts/" + cart + "/lines",
                        "{\"offerId\": \"" + offer + "\", \"quantity\": " + quantity + "}");
    }

    private static void refused(Api api, String path, String json, int status, String field) {
        var answer = api.post(path, json).expect(status);
        assertThat(answer.text("violations.0.field")).isEqualTo(field);
        assertThat(answer.text("violations.0.message")).isNotBlank();
    }
}
