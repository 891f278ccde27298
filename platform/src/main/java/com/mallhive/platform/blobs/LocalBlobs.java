package com.mallhive.platform.blobs;

import com.mallhive.platform.security.Vault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Files in a folder. The content type is told by the key's ending. An upload address points to the mall's own edge and is
 * signed with a key of the vault.
 */
public final class LocalBlobs implements Blobs {
    /** The route of the edge that takes uploads. */
    public static final String UPLOAD_PATH = "/v1/uploads/content/";

    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*)*");
    private static final String PURPOSE = "upload-url";

    private final Path folder;
    private final Vault vault;
    private final Clock clock;
    private final String publicUrl;

    public LocalBlobs(Path folder, Vault vault, Clock clock, String publicUrl) {
        this.folder = folder;
        this.vault = vault;
        this.clock = clock;
        this.publicUrl = publicUrl;
    }

    /** The folder itself. */
    public Path folder() {
        return folder;
    }

    /** The files of another service of the same mall. */
    public LocalBlobs of(String service) {
        return new LocalBlobs(folder.resolveSibling(service), vault, clock, publicUrl);
    }

    @Override
    public void put(String key, byte[] bytes, String contentType) throws IOException {
        Path file = file(key);
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(file.getParent(), ".put", null);
        Files.write(fresh, bytes);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public @Nullable Blob get(String key) throws IOException {
        if (!KEY.matcher(key).matches()) {
            return null;
        }
        try {
            return new Blob(Files.readAllBytes(file(key)), contentType(key));
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(file(key));
    }

    @Override
    public String uploadUrl(String key, String contentType, long size, Instant until) {
        String claim = claim(key, contentType, size, until.getEpochSecond());
        return publicUrl + UPLOAD_PATH + key + "?until=" + until.getEpochSecond() + "&signature="
                + vault.mac(PURPOSE, claim);
    }

    /** Whether an upload to this key was allowed by {@link #uploadUrl} and is not too late. */
    public boolean accepts(String key, String contentType, long size, long until, String signature) {
        return clock.instant().getEpochSecond() <= until
                && vault.verify(PURPOSE, claim(key, contentType, size, until), signature);
    }

    private static String claim(String key, String contentType, long size, long until) {
        return String.join("\n", key, contentType, Long.toString(size), Long.toString(until));
    }

    private Path file(String key) {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key: " + key);
        }
        return folder.resolve(key);
    }

    private static String contentType(String key) {
        return switch (key.substring(key.lastIndexOf('.') + 1)) {
            case "webp" -> "image/webp";
            case "png" -> "image/png";
            case "jpg" -> "image/jpeg";
            case "svg" -> "image/svg+xml";
            default -> "application/octet-stream";
        };
    }
}
