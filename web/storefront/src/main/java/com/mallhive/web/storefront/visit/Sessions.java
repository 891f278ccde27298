package com.mallhive.web.storefront.visit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import com.mallhive.platform.security.Vault;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Sessions in sealed cookies. An access token that is about to expire is renewed before the page is made. A refresh token
 * works once and a second use ends the session, so requests that a browser sends at the same time share one renewal, and
 * those that are still under way with the old cookie find its result for a while.
 */
public final class Sessions {
    private static final Duration AHEAD = Duration.ofSeconds(45);
    private static final Duration SHARED = Duration.ofMinutes(2);
    private static final String PURPOSE = "storefront-session";

    /** What became of the cookie of a request. */
    public sealed interface State {
        /** Nobody is signed in. */
        record None() implements State {}

        /** As the cookie says. */
        record Current(SignedIn session) implements State {}

        /** Renewed: the cookie must be written again. */
        record Renewed(SignedIn session) implements State {}

        /** The session is over: the cookie must be removed. */
        record Ended() implements State {}
    }

    private final Vault vault;
    private final Function<String, Session> refresh;
    private final Function<String, Person> verify;
    private final Clock clock;
    private final Cache<String, SignedIn> renewals =
            Caffeine.newBuilder().maximumSize(50_000).expireAfterWrite(SHARED).build();

    /**
     * @param refresh exchanges a refresh token for a new session
     * @param verify the person that an access token names
     */
    public Sessions(Vault vault, Function<String, Session> refresh, Function<String, Person> verify, Clock clock) {
        this.vault = vault;
        this.refresh = refresh;
        this.verify = verify;
        this.clock = clock;
    }

    /** The session of a cookie, renewed if need be. */
    public State open(@Nullable String cookie) {
        if (cookie == null) {
            return new State.None();
        }
        SignedIn session;
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(cookie);
            session = SignedIn.parse(new String(vault.open(PURPOSE, sealed, "cookie"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return new State.Ended();
        }
        Instant now = clock.instant();
        if (now.isBefore(session.accessExpiry().minus(AHEAD))) {
            return known(session);
        }
        return now.isBefore(session.refreshExpiry()) ? renew(session, now) : new State.Ended();
    }

    /** The session that a sign-in or a renewal answered with. */
    public SignedIn of(Session session) {
        return new SignedIn(
                session.getAccessToken(),
                session.getRefreshToken(),
                Wire.instant(session.getAccessExpireTime()),
                Wire.instant(session.getRefreshExpireTime()),
                session.getAccount().getDisplayName(),
                verify.apply(session.getAccessToken()));
    }

    /** A renewal ahead of time, because what the token says has changed. */
    SignedIn renewed(SignedIn session) {
        return renewals.get(session.refreshToken(), token -> of(refresh.apply(token)));
    }

    /** The content of the cookie. */
    public String seal(SignedIn session) {
        byte[] plain = session.text().getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(vault.seal(PURPOSE, plain, "cookie"));
    }

    private State known(SignedIn session) {
        try {
            return new State.Current(session.with(verify.apply(session.accessToken())));
        } catch (Problem e) {
            return new State.Ended();
        }
    }

    private State renew(SignedIn session, Instant now) {
        try {
            SignedIn renewed = renewals.get(session.refreshToken(), token -> of(refresh.apply(token)));
            return renewed == null ? new State.Ended() : new State.Renewed(renewed);
        } catch (Problem | StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            if (problem.kind() == Problem.Kind.UNAUTHENTICATED || problem.kind() == Problem.Kind.INVALID) {
                return new State.Ended();
            }
            // Accounts does not answer: the token may still be good for a moment; the session is not given up.
            return now.isBefore(session.accessExpiry()) ? known(session) : new State.Current(session);
        }
    }
}
