package com.mallhive.accounts.people;

import com.mallhive.platform.rpc.Problem;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * Password hashing with Argon2id at OWASP's strength: 19 MiB, two passes, one lane
 * (https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html). Few hashes run at once, so that a flood
 * of sign-ins cannot take the machine.
 */
public final class Passwords {
    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int BYTES = 32;
    private static final String PREFIX = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$";

    private final Semaphore slots;
    private final SecureRandom random = new SecureRandom();
    private final String decoy;

    /** @param atOnce hashes at once */
    public Passwords(int atOnce) {
        this.slots = new Semaphore(atOnce, true);
        this.decoy = PREFIX + encode(new byte[16]) + "$" + encode(new byte[BYTES]);
    }

    /** A new salted hash in PHC format. */
    public String hash(String password) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        return PREFIX + encode(salt) + "$" + encode(argon2(password, salt));
    }

    /** Whether the password belongs to the hash. */
    public boolean matches(String password, String hash) {
        if (!hash.startsWith(PREFIX)) {
            throw new IllegalStateException("an unknown kind of password hash");
        }
        String[] parts = hash.substring(PREFIX.length()).split("\\$", -1);
        byte[] salt = Base64.getDecoder().decode(parts[0]);
        return MessageDigest.isEqual(argon2(password, salt), Base64.getDecoder().decode(parts[1]));
    }

    /** Takes as long as {@link #matches}, for addresses that nobody has: timing must not tell them apart. */
    public void pretend(String password) {
        if (matches(password, decoy)) {
            throw new IllegalStateException("nobody has this password");
        }
    }

    private byte[] argon2(String password, byte[] salt) {
        try {
            if (!slots.tryAcquire(5, TimeUnit.SECONDS)) {
                throw Problem.of(
                        Problem.Kind.UNAVAILABLE,
                        "overloaded",
                        "Many people sign in right now. Try again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Problem.of(Problem.Kind.UNAVAILABLE, "unavailable", "The mall is closing.");
        }
        try {
            Argon2BytesGenerator generator = new Argon2BytesGenerator();
            generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(MEMORY_KIB)
                    .withIterations(PASSES)
                    .withParallelism(1)
                    .withSalt(salt)
                    .build());
            byte[] hash = new byte[BYTES];
            generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            slots.release();
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
