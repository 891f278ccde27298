package com.mallhive.platform.blobs;

import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Files by key. Keys are paths of lower-case letters, digits, dots, hyphens and slashes. */
public interface Blobs {
    /** A stored file. */
    record Blob(byte[] bytes, String contentType) {}

    /** Stores bytes; a key that is there already is replaced. Durable when it returns. */
    void put(String key, byte[] bytes, String contentType) throws IOException;

    /** The file, or null where there is none. */
    @Nullable
    Blob get(String key) throws IOException;

    /** Removes a file; nothing happens where there is none. */
    void delete(String key) throws IOException;

    /** An address that takes a PUT of these bytes' size and type until the time given. */
    String uploadUrl(String key, String contentType, long size, Instant until);
}
