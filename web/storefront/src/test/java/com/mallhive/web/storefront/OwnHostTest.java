package com.mallhive.web.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.notifications.v1.ListMailboxRequest;
import com.mallhive.api.notifications.v1.ListMailboxResponse;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.platform.rpc.Unary;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only this machine may see does not answer under a foreign name that somebody has lead here. */
final class OwnHostTest {
    private static StorefrontServer shop;

    @BeforeAll
    static void open() {
        shop = StorefrontServer.start(
                Map.of("storefront.mailbox", true, "storefront.sign-ins-per-minute", 0),
                Map.of("notifications", new NotificationsGrpc.NotificationsImplBase() {
                    @Override
                    public void listMailbox(ListMailboxRequest request, StreamObserver<ListMailboxResponse> out) {
                        Unary.answer(out, ListMailboxResponse.getDefaultInstance());
                    }
                }));
    }

    @AfterAll
    static void close() {
        shop.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mall.test",
                "MALL.test:443",
                "localhost:8080",
                "127.0.0.1",
                "127.8.9.1:80",
                "[::1]:8080",
                "[::1]"
            })
    void ownNamesAreAnswered(String host) {
        assertThat(shop.get("/mailbox", "Host", host).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "mall.test.evil.example",
                "evilmall.test",
                "192.168.0.7",
                "0.0.0.0",
                "[2001:db8::1]"
            })
    void foreignNamesAreNot(String host) {
        shop.module().demoIsThere();
        var mailbox = shop.get("/mailbox", "Host", host);
        assertThat(mailbox.statusCode()).isEqualTo(421);
        assertThat(mailbox.body()).contains("http://mall.test");
        var demo = shop.submitTo(host, "/sign-in", "/sign-in/demo", "who", "0");
        assertThat(demo.statusCode()).isEqualTo(421);
        assertThat(shop.get("/sign-in", "Host", host).body()).doesNotContain("/sign-in/demo");
        assertThat(shop.get("/about", "Host", host).statusCode())
                .as("what is for everybody")
                .isEqualTo(200);
    }

    @Test
    void demoSignInsAreOfferedWhereTheDemoIs() {
        try (StorefrontServer empty = StorefrontServer.start(Map.of(), Map.of())) {
            assertThat(empty.get("/sign-in").body()).doesNotContain("/sign-in/demo");
            assertThat(empty.submit("/sign-in", "/sign-in/demo", "who", "0").statusCode())
                    .isEqualTo(404);
            empty.module().demoIsThere();
            assertThat(empty.get("/sign-in").body()).contains("/sign-in/demo", "emma.fischer@mallhive.example");
        }
    }
}
