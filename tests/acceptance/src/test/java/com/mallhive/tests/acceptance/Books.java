package com.mallhive.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.mallhive.testkit.Api;
import com.mallhive.testkit.Eventually;
import java.util.stream.Stream;

/** The books of a mall, as its operator sees them. */
final class Books {
    private Books() {}

    /** Entries are there, they agree with the payments, and what Stripe holds is what the orders say was paid. */
    static void assertBalance(Api operator) {
        Eventually.until("Stripe holds what was paid for the orders that stand", () -> {
            long before = paidOrders(operator);
            long held = stripeHolds(operator);
            return held == before && before == paidOrders(operator);
        });
        JsonObject ledger = operator.get("/v1/ledger").expect(200).json();
        assertThat(ledger.get("entries").getAsLong()).isPositive();
        assertThat(ledger.getAsJsonArray("differences")).isEmpty();
        assertThat(ledger.getAsJsonArray("proof"))
                .isNotEmpty()
                .allSatisfy(
                        sum -> assertThat(sum.getAsJsonObject().get("amount").getAsLong())
                                .isZero());
    }

    /** The ledger as it is told. */
    static String ledger(Api operator) {
        return operator.get("/v1/ledger").expect(200).response().body();
    }

    private static long stripeHolds(Api operator) {
        return operator.get("/v1/ledger").expect(200).json().getAsJsonArray("balances").asList().stream()
                .map(balance -> balance.getAsJsonObject())
                .filter(balance -> balance.get("account").getAsString().equals("stripe_clearing"))
                .mapToLong(balance ->
                        balance.getAsJsonObject("balance").get("amount").getAsLong())
                .sum();
    }

    private static long paidOrders(Api operator) {
        return Stream.of("PAID", "SHIPPED")
                .mapToLong(status -> totals(operator, status))
                .sum();
    }

    private static long totals(Api operator, String status) {
        long sum = 0;
        String token = "";
        do {
            var page = operator.get("/v1/orders?all=true&pageSize=100&status=" + status + "&pageToken=" + token)
                    .expect(200);
            for (var order : page.json().getAsJsonArray("orders")) {
                sum += order.getAsJsonObject()
                        .getAsJsonObject("totals")
                        .getAsJsonObject("total")
                        .get("amount")
                        .getAsLong();
            }
            token = page.text("nextPageToken");
        } while (!token.isEmpty());
        return sum;
    }
}
