package com.mallhive.platform.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class MoneyTest {
    @Property
    void partsSumUpToTheWhole(
            @ForAll @LongRange(min = -1_000_000_000L, max = 1_000_000_000L) long amount,
            @ForAll @Size(min = 1, max = 12) List<@LongRange(min = 0, max = 1_000_000) Long> weights) {
        long[] fair = weights.stream().mapToLong(Long::longValue).toArray();
        fair[0]++; // not all zero
        Money[] parts = Money.of(amount, "EUR").allocate(fair);
        assertThat(Arrays.stream(parts).mapToLong(Money::amount).sum()).isEqualTo(amount);
    }

    @Property
    void noPartIsFurtherFromItsShareThanOneUnit(
            @ForAll @LongRange(min = 0, max = 1_000_000_000L) long amount,
            @ForAll @Size(min = 1, max = 8) List<@LongRange(min = 1, max = 1_000_000) Long> list) {
        long[] weights = list.stream().mapToLong(Long::longValue).toArray();
        Money[] parts = Money.of(amount, "EUR").allocate(weights);
        long total = Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            assertThat(Math.abs(parts[i].amount() * total - amount * weights[i]))
                    .isLessThanOrEqualTo(total);
        }
    }

    @Property
    void containedTaxAndNetAreTheGross(
            @ForAll @LongRange(min = 0, max = 1_000_000_000L) long gross,
            @ForAll @IntRange(min = 0, max = 5000) int points) {
        long tax = Money.of(gross, "EUR").taxIncluded(points).amount();
        assertThat(tax).isBetween(0L, gross);
        // the tax on the net is the tax, to the cent
        long net = gross - tax;
        assertThat(Math.abs(net * points - tax * 10_000)).isLessThanOrEqualTo(10_000L + points);
    }

    @Test
    void currenciesAreNotMixedAndSumsDoNotOverflow() {
        assertThatThrownBy(() -> Money.of(1, "EUR").plus(Money.of(1, "USD")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Money.of(Long.MAX_VALUE, "EUR").plus(Money.of(1, "EUR")))
                .isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Money.of(10, "EUR").allocate(0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decimalsAreTheCurrencys() {
        assertThat(Money.of(1250, "EUR")).hasToString("EUR 12.50");
        assertThat(Money.of(1250, "JPY")).hasToString("JPY 1250");
        assertThat(Money.of(1250, "KWD")).hasToString("KWD 1.250");
    }
}
