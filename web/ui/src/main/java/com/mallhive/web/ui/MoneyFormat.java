package com.mallhive.web.ui;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Currency;
import java.util.Locale;

/**
 * Money as people of a locale write it. Amounts stay whole numbers of minor units until the last moment and become a decimal
 * number, never a floating point one; how many decimals there are is the currency's business (EUR 2, JPY 0, KWD 3).
 */
public final class MoneyFormat {
    private MoneyFormat() {}

    /** For example {@code 1990, "EUR"} is "€19.90" in Ireland and "19,90 €" in Germany. */
    public static String format(long minor, String currencyCode, Locale locale) {
        Currency currency = Currency.getInstance(currencyCode);
        int decimals = Math.max(0, currency.getDefaultFractionDigits());
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        format.setMinimumFractionDigits(decimals);
        format.setMaximumFractionDigits(decimals);
        return format.format(BigDecimal.valueOf(minor, decimals));
    }

    /** The amount for machines, as schema.org and number fields want it: {@code 1990, "EUR"} is "19.90". */
    public static String plain(long minor, String currencyCode) {
        int decimals = Math.max(0, Currency.getInstance(currencyCode).getDefaultFractionDigits());
        return BigDecimal.valueOf(minor, decimals).toPlainString();
    }

    /** For the axis of a chart or a figure where cents are noise: no decimals. */
    public static String rounded(long minor, String currencyCode, Locale locale) {
        Currency currency = Currency.getInstance(currencyCode);
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(currency);
        format.setMaximumFractionDigits(0);
        return format.format(BigDecimal.valueOf(minor, Math.max(0, currency.getDefaultFractionDigits())));
    }
}
