package com.mallhive.web.ui;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A price as it is shown.
 *
 * @param now what is paid
 * @param was the price before, or null
 * @param note a remark below, for example about taxes, or null
 */
public record Price(
        String now, @Nullable String was, @Nullable String note) {
    /** A price from minor units; {@code compareAt} counts only if it is higher. */
    public static Price of(long minor, @Nullable Long compareAt, String currency, Locale locale) {
        String was = compareAt != null && compareAt > minor ? MoneyFormat.format(compareAt, currency, locale) : null;
        return new Price(MoneyFormat.format(minor, currency, locale), was, null);
    }

    /** The lowest of several prices. */
    public static Price from(long minor, String currency, Locale locale) {
        return new Price("from " + MoneyFormat.format(minor, currency, locale), null, null);
    }
}
