package com.mallhive.web.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.CreateSessionRequest;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.platform.rpc.Problem;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may come as far as the sign-in page, and how often. */
final class AdminPortTest {
    private AdminServer admin;

    @BeforeEach
    void open() {
        admin = new AdminServer(
                Map.of("admin.sign-ins-per-minute", 3, "admin.hosts", "operators.mall.test"),
                new AccountsGrpc.AccountsImplBase() {
                    @Override
                    public void createSession(CreateSessionRequest request, StreamObserver<Session> out) {
                        throw Problem.unauthenticated("Wrong.");
                    }
                });
    }

    @AfterEach
    void close() {
        admin.close();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 200",
        "localhost:9001, 200",
        "mall.test, 200",
        "operators.mall.test, 200",
        "evil.example, 421",
        "192.168.0.7, 421"
    })
    void onlyOwnNamesAreAnswered(String host, int status) {
        var page = admin.get("/sign-in", "Host", host);
        assertThat(page.statusCode()).isEqualTo(status);
        assertThat(page.body().contains("name=\"password\"")).isEqualTo(status == 200);
    }

    @Test
    void passwordsAreTriedRarely() {
        for (int i = 0; i < 3; i++) {
            assertThat(admin.signIn("olga@example.com", "wrong-" + i).statusCode())
                    .isEqualTo(422);
        }
        var refused = admin.signIn("else@example.com", "wrong");
        assertThat(refused.statusCode()).isEqualTo(429);
        int seconds =
                Integer.parseInt(refused.headers().firstValue("Retry-After").orElse(""));
        assertThat(seconds).isBetween(10, 20);
        assertThat(refused.body()).contains("Try again in " + seconds + " seconds.", "name=\"password\"");
        admin.platform().clock().advance(Duration.ofSeconds(20));
        assertThat(admin.signIn("olga@example.com", "wrong").statusCode()).isEqualTo(422);
    }
}
