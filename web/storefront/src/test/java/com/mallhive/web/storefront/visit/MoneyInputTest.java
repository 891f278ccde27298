package com.mallhive.web.storefront.visit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.web.ui.MoneyFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "12|EUR|1200",
                "12.5|EUR|1250",
                "12,50|EUR|1250",
                "0.01|EUR|1",
                "€ 12.50|EUR|1250",
                "12,50 €|EUR|1250",
                "EUR 7|EUR|700",
                "1,234.50|EUR|123450",
                "1.234,50|EUR|123450",
                "1 234,50|EUR|123450",
                "1'234.50|EUR|123450",
                "1.234.567,89|EUR|123456789",
                "1,234|EUR|123400",
                "1.234|EUR|123400",
                "500|JPY|500",
                "1,500|JPY|1500",
                "1.234|KWD|1234",
                "1,234.567|KWD|1234567",
            })
    void readsWhatPeopleWrite(String text, String currency, long minor) {
        assertThat(MoneyInput.parse(text, currency)).hasValue(minor);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "abc",
                "-5",
                "12.345.6",
                "1,2,3",
                "12.5055",
                "1e5",
                "NaN",
                "0x10",
                ".",
                ",5",
                "12..5",
                "1.23,4,5",
                "123456789012345678901234567890",
                "12.50.00",
                "1,2345",
                "1234,567.8.9"
            })
    void refusesWhatIsNoAmount(String text) {
        assertThat(MoneyInput.parse(text, "EUR")).isEmpty();
    }

    @Property
    void readsBackWhatFormsShow(@ForAll @LongRange(min = 0, max = 100_000_000_000L) long minor) {
        assertThat(MoneyInput.parse(MoneyFormat.plain(minor, "EUR"), "EUR")).hasValue(minor);
        assertThat(MoneyInput.parse(MoneyFormat.plain(minor, "JPY"), "JPY")).hasValue(minor);
        assertThat(MoneyInput.parse(MoneyFormat.plain(minor, "KWD"), "KWD")).hasValue(minor);
    }

    @Property
    void readsBackWhatPagesShow(@ForAll @LongRange(min = 0, max = 100_000_000_000L) long minor) {
        for (String tag : new String[] {"en-IE", "de-DE", "fr-FR", "de-CH", "nl-NL"}) {
            String shown = MoneyFormat.format(minor, "EUR", java.util.Locale.forLanguageTag(tag));
            assertThat(MoneyInput.parse(shown, "EUR"))
                    .as("%s in %s", shown, tag)
                    .hasValue(minor);
        }
    }
}
