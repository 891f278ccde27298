package com.mallhive.web.admin.visit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import com.mallhive.platform.security.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of operators in sealed cookies. Nobody else gets one. Tokens that run out are renewed; requests that a browser
 * sends side by side share one renewal, because a refresh token works once.
 */
public final class Operators {
    /** What people without the role are told. */
    public static final String REFUSAL =
            "This account does not operate the mall. These pages are for operators only; buy and sell in the storefront.";

    private static final String PURPOSE = "admin-session";
    private static final String CONTEXT = "operator";
    private static final Duration AHEAD = Duration.ofSeconds(45);

    private final Vault vault;
    private final Function<String, Session> refresh;
    private final Function<String, Person> verify;
    private final Clock clock;
    private final Duration life;
    private final Cache<String, Session> renewals = Caffeine.newBuilder()
            .maximumSize(1_000)
            .expireAfterWrite(Duration.ofMinutes(2))
            .build();

    /**
     * @param refresh exchanges a refresh token for new tokens
     * @param verify the person that an access token names
     * @param life the longest time until an operator has to sign in again
     */
    public Operators(
            Vault vault,
            Function<String, Session> refresh,
            Function<String, Person> verify,
            Clock clock,
            Duration life) {
        this.vault = vault;
        this.refresh = refresh;
        this.verify = verify;
        this.clock = clock;
        this.life = life;
    }

    /** The session of somebody who just signed in; a problem (403) for those who are no operators. */
    public Operator admit(Session session) {
        return admit(session, clock.instant().plus(life));
    }

    private Operator admit(Session session, Instant latest) {
        if (!verify.apply(session.getAccessToken()).isOperator()) {
            throw Problem.forbidden(REFUSAL);
        }
        Instant expiry = Wire.instant(session.getRefreshExpireTime());
        return new Operator(
                session.getAccessToken(),
                session.getRefreshToken(),
                Wire.instant(session.getAccessExpireTime()),
                expiry.isBefore(latest) ? expiry : latest,
                session.getAccount().getDisplayName());
    }

    /** The session of a cookie, its tokens renewed if need be; null where there is none or it is over. */
    @Nullable
    Operator open(@Nullable String cookie) {
        Operator operator = unseal(cookie);
        Instant now = clock.instant();
        if (operator == null || !now.isBefore(operator.ends())) {
            return null;
        }
        try {
            if (now.isBefore(operator.accessExpiry().minus(AHEAD))) {
                return verify.apply(operator.accessToken()).isOperator() ? operator : null;
            }
            Session renewed = renewals.get(operator.refreshToken(), refresh);
            return admit(renewed, operator.ends());
        } catch (RuntimeException e) {
            Problem problem = Problem.from(e);
            return switch (problem.kind()) {
                case UNAUTHENTICATED, FORBIDDEN, INVALID, NOT_FOUND -> null;
                default -> throw problem;
            };
        }
    }

    /** The content of the cookie. */
    String seal(Operator operator) {
        byte[] sealed = vault.seal(PURPOSE, operator.text().getBytes(StandardCharsets.UTF_8), CONTEXT);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed);
    }

    /** What a cookie says, whether it still counts or not. */
    @Nullable
    Operator unseal(@Nullable String cookie) {
        if (cookie == null || cookie.isEmpty()) {
            return null;
        }
        try {
            byte[] plain = vault.open(PURPOSE, Base64.getUrlDecoder().decode(cookie), CONTEXT);
            return Operator.parse(new String(plain, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException | IllegalStateException | DateTimeParseException e) {
            return null;
        }
    }
}
