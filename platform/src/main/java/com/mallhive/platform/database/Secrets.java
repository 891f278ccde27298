package com.mallhive.platform.database;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Properties;
import java.util.Set;

/** The passwords of the roles of a local cluster, in a file that only its owner can read. */
final class Secrets {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Path file;
    private final Properties passwords = new Properties();

    Secrets(Path file) throws IOException {
        this.file = file;
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                passwords.load(reader);
            }
        }
    }

    /** The role's password; a new one is on the disk before anyone uses it. */
    synchronized String password(String role) throws IOException {
        String known = passwords.getProperty(role);
        if (known != null) {
            return known;
        }
        String fresh = random();
        passwords.setProperty(role, fresh);
        StringWriter text = new StringWriter();
        for (String name : passwords.stringPropertyNames().stream().sorted().toList()) {
            text.append(name).append('=').append(passwords.getProperty(name)).append('\n');
        }
        writeNew(file, text.toString());
        return fresh;
    }

    static String random() {
        byte[] bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Replaces the file as a whole, forced to the disk, never readable by others, not even for a moment. */
    static Path writeNew(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        try (FileChannel channel = FileChannel.open(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                var out = Channels.newOutputStream(channel)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            channel.force(true);
        }
        return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
