package com.mallhive.orders.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.platform.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class QuoteTest {
    private static final Quote.Rules RULES = new Quote.Rules(Money.of(490, "EUR"), Money.of(5000, "EUR"), 1900, 800);

    @Property
    void theSumOfThePartsIsTheTotal(
            @ForAll @Size(min = 1, max = 12) List<@LongRange(min = 1, max = 1_000_000) Long> prices,
            @ForAll @IntRange(min = 1, max = 999) int quantity,
            @ForAll @IntRange(min = 1, max = 4) int shops) {
        Quote quote = quote(prices, quantity, shops);
        long parts = quote.parts().stream().mapToLong(p -> p.total().amount()).sum();
        long lines = quote.parts().stream()
                .flatMap(p -> p.lines().stream())
                .mapToLong(l -> l.total().amount())
                .sum();
        assertThat(parts).isEqualTo(quote.total().amount());
        assertThat(lines).isEqualTo(quote.items().amount());
        assertThat(quote.total()).isEqualTo(quote.items().plus(quote.shipping()));
    }

    @Property
    void sellerTaxAndCommissionAreWhatTheBuyerPays(
            @ForAll @Size(min = 1, max = 6) List<@LongRange(min = 1, max = 1_000_000) Long> prices,
            @ForAll @IntRange(min = 1, max = 99) int quantity) {
        for (Quote.Part part : quote(prices, quantity, 2).parts()) {
            assertThat(part.seller().plus(part.tax()).plus(part.commission())).isEqualTo(part.total());
            assertThat(part.seller().amount()).isNotNegative();
        }
    }

    @Test
    void shippingIsFreeFromItsLimit() {
        assertThat(quote(List.of(4999L), 1, 1).shipping()).isEqualTo(Money.of(490, "EUR"));
        assertThat(quote(List.of(5000L), 1, 1).shipping()).isEqualTo(Money.zero("EUR"));
    }

    @Test
    void anOrderGoesOnlyForward() {
        assertThat(OrderStatus.AWAITING_PAYMENT.canBecome(OrderStatus.PAID)).isTrue();
        assertThat(OrderStatus.PAID.canBecome(OrderStatus.AWAITING_PAYMENT)).isFalse();
        assertThat(OrderStatus.CANCELLED.isFinal()).isTrue();
        assertThat(OrderStatus.SHIPPED.isFinal()).isTrue();
        for (OrderStatus from : OrderStatus.values()) {
            assertThat(from.canBecome(from)).isFalse();
            assertThat(OrderStatus.CANCELLED.canBecome(from)).isFalse();
        }
    }

    @Test
    void orderNumbersAreReadable() {
        assertThat(OrderNumber.of(UUID.randomUUID())).matches("MH(-[0-9A-HJKMNP-TV-Z]{4}){3}");
    }

    private static Quote quote(List<Long> prices, int quantity, int shops) {
        List<Quote.Wish> wishes = new ArrayList<>();
        for (int i = 0; i < prices.size(); i++) {
            UUID shop = new UUID(0, i % shops);
            wishes.add(new Quote.Wish(
                    shop,
                    "Shop",
                    UUID.randomUUID(),
                    UUID.randomUUID(),
                    "slug",
                    "SKU",
                    "Title",
                    "",
                    quantity,
                    Money.of(prices.get(i), "EUR"),
                    ""));
        }
        return Quote.of(wishes, RULES);
    }
}
