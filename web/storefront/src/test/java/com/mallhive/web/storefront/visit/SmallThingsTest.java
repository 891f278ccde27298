package com.mallhive.web.storefront.visit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallThingsTest {
    @Nested
    class Consents {
        @Test
        void nobodyIsMeasuredBeforeTheySaidYes() {
            assertThat(Consent.parse(null)).isEqualTo(new Consent(false, null));
            assertThat(Consent.parse("no")).isEqualTo(new Consent(true, null));
            assertThat(Consent.parse("yes")).isEqualTo(new Consent(false, null));
            assertThat(Consent.parse("yes.nonsense")).isEqualTo(new Consent(false, null));
        }

        @Test
        void anAnswerSurvivesTheCookie() {
            Consent yes = Consent.answered(true);
            assertThat(yes.visitId()).isNotNull();
            assertThat(Consent.parse(yes.text())).isEqualTo(yes);
            assertThat(Consent.parse(Consent.answered(false).text())).isEqualTo(new Consent(true, null));
        }
    }

    @Nested
    class Carts {
        @Test
        void aCartSurvivesTheCookie() {
            CartCookie cart = new CartCookie(UUID.randomUUID(), 3, null);
            assertThat(CartCookie.parse(cart.text())).isEqualTo(cart);
            CartCookie ordered = new CartCookie(UUID.randomUUID(), 3, UUID.randomUUID());
            assertThat(CartCookie.parse(ordered.text())).isEqualTo(ordered);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "x", "1.2", "1234.5.6", "99444b22-bc7f-44ef-80c7-f1effccc969d.many"})
        void nonsenseIsNoCart(String text) {
            assertThat(CartCookie.parse(text)).isNull();
        }
    }

    @Nested
    class Addresses {
        @ParameterizedTest
        @CsvSource({
            "/cart,/cart",
            "/search?q=a%20b,/search?q=a%20b",
            "https://mall.example/cart?x=1,/cart?x=1",
            "//evil.example/,/",
            "https://evil.example//double,/",
            "javascript:alert(1),/",
            "/\\evil.example,/",
            "not a url,/",
        })
        void leadNowhereElse(String url, String expected) {
            assertThat(Urls.localPath(url, "/")).isEqualTo(expected);
        }
    }

    @Nested
    class Regions {
        private final Locale fallback = Locale.forLanguageTag("en-IE");

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "de-DE,de;q=0.9,en;q=0.8|en-DE",
                    "en-US,en;q=0.5|en-US",
                    "fr|en-IE",
                    "en,fr-CA;q=0.4|en-CA",
                    "nonsense;;;|en-IE",
                    "zh-Hant-TW|en-TW",
                })
        void areTakenFromTheBrowser(String header, String expected) {
            assertThat(Locales.of(header, fallback).toLanguageTag()).isEqualTo(expected);
        }

        @Test
        void otherwiseTheMallsOwn() {
            assertThat(Locales.of(null, fallback)).isEqualTo(fallback);
        }
    }
}
