package com.mallhive.web.storefront.visit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.accounts.v1.Account;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import com.mallhive.platform.security.Vault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final Person PERSON = new Person(UUID.randomUUID(), Set.of("buyer"), null, UUID.randomUUID());

    private final TestClock clock = new TestClock();
    private final AtomicInteger renewals = new AtomicInteger();
    private final Vault vault = new Vault(new byte[32]);

    @Test
    void withoutCookieNobodyIsSignedIn() {
        assertThat(sessions(this::renewed).open(null)).isEqualTo(new Sessions.State.None());
    }

    @Test
    void aFreshTokenIsUsedAsItIs() {
        Sessions sessions = sessions(this::renewed);
        var state = sessions.open(cookie(sessions));
        assertThat(state).isInstanceOf(Sessions.State.Current.class);
        assertThat(renewals).hasValue(0);
        SignedIn session = ((Sessions.State.Current) state).session();
        assertThat(session.person()).isEqualTo(PERSON);
        assertThat(session.name()).isEqualTo("Emma\u00e9");
        assertThat(session.sessionId()).isEqualTo("sid-0");
    }

    @Test
    void aTokenThatIsAboutToExpireIsRenewedFirst() {
        Sessions sessions = sessions(this::renewed);
        String cookie = cookie(sessions);
        clock.now = START.plus(Duration.ofSeconds(570));
        var state = sessions.open(cookie);
        assertThat(state).isInstanceOf(Sessions.State.Renewed.class);
        assertThat(((Sessions.State.Renewed) state).session().refreshToken()).isEqualTo("sid-0.secret-1");
    }

    @Test
    void requestsAtTheSameTimeShareOneRenewalBecauseASecondUseEndsTheSession()
            throws InterruptedException, ExecutionException {
        CountDownLatch together = new CountDownLatch(8);
        Sessions sessions = sessions(this::renewed);
        String cookie = cookie(sessions);
        clock.now = START.plus(Duration.ofMinutes(20));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(() -> {
                        together.countDown();
                        together.await();
                        return sessions.open(cookie);
                    }))
                    .toList();
            for (Future<Sessions.State> each : all) {
                assertThat(each.get()).isInstanceOf(Sessions.State.Renewed.class);
            }
        }
        assertThat(renewals).hasValue(1);
    }

    @Test
    void aRequestThatWasUnderWayWithTheOldCookieFindsTheRenewal() {
        Sessions sessions = sessions(this::renewed);
        String cookie = cookie(sessions);
        clock.now = START.plus(Duration.ofMinutes(20));
        var first = sessions.open(cookie);
        var second = sessions.open(cookie);
        assertThat(second).isEqualTo(first);
        assertThat(renewals).hasValue(1);
    }

    @Test
    void aSessionThatAccountsHasEndedIsOver() {
        Sessions sessions = sessions(_ -> {
            throw Problem.unauthenticated("The session has ended.");
        });
        String cookie = cookie(sessions);
        clock.now = START.plus(Duration.ofMinutes(20));
        assertThat(sessions.open(cookie)).isEqualTo(new Sessions.State.Ended());
    }

    @Test
    void aSessionIsKeptWhileAccountsDoesNotAnswer() {
        Sessions sessions = sessions(_ -> {
            throw Problem.of(Problem.Kind.UNAVAILABLE, "unavailable", "no answer");
        });
        String cookie = cookie(sessions);
        clock.now = START.plus(Duration.ofSeconds(590));
        assertThat(((Sessions.State.Current) sessions.open(cookie)).session().person())
                .isEqualTo(PERSON);
        clock.now = START.plus(Duration.ofMinutes(20));
        assertThat(((Sessions.State.Current) sessions.open(cookie)).session().person())
                .isNull();
    }

    @Test
    void afterTheRefreshTokensLifeNobodyIsAsked() {
        Sessions sessions = sessions(this::renewed);
        String cookie = cookie(sessions);
        clock.now = START.plus(Duration.ofDays(31));
        assertThat(sessions.open(cookie)).isEqualTo(new Sessions.State.Ended());
        assertThat(renewals).hasValue(0);
    }

    @Test
    void aCookieThatSomebodyMadeUpIsNoSession() {
        Sessions sessions = sessions(this::renewed);
        assertThat(sessions.open("!!")).isEqualTo(new Sessions.State.Ended());
        assertThat(sessions.open("AAAA")).isEqualTo(new Sessions.State.Ended());
        String cookie = cookie(sessions);
        String cut = cookie.substring(0, cookie.length() - 8);
        assertThat(sessions.open(cut)).isEqualTo(new Sessions.State.Ended());
    }

    @Test
    void theCookieShowsNothingOfTheTokens() {
        Sessions sessions = sessions(this::renewed);
        assertThat(cookie(sessions)).doesNotContain("access").doesNotContain("secret");
    }

    private Sessions sessions(Function<String, Session> refresh) {
        return new Sessions(vault, refresh, _ -> PERSON, clock);
    }

    private String cookie(Sessions sessions) {
        return sessions.seal(sessions.of(session(0)));
    }

    private Session renewed(String token) {
        assertThat(token).isEqualTo("sid-0.secret-0");
        return session(renewals.incrementAndGet());
    }

    private Session session(int generation) {
        return Session.newBuilder()
                .setAccessToken("access-" + generation)
                .setRefreshToken("sid-0.secret-" + generation)
                .setAccessExpireTime(Wire.timestamp(clock.now.plus(Duration.ofMinutes(10))))
                .setRefreshExpireTime(Wire.timestamp(clock.now.plus(Duration.ofDays(30))))
                .setAccount(Account.newBuilder().setDisplayName("Emma\u00e9"))
                .build();
    }

    private static final class TestClock extends Clock {
        private Instant now = START;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
