package com.mallhive.web.admin.visit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.api.accounts.v1.Account;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import com.mallhive.platform.security.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OperatorsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    private static final UUID ID = new UUID(1, 2);

    private static Session session(String token, Duration access) {
        return Session.newBuilder()
                .setAccessToken(token)
                .setRefreshToken("session-7.secret")
                .setAccessExpireTime(Wire.timestamp(NOW.plus(access)))
                .setRefreshExpireTime(Wire.timestamp(NOW.plus(Duration.ofDays(30))))
                .setAccount(Account.newBuilder().setDisplayName("Olga"))
                .build();
    }

    private static Operators at(Instant now) {
        return new Operators(
                new Vault(new byte[32]),
                token -> session("operator-renewed", Duration.ofHours(2)),
                token -> {
                    if (token.startsWith("operator")) {
                        return new Person(ID, Set.of("buyer", "operator"), null, ID);
                    }
                    if (token.startsWith("buyer")) {
                        return new Person(ID, Set.of("buyer", "seller"), null, ID);
                    }
                    throw Problem.unauthenticated("expired");
                },
                Clock.fixed(now, ZoneOffset.UTC),
                Duration.ofHours(12));
    }

    @Test
    void peopleWithoutTheRoleAreRefusedInClearWords() {
        assertThatThrownBy(() -> at(NOW).admit(session("buyer", Duration.ofMinutes(10))))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.kind()).isEqualTo(Problem.Kind.FORBIDDEN);
                    assertThat(problem.getMessage()).contains("does not operate the mall");
                });
    }

    @Test
    void anOperatorComesBackWithTheCookie() {
        Operators operators = at(NOW);
        Operator admitted = operators.admit(session("operator", Duration.ofMinutes(10)));
        assertThat(operators.open(operators.seal(admitted))).isEqualTo(admitted);
        assertThat(admitted.sessionId()).isEqualTo("session-7");
        assertThat(admitted.ends()).isEqualTo(NOW.plus(Duration.ofHours(12)));
    }

    @Test
    void aCookieOfSomebodyElseOrAnotherKeyOpensNothing() {
        Operators operators = at(NOW);
        Operator buyer = new Operator("buyer", "s.x", NOW.plusSeconds(600), NOW.plusSeconds(600), "Bob");
        assertThat(operators.open(operators.seal(buyer))).isNull();
        Operator stale = new Operator("garbage", "s.x", NOW.plusSeconds(600), NOW.plusSeconds(600), "Bob");
        assertThat(operators.open(operators.seal(stale))).isNull();
        assertThat(operators.open("not a cookie")).isNull();
        assertThat(operators.open("")).isNull();
        assertThat(operators.open(null)).isNull();
    }

    @Test
    void tokensAreRenewedUntilTheSessionEnds() {
        String cookie = at(NOW).seal(at(NOW).admit(session("operator", Duration.ofMinutes(10))));
        Operator renewed = at(NOW.plus(Duration.ofHours(1))).open(cookie);
        assertThat(renewed).isNotNull().extracting(Operator::accessToken).isEqualTo("operator-renewed");
        assertThat(renewed).extracting(Operator::ends).isEqualTo(NOW.plus(Duration.ofHours(12)));
        assertThat(at(NOW.plus(Duration.ofHours(12))).open(cookie)).isNull();
    }
}
