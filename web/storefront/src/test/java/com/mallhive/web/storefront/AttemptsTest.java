package com.mallhive.web.storefront;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Empty;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.CreateSessionRequest;
import com.mallhive.api.accounts.v1.RequestPasswordResetRequest;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Unary;
import com.mallhive.platform.rpc.Wire;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Forms that take or make credentials are limited per address; the page says when to try again. */
final class AttemptsTest {
    private static final int LIMIT = 3;
    private static final String RIGHT = "the-right-password";
    private StorefrontServer shop;

    @BeforeEach
    void open() {
        shop = StorefrontServer.start(Map.of("storefront.sign-ins-per-minute", LIMIT), Map.of("accounts", accounts()));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/sign-in, /sign-in",
        "/sign-in, /sign-in/demo",
        "/register, /register",
        "/account/forgot, /account/forgot",
        "/account/new-password, /account/new-password"
    })
    void whoTriesTooOftenIsToldWhenToComeBack(String page, String action) {
        HttpResponse<String> answer;
        for (int i = 0; i < LIMIT; i++) {
            answer = submit(page, action, "wrong-password");
            assertThat(answer.statusCode()).isNotEqualTo(429);
        }
        answer = submit(page, action, "wrong-password");
        assertThat(answer.statusCode()).isEqualTo(429);
        int seconds =
                Integer.parseInt(answer.headers().firstValue("Retry-After").orElse(""));
        assertThat(seconds).as("three a minute: the next one within 20 s").isBetween(10, 20);
        assertThat(answer.body()).contains("Try again in " + seconds + " seconds.");
        shop.platform().clock().advance(Duration.ofSeconds(20));
        assertThat(submit(page, action, "wrong-password").statusCode()).isNotEqualTo(429);
    }

    @Test
    void signInsThatSucceedDoNotCount() {
        for (int i = 0; i < 3 * LIMIT; i++) {
            assertThat(submit("/register", "/sign-in", RIGHT).statusCode()).isEqualTo(303);
        }
    }

    @Test
    void whatAccountsRefuseIsToldOnTheForm() {
        var answer = submit("/sign-in", "/sign-in", "one-too-many");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("150");
        assertThat(answer.body()).contains("Try again in 3 minutes.", "name=\"password\"");
    }

    private HttpResponse<String> submit(String page, String action, String password) {
        return shop.submit(
                page, action, "email", "ada@example.com", "password", password, "displayName", "Ada", "who", "7");
    }

    private AccountsGrpc.AccountsImplBase accounts() {
        return new AccountsGrpc.AccountsImplBase() {
            @Override
            public void createSession(CreateSessionRequest request, StreamObserver<Session> out) {
                switch (request.getPassword()) {
                    case RIGHT -> Unary.answer(out, session());
                    case "one-too-many" -> throw Problem.tooMany(Duration.ofSeconds(150));
                    default -> throw Problem.unauthenticated("Wrong.");
                }
            }

            @Override
            public void requestPasswordReset(RequestPasswordResetRequest request, StreamObserver<Empty> out) {
                Unary.answer(out, Empty.getDefaultInstance());
            }
        };
    }

    private Session session() {
        UUID id = new UUID(1, 2);
        String token = shop.platform().token(new Person(new UUID(1, 1), Set.of("buyer"), null, id));
        return Session.newBuilder()
                .setAccessToken(token)
                .setAccessExpireTime(Wire.timestamp(Instant.now().plusSeconds(600)))
                .setRefreshToken(id + ".secret")
                .setRefreshExpireTime(Wire.timestamp(Instant.now().plusSeconds(6000)))
                .build();
    }
}
