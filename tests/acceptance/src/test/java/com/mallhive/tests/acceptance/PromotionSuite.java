package com.mallhive.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.testkit.Api;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.People;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Promotions and coupons in every shape: what they take off is what is not paid, and the books know who bears it. */
interface PromotionSuite {
    /** The running mall. */
    TestMall mall();

    @Test
    default void couponsLowerWhatIsPaidAndTheBooksAgree() {
        var listing = mall().people().listing("With coupons", mall().category(), 5);
        String ofShop = promotion(listing.seller().api(), "\"kind\": \"PERCENTAGE\", \"basisPoints\": 1000");
        String ofMall = promotion(mall().operator().api(), "\"kind\": \"PERCENTAGE\", \"basisPoints\": 5000");
        String cart = People.cart(mall().api(), listing.offer(), 2);
        var quote = mall().api()
                .post("/v1/orders:quote", """
                {"cart": "%s", "country": "DE", "couponCodes": ["%s", "%s"]}
                """.formatted(cart, ofMall, ofShop.toLowerCase(Locale.ROOT)))
                .expect(200);
        assertThat(quote.text("totals.total.amount")).isEqualTo("2289"); // 39.98 - 10 % - half of that, and 4.90
        assertThat(quote.text("totals.discount.amount")).isEqualTo("2199");
        assertThat(quote.text("shops.0.lines.0.discounts.0.couponCode")).isEqualTo(ofShop);
        assertThat(quote.text("shops.0.lines.0.discounts.0.amount.amount")).isEqualTo("400");
        assertThat(quote.text("shops.0.lines.0.discounts.1.couponCode")).isEqualTo(ofMall);
        assertThat(quote.text("shops.0.lines.0.paid.amount")).isEqualTo("1799");

        var order = place(mall().api(), cart, "coupons@example.com", "", ofMall, ofShop)
                .expect(201);

        assertThat(order.text("totals.total.amount")).isEqualTo("2289");
        assertThat(mall().api()
                        .get(order.text("paymentUrl"))
                        .expect(200)
                        .response()
                        .body())
                .as("what the payment provider asks for")
                .contains("22.89");
        People.pay(mall().api(), order.text("paymentUrl"), "4242 4242 4242 4242");
        String path = "/v1/orders/" + order.text("id") + "?guestToken=" + order.text("guestToken");
        Eventually.until(
                "the order is paid",
                () -> mall().api().get(path).expect(200).text("status").equals("PAID"));
        var paid = mall().api().get(path).expect(200);
        assertThat(paid.text("totals.discounts.0.amount.amount")).isEqualTo("400");
        assertThat(paid.text("totals.discounts.1.amount.amount")).isEqualTo("1799");
        assertThat(paid.text("subOrders.0.lines.0.paid.amount")).isEqualTo("1799");
        assertThat(listing.seller().api().get("/v1/ledger/shop").expect(200).text("pending.0.amount"))
                .as("the shop bears its own promotion, not the mall's")
                .isEqualTo("3148"); // 35.98 and 4.90, less 5.74 and 0.78 tax and 2.88 commission
        Books.assertBalance(mall().operator().api());
    }

    @Test
    default void couponsOfNoUseAreRefusedByName() {
        var listing = mall().people().listing("Refused coupons", mall().category(), 5);
        var other = mall().people().listing("Elsewhere", mall().category(), 1);
        Api seller = listing.seller().api();
        String elsewhere = promotion(other.seller().api(), "\"kind\": \"FREE_SHIPPING\"");
        String ended = promotion(seller, "\"kind\": \"FREE_SHIPPING\", \"endTime\": \"2100-01-01T00:00:00Z\"");
        seller.patch("/v1/promotions/" + id(seller, ended), "{\"endTime\": \"2020-01-01T00:00:00Z\"}")
                .expect(200);
        String later = promotion(seller, "\"kind\": \"FREE_SHIPPING\", \"startTime\": \"2100-01-01T00:00:00Z\"");
        String high = promotion(
                seller, "\"kind\": \"FREE_SHIPPING\", \"minimumSpend\": {\"amount\": \"2000\", \"currency\": \"EUR\"}");
        String whole = promotion(
                mall().operator().api(), "\"kind\": \"PERCENTAGE\", \"basisPoints\": 10000, \"exclusive\": true");
        String cart = People.cart(mall().api(), listing.offer(), 1);

        refused(cart, 400, "coupon-unknown", "NO-SUCH-COUPON");
        refused(cart, 400, "coupon-expired", ended);
        refused(cart, 400, "coupon-expired", later);
        refused(cart, 400, "coupon-not-for-this-cart", elsewhere);
        refused(cart, 400, "coupon-not-for-this-cart", high);
        refused(cart, 400, "invalid-request", "A", "B", "C", "D", "E", "F");
        String lasting = promotion(seller, "\"kind\": \"PERCENTAGE\", \"basisPoints\": 500");
        refused(cart, 400, "coupon-not-for-this-cart", whole, lasting);
        place(mall().api(), cart, "refused@example.com", "pm_card_visa", lasting)
                .expect(201);
    }

    @Test
    default void aCancelledOrderGivesItsCouponBack() {
        var listing = mall().people().listing("Coupon back", mall().category(), 5);
        Api seller = listing.seller().api();
        String coupon = promotion(
                seller,
                "\"kind\": \"AMOUNT_OFF\", \"maxUses\": 1,"
                        + " \"amount\": {\"amount\": \"500\", \"currency\": \"EUR\"}");
        var buyer = mall().people().register("coupon");
        String cart = People.cart(buyer.api(), listing.offer(), 1);
        String order =
                place(buyer.api(), cart, "", "pm_card_visa", coupon).expect(201).text("id");
        String next = People.cart(mall().api(), listing.offer(), 1);
        refused(next, 409, "coupon-used-up", coupon);

        buyer.api().post("/v1/orders/" + order + ":cancel", "{}").expect(200);

        Eventually.until(
                "it is cancelled",
                () -> buyer.api().get("/v1/orders/" + order).text("status").equals("CANCELLED"));
        assertThat(seller.get("/v1/promotions/" + id(seller, coupon))
                        .expect(200)
                        .text("uses"))
                .isEqualTo("0");
        place(mall().api(), next, "next@example.com", "pm_card_visa", coupon).expect(201);
        Books.assertBalance(mall().operator().api());
    }

    @Test
    default void aGuestIsKnownByTheAddress() {
        var listing = mall().people().listing("Once for each", mall().category(), 5);
        String coupon = promotion(
                listing.seller().api(), "\"kind\": \"PERCENTAGE\", \"basisPoints\": 1000, \"maxUsesPerBuyer\": 1");
        String first = People.cart(mall().api(), listing.offer(), 1);
        place(mall().api(), first, "Guest.Once@example.com", "pm_card_visa", coupon)
                .expect(201);
        String second = People.cart(mall().api(), listing.offer(), 1);

        var again = place(mall().api(), second, "guest.once@example.com", "pm_card_visa", coupon);

        assertThat(again.expect(409).text("type")).endsWith("/coupon-used-up");
        assertThat(again.text("violations.0.field")).isEqualTo("couponCodes");
        place(mall().api(), second, "guest.twice@example.com", "pm_card_visa", coupon)
                .expect(201);
    }

    @Test
    default void promotionsAreTheirOwnersBusiness() {
        var listing = mall().people().listing("Owned promotions", mall().category(), 1);
        Api seller = listing.seller().api();
        Api stranger = mall().sample().seller().api();
        String code =
                promotion(seller, "\"kind\": \"TIERED\", \"tiers\": [{\"fromQuantity\": 2, \"basisPoints\": 500}]");
        String path = "/v1/promotions/" + id(seller, code);

        stranger.get(path).expect(404);
        stranger.patch(path, "{\"name\": \"Mine now\"}").expect(404);
        mall().people().register("nobody").api().get("/v1/promotions").expect(403);
        mall().api().get("/v1/promotions").expect(401);
        assertThat(mall().operator().api().get(path).expect(200).text("shopId")).isEqualTo(listing.shop());
        assertThat(seller.patch(path, "{\"name\": \"Renamed\"}").expect(200).text("name"))
                .isEqualTo("Renamed");
        var taken = stranger.post(
                "/v1/promotions", "{\"name\": \"X\", \"couponCode\": \"" + code + "\", \"kind\": \"FREE_SHIPPING\"}");
        assertThat(taken.expect(409).text("violations.0.field")).isEqualTo("couponCode");
        var incomplete = seller.post("/v1/promotions", "{\"name\": \"X\", \"kind\": \"PERCENTAGE\"}");
        assertThat(incomplete.expect(400).text("violations.0.field")).isEqualTo("basisPoints");
    }

    /** Creates a promotion with a new code and answers with the code. */
    private static String promotion(Api owner, String rest) {
        String code = "T-" + UUID.randomUUID().toString().substring(24).toUpperCase(Locale.ROOT);
        return owner.post("/v1/promotions", "{\"name\": \"Test\", \"couponCode\": \"" + code + "\", " + rest + "}")
                .expect(201)
                .text("couponCode");
    }

    private static String id(Api owner, String code) {
        var all = owner.get("/v1/promotions?pageSize=100").expect(200).json();
        for (var promotion : all.getAsJsonArray("promotions")) {
            if (promotion.getAsJsonObject().get("couponCode").getAsString().equals(code)) {
                return promotion.getAsJsonObject().get("id").getAsString();
            }
        }
        throw new AssertionError("no promotion " + code + " in " + all);
    }

    private static Api.Answer place(Api buyer, String cart, String email, String method, String... coupons) {
        return buyer.with("Idempotency-Key", UUID.randomUUID().toString())
                .post(
                        "/v1/orders",
                        People.order(cart, email, method)
                                .replaceFirst(
                                        "\\{", "{\"couponCodes\": [\"" + String.join("\", \"", coupons) + "\"], "));
    }

    private void refused(String cart, int status, String type, String... coupons) {
        var answer = place(mall().api(), cart, "refused@example.com", "pm_card_visa", coupons)
                .expect(status);
        assertThat(answer.text("type")).endsWith("/" + type);
        assertThat(answer.text("violations.0.field")).isEqualTo("couponCodes");
        assertThat(answer.text("violations.0.message")).isNotBlank();
    }
}
