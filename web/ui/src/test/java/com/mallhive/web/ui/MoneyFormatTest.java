package com.mallhive.web.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoneyFormatTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1990|EUR|en-IE|€19.90",
                "123456789|EUR|en-IE|€1,234,567.89",
                "1990|EUR|de-DE|19,90 €",
                "1990|JPY|en-IE|JP¥1,990",
                "1990|GBP|en-IE|£19.90",
                "0|EUR|en-IE|€0.00",
                "-1990|EUR|en-IE|-€19.90",
            })
    void writesAmountsAsTheRegionDoes(long minor, String currency, String locale, String expected) {
        String shown = MoneyFormat.format(minor, currency, Locale.forLanguageTag(locale));
        assertThat(shown.replace('\u00a0', ' ').replace('\u202f', ' ')).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"1990,EUR,19.90", "1990,JPY,1990", "1990,KWD,1.990", "5,EUR,0.05", "-5,EUR,-0.05"})
    void writesAmountsForMachines(long minor, String currency, String expected) {
        assertThat(MoneyFormat.plain(minor, currency)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"199000,EUR,'€1,990'", "199049,EUR,'€1,990'", "199051,EUR,'€1,991'"})
    void leavesCentsOutOfFigures(long minor, String currency, String expected) {
        assertThat(MoneyFormat.rounded(minor, currency, Locale.forLanguageTag("en-IE")))
                .isEqualTo(expected);
    }

    @Property
    void losesNothing(@ForAll long minor) {
        assertThat(new BigDecimal(MoneyFormat.plain(minor, "EUR"))
                        .movePointRight(2)
                        .longValueExact())
                .isEqualTo(minor);
    }
}
