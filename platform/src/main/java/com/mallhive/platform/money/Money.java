package com.mallhive.platform.money;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;

/**
 * An amount in the minor units of an ISO 4217 currency. Exact: adding overflows loudly, dividing happens by
 * {@link #allocate} only, whose parts sum up to the whole.
 */
public record Money(long amount, String currency) implements Comparable<Money> {
    public Money {
        if (currency.length() != 3) {
            throw new IllegalArgumentException("not an ISO 4217 currency: " + currency);
        }
    }

    public static Money of(long amount, String currency) {
        return new Money(amount, currency);
    }

    public static Money zero(String currency) {
        return new Money(0, currency);
    }

    /** How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
    public int decimals() {
        return CurrencyUnit.of(currency).getDecimalPlaces();
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(amount, same(other).amount), currency);
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(amount, same(other).amount), currency);
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(amount, factor), currency);
    }

    /** A share in basis points (1/100 of a percent), rounded half up. */
    public Money basisPoints(int points) {
        return new Money(divideHalfUp(Math.multiplyExact(amount, (long) points), 10_000), currency);
    }

    /** The tax contained in a gross amount at a rate in basis points, rounded half up. */
    public Money taxIncluded(int points) {
        return new Money(divideHalfUp(Math.multiplyExact(amount, (long) points), 10_000L + points), currency);
    }

    /**
     * Divides in proportion to the weights by the method of the largest remainder: the parts sum up to the whole, always.
     *
     * @param weights not negative, not all zero
     */
    public Money[] allocate(long... weights) {
        long total = Arrays.stream(weights).reduce(0, Math::addExact);
        if (total <= 0 || Arrays.stream(weights).anyMatch(w -> w < 0)) {
            throw new IllegalArgumentException("weights must not be negative and not all zero");
        }
        long[] parts = new long[weights.length];
        long[] remainders = new long[weights.length];
        long rest = amount;
        for (int i = 0; i < weights.length; i++) {
            var exact = java.math.BigInteger.valueOf(amount)
                    .multiply(java.math.BigInteger.valueOf(weights[i]))
                    .divideAndRemainder(java.math.BigInteger.valueOf(total));
            parts[i] = exact[0].longValueExact();
            remainders[i] = Math.abs(exact[1].longValueExact());
            rest -= parts[i];
        }
        int[] order = IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> -remainders[i]).thenComparingInt(i -> i))
                .mapToInt(Integer::intValue)
                .toArray();
        for (int i = 0; rest != 0; i = (i + 1) % order.length) {
            parts[order[i]] += Long.signum(rest);
            rest -= Long.signum(rest);
        }
        return Arrays.stream(parts).mapToObj(part -> new Money(part, currency)).toArray(Money[]::new);
    }

    public boolean isZero() {
        return amount == 0;
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(amount, same(other).amount);
    }

    /** For people and logs, for example "EUR 12.50". */
    @Override
    public String toString() {
        return currency + " " + java.math.BigDecimal.valueOf(amount, decimals()).toPlainString();
    }

    private Money same(Money other) {
        if (!currency.equals(other.currency)) {
            throw new IllegalArgumentException("different currencies: " + currency + " and " + other.currency);
        }
        return other;
    }

    private static long divideHalfUp(long dividend, long divisor) {
        long doubled = Math.addExact(Math.multiplyExact(2, Math.abs(dividend)), divisor);
        return Long.signum(dividend) * (doubled / Math.multiplyExact(2, divisor));
    }
}
