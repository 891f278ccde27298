package com.mallhive.orders;

import com.mallhive.orders.domain.Quote;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.settings.Setting;
import java.time.Duration;

/** Section {@code orders}. Amounts in minor units of the mall's currency. */
public record OrdersSettings(
        @Setting(value = "The mall's currency, ISO 4217", byDefault = "EUR")
        String currency,

        @Setting(value = "Shipping per shop", byDefault = "490")
        long shipping,

        @Setting(value = "A shop's goods of this worth ship free", byDefault = "5000")
        long freeShippingFrom,

        @Setting(value = "Tax contained in prices, in basis points (1900 = 19 %)", byDefault = "1900")
        int taxPoints,

        @Setting(value = "The mall's share of sold goods, in basis points (800 = 8 %)", byDefault = "800")
        int commissionPoints,

        @Setting(value = "An unpaid order is called off after; Stripe's pages live at least 30m", byDefault = "35m")
        Duration paymentTimeLimit) {
    public OrdersSettings {
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
