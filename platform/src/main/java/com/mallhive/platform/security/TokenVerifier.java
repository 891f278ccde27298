package com.mallhive.platform.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Checks access tokens: JWTs (RFC 9068, {@code at+jwt}) signed with ES256 by the accounts service. Every service verifies
 * them itself with the published keys.
 */
public final class TokenVerifier {
    /** Issuer and audience of the mall's access tokens. */
    public static final String ISSUER = "mallhive";

    /** The type header of access tokens. */
    public static final JOSEObjectType TYPE = new JOSEObjectType("at+jwt");

    /** How often, at most, an unknown key id makes us ask for the keys again. */
    private static final Duration REFRESH = Duration.ofSeconds(5);

    private final Supplier<String> keySet;
    private final Clock clock;
    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(20_000).build();
    private volatile JWKSet keys = new JWKSet();
    private volatile Instant fetched = Instant.EPOCH;

    private record Verified(Person person, Instant expiry) {}

    /** @param keySet fetches the JSON Web Key Set of the accounts service */
    public TokenVerifier(Supplier<String> keySet, Clock clock) {
        this.keySet = keySet;
        this.clock = clock;
    }

    /** The person that the token stands for; a problem (401) when it is forged, malformed or expired. */
    public Person verify(String token) {
        Verified known = verified.getIfPresent(token);
        if (known == null) {
            known = check(token);
            verified.put(token, known);
        }
        if (!clock.instant().isBefore(known.expiry())) {
            verified.invalidate(token);
            throw Problem.of(
                    Problem.Kind.UNAUTHENTICATED,
                    "token-expired",
                    "The access token has expired. Get a new one with POST /v1/sessions:refresh.");
        }
        return known.person();
    }

    private Verified check(String token) {
        try {
            SignedJWT jwt = SignedJWT.parse(token);
            if (!JWSAlgorithm.ES256.equals(jwt.getHeader().getAlgorithm())
                    || !TYPE.equals(jwt.getHeader().getType())) {
                throw invalid();
            }
            JWK key = key(jwt.getHeader().getKeyID());
            if (key == null || !jwt.verify(new ECDSAVerifier(key.toECKey()))) {
                throw invalid();
            }
            JWTClaimsSet claims = jwt.getJWTClaimsSet();
            Date expiry = claims.getExpirationTime();
            if (!ISSUER.equals(claims.getIssuer()) || !claims.getAudience().contains(ISSUER) || expiry == null) {
                throw invalid();
            }
            String shop = claims.getStringClaim("shop");
            return new Verified(
                    new Person(
                            UUID.fromString(claims.getSubject()),
                            Set.copyOf(claims.getStringListClaim("roles")),
                            shop == null ? null : UUID.fromString(shop),
                            UUID.fromString(claims.getStringClaim("sid"))),
                    expiry.toInstant());
        } catch (ParseException | JOSEException | IllegalArgumentException e) {
            throw invalid();
        }
    }

    private @Nullable JWK key(@Nullable String id) {
        if (id == null) {
            return null;
        }
        JWK key = keys.getKeyByKeyId(id);
        if (key == null && Duration.between(fetched, clock.instant()).abs().compareTo(REFRESH) > 0) {
            try {
                keys = JWKSet.parse(keySet.get());
                fetched = clock.instant();
            } catch (ParseException e) {
                throw new IllegalStateException("the key set of accounts is not readable", e);
            }
            key = keys.getKeyByKeyId(id);
        }
        return key;
    }

    private static Problem invalid() {
        return Problem.of(
                Problem.Kind.UNAUTHENTICATED, "token-invalid", "The access token is not valid. Sign in again.");
    }
}
