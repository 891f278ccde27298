package com.mallhive.platform.security;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;

/**
 * Encrypts what a service stores about a person (name, address, e-mail) with that person's own data key, so that erasing the
 * key erases the person everywhere. Keys are held for at most five minutes.
 */
public final class PersonalData {
    private final LoadingCache<UUID, AesGcmJce> keys;

    /** @param keyOf fetches the 256-bit key of a person from the accounts service */
    public PersonalData(Function<UUID, byte[]> keyOf) {
        this.keys = Caffeine.newBuilder()
                .maximumSize(10_000)
                .expireAfterWrite(Duration.ofMinutes(5))
                .build(person -> {
                    try {
                        return new AesGcmJce(keyOf.apply(person));
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException("AES-GCM is missing", e);
                    }
                });
    }

    /** Encrypts; {@code context} names what it is, for example a column, and must be the same to open it. */
    public byte[] seal(UUID person, byte[] plain, String context) {
        try {
            return keys.get(person).encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /** Decrypts. */
    public byte[] open(UUID person, byte[] sealed, String context) {
        try {
            return keys.get(person).decrypt(sealed, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not sealed for this person: " + context, e);
        }
    }
}
