package com.mallhive.web.storefront.browse;

import com.google.protobuf.Timestamp;
import com.mallhive.platform.rpc.Wire;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;

/** Dates as people read them. Times of day are in UTC; the page's script shows them in the visitor's time zone. */
public final class Dates {
    private Dates() {}

    /** "November 2026". */
    public static String month(Timestamp time, Locale locale) {
        return DateTimeFormatter.ofPattern("MMMM yyyy", locale)
                .format(Wire.instant(time).atOffset(ZoneOffset.UTC));
    }

    /** "22 Nov". */
    public static String dayAndMonth(LocalDate day, Locale locale) {
        return DateTimeFormatter.ofPattern("d MMM", locale).format(day);
    }

    /** The day in UTC. */
    public static LocalDate day(Timestamp time) {
        return LocalDate.ofInstant(Wire.instant(time), ZoneOffset.UTC);
    }

    /** "22 Nov 2026". */
    public static String day(Timestamp time, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .format(Wire.instant(time).atOffset(ZoneOffset.UTC));
    }

    /** "22 Nov 2026, 14:05 UTC". */
    public static String time(Timestamp time, Locale locale) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(locale)
                        .format(Wire.instant(time).atOffset(ZoneOffset.UTC))
                + " UTC";
    }
}
