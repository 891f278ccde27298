package com.mallhive.platform.security;

import com.google.crypto.tink.subtle.AesGcmJce;
import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keys derived from the mall's master key, one per purpose: HMAC-SHA256 for tokens and blind indexes, AES-256-GCM (Google
 * Tink) for what is stored. The master key is 32 random bytes in a file that only the owner can read.
 */
public final class Vault {
    private static final int KEY_BYTES = 32;

    private final byte[] master;
    private final Map<String, AesGcmJce> ciphers = new ConcurrentHashMap<>();

    /** @param master at least 32 bytes */
    public Vault(byte[] master) {
        if (master.length < KEY_BYTES) {
            throw new IllegalArgumentException("a master key has 32 bytes");
        }
        this.master = master.clone();
    }

    /** Reads the master key from the file, made with random bytes if it does not exist. */
    public static Vault fromFile(Path file) {
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(key);
                Files.createDirectories(file.toAbsolutePath().getParent());
                try {
                    Files.createFile(
                            file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                    Files.writeString(file, Base64.getEncoder().encodeToString(key), StandardOpenOption.WRITE);
                } catch (FileAlreadyExistsException e) {
                    // another process of the mall was faster; its key counts
                }
            }
            return new Vault(Base64.getDecoder().decode(Files.readString(file).strip()));
        } catch (IOException | IllegalArgumentException e) {
            throw new StartupFailure("cannot read the master key " + file + ": " + e.getMessage());
        }
    }

    /** HMAC-SHA256 of the data under the key of this purpose. */
    public byte[] mac(String purpose, byte[] data) {
        return hmac(hmac(master, ("mac:" + purpose).getBytes(StandardCharsets.UTF_8)), data);
    }

    /** HMAC of a text as URL-safe Base64 without padding. */
    public String mac(String purpose, String text) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mac(purpose, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whether the text carries this MAC; compared in constant time. */
    public boolean verify(String purpose, String text, String mac) {
        return MessageDigest.isEqual(
                mac(purpose, text).getBytes(StandardCharsets.UTF_8), mac.getBytes(StandardCharsets.UTF_8));
    }

    /** Encrypts; {@code context} must be the same to open it and is not contained. */
    public byte[] seal(String purpose, byte[] plain, String context) {
        try {
            return cipher(purpose).encrypt(plain, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM failed", e);
        }
    }

    /** Decrypts what {@link #seal} made; fails when it was changed or the context is another. */
    public byte[] open(String purpose, byte[] sealed, String context) {
        try {
            return cipher(purpose).decrypt(sealed, context.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealed with another key or for another context: " + purpose, e);
        }
    }

    private AesGcmJce cipher(String purpose) {
        return ciphers.computeIfAbsent(purpose, p -> {
            try {
                return new AesGcmJce(hmac(master, ("seal:" + p).getBytes(StandardCharsets.UTF_8)));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("AES-GCM is missing", e);
            }
        });
    }

    private static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
