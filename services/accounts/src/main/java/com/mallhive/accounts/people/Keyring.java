package com.mallhive.accounts.people;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.mallhive.platform.security.Vault;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.UUID;

/** Data keys of persons: made here, wrapped with the master key, stored with the person. */
public final class Keyring {
    private static final String PURPOSE = "person-key";

    private final Vault vault;
    private final SecureRandom random = new SecureRandom();

    public Keyring(Vault vault) {
        this.vault = vault;
    }

    /** A new wrapped key. */
    public byte[] fresh(UUID person) {
        byte[] key = new byte[32];
        random.nextBytes(key);
        return vault.seal(PURPOSE, key, person.toString());
    }

    /** The key itself. */
    public byte[] unwrap(UUID person, byte[] wrapped) {
        return vault.open(PURPOSE, wrapped, person.toString());
    }

    public byte[] seal(UUID person, byte[] wrapped, String field, String value) {
        try {
            return new AesGcmJce(unwrap(person, wrapped))
                    .encrypt(value.getBytes(StandardCharsets.UTF_8), field.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    public String open(UUID person, byte[] wrapped, String field, byte[] sealed) {
        try {
            return new String(
                    new AesGcmJce(unwrap(person, wrapped)).decrypt(sealed, field.getBytes(StandardCharsets.UTF_8)),
                    StandardCharsets.UTF_8);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not sealed for this person: " + field, e);
        }
    }
}
