package com.mallhive.orders;

import com.mallhive.orders.domain.Quote;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.settings.Setting;
import java.time.Duration;
import java.util.Currency;

/** Section {@code orders}. Amounts in minor units of the mall's currency. */
public record OrdersSettings(
        @Setting(value = "The mall's currency, ISO 4217", byDefault = "EUR")
        String currency,

        @Setting(value = "Shipping per shop", byDefault = "490", min = "0", max = "1000000")
        long shipping,

        @Setting(value = "A shop's goods of this worth ship free", byDefault = "5000", min = "0", max = "100000000")
        long freeShippingFrom,

        @Setting(
                value = "Tax contained in prices, in basis points (1900 = 19 %)",
                byDefault = "1900",
                min = "0",
                max = "9000")
        int taxPoints,

        @Setting(
                value = "The mall's share of sold goods, in basis points (800 = 8 %)",
                byDefault = "800",
                min = "0",
                max = "9000")
        int commissionPoints,

        @Setting(
                value = "An unpaid order is called off after; Stripe's pages live at least 30m",
                byDefault = "35m",
                min = "1s",
                max = "1d")
        Duration paymentTimeLimit) {
    public OrdersSettings {
        if (Currency.getAvailableCurrencies().stream()
                .noneMatch(c -> c.getCurrencyCode().equals(currency))) {
            throw new IllegalArgumentException("currency must be a code of ISO 4217, for example EUR");
        }
        if (taxPoints < 0 || commissionPoints < 0 || taxPoints + commissionPoints > 9000) {
            throw new IllegalArgumentException("tax-points and commission-points must leave something for the seller");
        }
    }

    /** The pricing rules. */
    public Quote.Rules rules() {
        return new Quote.Rules(
                Money.of(shipping, currency), Money.of(freeShippingFrom, currency), taxPoints, commissionPoints);
    }
}
