package com.mallhive.web.storefront.visit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.web.storefront.StorefrontServer;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page that a browser has already is not sent again, although its forms have a new token each time. */
final class EtagTest {
    private static StorefrontServer shop;

    @BeforeAll
    static void open() {
        shop = StorefrontServer.start(Map.of(), Map.of());
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/about", "/help/fees", "/categories", "/sign-in"})
    void theSamePageIsNotSentTwice(String path) {
        HttpResponse<String> first = shop.get(path);
        assertThat(first.statusCode()).isEqualTo(200);
        String etag = etag(first);
        assertThat(etag).startsWith("W/\"");
        HttpResponse<String> second = shop.get(path, "If-None-Match", etag);
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(etag(second)).isEqualTo(etag);
        assertThat(shop.get(path, "If-None-Match", "W/\"other\"").statusCode()).isEqualTo(200);
        assertThat(shop.get(path, "If-None-Match", etag, "Accept-Language", "de-DE")
                        .statusCode())
                .as("a page in another language is another page")
                .isEqualTo(200);
    }

    @Test
    void whoseFormsWouldNotWorkGetsThePageAnew() {
        String etag = etag(shop.get("/about"));
        try (StorefrontServer elsewhere = StorefrontServer.start(Map.of(), Map.of())) {
            assertThat(elsewhere.get("/about", "If-None-Match", etag).statusCode())
                    .as("another browser, another token")
                    .isEqualTo(200);
        }
    }

    @Test
    void anOldPagesFormStillWorks() {
        shop.get("/about", "If-None-Match", etag(shop.get("/about")));
        assertThat(shop.submit("/about", "/consent", "measure", "no").statusCode())
                .isEqualTo(303);
    }

    @Test
    void errorsHaveNone() {
        var missing = shop.get("/nowhere");
        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(etag(missing)).isEmpty();
    }

    private static String etag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElse("");
    }
}
