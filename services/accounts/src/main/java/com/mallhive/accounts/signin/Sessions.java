package com.mallhive.accounts.signin;

import com.mallhive.accounts.AccountsSettings;
import com.mallhive.accounts.domain.Account;
import com.mallhive.accounts.people.Attempts;
import com.mallhive.accounts.people.Passwords;
import com.mallhive.accounts.people.People;
import com.mallhive.accounts.store.SessionStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.security.TokenVerifier;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Signing in, refreshing and signing out. */
public final class Sessions {
    private final Database database;
    private final SessionStore store;
    private final People people;
    private final Passwords passwords;
    private final Attempts attempts;
    private final SigningKeys keys;
    private final AccountsSettings settings;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** A session's tokens. */
    public record Tokens(Account account, String access, Instant accessExpiry, String refresh, Instant refreshExpiry) {}

    public Sessions(
            Database database,
            SessionStore store,
            People people,
            Passwords passwords,
            Attempts attempts,
            SigningKeys keys,
            AccountsSettings settings,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.people = people;
        this.passwords = passwords;
        this.attempts = attempts;
        this.keys = keys;
        this.settings = settings;
        this.clock = clock;
    }

    /** Signs in with e-mail and password; a problem (429) where too many were wrong for this address. */
    public Tokens signIn(String email, String password) {
        return begin(attempts.trying(email, () -> authenticate(email, password)));
    }

    private Account authenticate(String email, String password) {
        var account = people.byEmail(email);
        if (account.isEmpty()) {
            passwords.pretend(password);
            throw wrong();
        }
        if (!passwords.matches(password, account.get().passwordHash())) {
            throw wrong();
        }
        return account.get();
    }

    /** Begins a session for an account whose owner has been authenticated. */
    public Tokens begin(Account account) {
        UUID id = Ids.next();
        Instant now = clock.instant();
        String secret = secret();
        Instant expiry = now.plus(settings.sessionLife());
        database.execute(session -> {
            store.insert(session, id, account.id(), hash(secret), expiry, now);
        });
        return tokens(account, id, secret, now, expiry);
    }

    /** New tokens for a refresh token, which works once; a second use ends the session. */
    public Tokens refresh(String token) {
        int dot = token.indexOf('.');
        UUID id;
        try {
            id = UUID.fromString(token.substring(0, Math.max(0, dot)));
        } catch (IllegalArgumentException e) {
            throw ended();
        }
        Instant now = clock.instant();
        String next = secret();
        Instant expiry = now.plus(settings.sessionLife());
        var rotation = database.statement(
                        session -> store.rotate(session, id, hash(token.substring(dot + 1)), hash(next), expiry, now))
                .orElseThrow(Sessions::ended);
        if (!rotation.good()) {
            throw ended();
        }
        return tokens(people.get(rotation.accountId()), id, next, now, expiry);
    }

    /** Ends a session. */
    public void end(UUID id) {
        database.execute(session -> {
            store.end(session, id, clock.instant());
        });
    }

    /** Whether a session can still be refreshed. */
    public boolean alive(UUID id) {
        return database.statement(session -> store.alive(session, id, clock.instant()));
    }

    /** Removes what ended over a week ago. */
    public void purge() {
        database.statement(session -> store.purge(session, clock.instant().minus(Duration.ofDays(7))));
    }

    private Tokens tokens(Account account, UUID session, String secret, Instant now, Instant refreshExpiry) {
        Instant expiry = now.plus(settings.accessTokenLife());
        var claims = new JWTClaimsSet.Builder()
                .issuer(TokenVerifier.ISSUER)
                .audience(TokenVerifier.ISSUER)
                .subject(account.id().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expiry))
                .jwtID(Ids.next().toString())
                .claim("sid", session.toString())
                .claim("roles", List.copyOf(account.roles()));
        if (account.shopId() != null) {
            claims.claim("shop", account.shopId().toString());
        }
        ECKey key = keys.newest();
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(TokenVerifier.TYPE)
                        .keyID(key.getKeyID())
                        .build(),
                claims.build());
        try {
            jwt.sign(new ECDSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("signing failed", e);
        }
        return new Tokens(account, jwt.serialize(), expiry, session + "." + secret, refreshExpiry);
    }

    private String secret() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static byte[] hash(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Problem wrong() {
        return Problem.of(
                Problem.Kind.UNAUTHENTICATED,
                "wrong-credentials",
                "E-mail address or password is wrong. Try again, or set a new password.");
    }

    private static Problem ended() {
        return Problem.of(Problem.Kind.UNAUTHENTICATED, "session-ended", "The session has ended. Sign in again.");
    }
}
