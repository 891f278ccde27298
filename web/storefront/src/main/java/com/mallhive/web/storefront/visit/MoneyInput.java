package com.mallhive.web.storefront.visit;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Amounts as people type them: "12", "12.5", "12,50", "€ 1,234.50", "1.234,50". The last point or comma divides decimals
 * from units unless three digits follow it and grouping is what it must mean. Never a floating point number.
 */
public final class MoneyInput {
    private static final Pattern NUMBER = Pattern.compile("[0-9][0-9.,' ]*");
    private static final int MAX_LENGTH = 20;

    private MoneyInput() {}

    /** Minor units; empty where the text is no amount or has more decimals than the currency. */
    public static OptionalLong parse(String text, String currencyCode) {
        Currency currency = Currency.getInstance(currencyCode);
        int decimals = Math.max(0, currency.getDefaultFractionDigits());
        String bare = text.replace(currencyCode, "")
                .replace(currency.getSymbol(), "")
                .replace("€", "")
                .replace('\u00a0', ' ')
                .replace('\u202f', ' ')
                .replace('\u2019', '\'')
                .strip();
        if (bare.length() > MAX_LENGTH || !NUMBER.matcher(bare).matches()) {
            return OptionalLong.empty();
        }
        bare = bare.replace(" ", "").replace("'", "");
        int cut = Math.max(bare.lastIndexOf('.'), bare.lastIndexOf(','));
        String units = bare;
        String fraction = "";
        if (cut >= 0) {
            char mark = bare.charAt(cut);
            int after = bare.length() - cut - 1;
            boolean once = bare.indexOf(mark) == cut;
            boolean grouping = after == 3 && (decimals != 3 || !once);
            if (!grouping && !once) {
                return OptionalLong.empty();
            }
            if (!grouping) {
                units = bare.substring(0, cut);
                fraction = bare.substring(cut + 1);
            }
        }
        String digits = ungrouped(units);
        if (digits.isEmpty() || fraction.length() > decimals || fraction.contains(".") || fraction.contains(",")) {
            return OptionalLong.empty();
        }
        BigDecimal amount = new BigDecimal(fraction.isEmpty() ? digits : digits + "." + fraction);
        try {
            return OptionalLong.of(amount.movePointRight(decimals).longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** Digits without the marks between groups of three; empty where marks stand elsewhere or differ. */
    private static String ungrouped(String units) {
        if (units.matches("[0-9]+")) {
            return units;
        }
        return units.matches("[0-9]{1,3}(,[0-9]{3})+") || units.matches("[0-9]{1,3}(\\.[0-9]{3})+")
                ? units.replaceAll("[.,]", "")
                : "";
    }
}
