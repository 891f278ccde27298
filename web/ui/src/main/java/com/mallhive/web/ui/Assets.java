package com.mallhive.web.ui;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The static files of the class path under {@code static/}, each with an address that contains a hash of its content, such as
 * {@code /assets/ui/mallhive.3f2a9c01d4.css}. Because content never changes behind such an address, browsers and shared
 * caches may keep it for a year. References between files ({@code url("...")} in style sheets) are rewritten to hashed
 * addresses too, so a changed font also changes the style sheet's own address.
 */
public final class Assets {
    /** The folder of the web where assets live. */
    public static final String PREFIX = "/assets/";

    /** The Cache-Control of every asset. */
    public static final String CACHE_CONTROL = "public, max-age=31536000, immutable";

    private static final String FOLDER = "static";
    private static final int HASH_LENGTH = 10;
    private static final Pattern REFERENCE = Pattern.compile("url\\(\"([^\":#]+)\"\\)");

    /** The endings that are served, with their media types. Files with other endings, such as licences, stay inside. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("woff2", "font/woff2"));

    private final Map<String, Asset> byName;
    private final Map<String, Asset> byPath;

    /**
     * One file, ready to be sent.
     *
     * @param name its name below {@code static/}, for example {@code ui/mallhive.css}
     * @param path its address, for example {@code /assets/ui/mallhive.3f2a9c01d4.css}
     * @param contentType the media type
     * @param bytes the content
     * @param gzip the content compressed, or null if that saves nothing
     * @param etag a strong entity tag with its quotes
     */
    public record Asset(
            String name, String path, String contentType, byte[] bytes, byte @Nullable [] gzip, String etag) {}

    private Assets(Map<String, byte[]> files) {
        Map<String, Asset> named = new TreeMap<>();
        files.forEach((name, bytes) -> {
            if (!name.endsWith(".css")) {
                named.put(name, asset(name, bytes));
            }
        });
        // Style sheets come last: their hash must cover the hashes of what they refer to.
        files.forEach((name, bytes) -> {
            if (name.endsWith(".css")) {
                named.put(name, asset(name, withHashedReferences(name, bytes, named)));
            }
        });
        Map<String, Asset> addressed = new TreeMap<>();
        named.values().forEach(asset -> addressed.put(asset.path(), asset));
        byName = Collections.unmodifiableMap(named);
        byPath = Collections.unmodifiableMap(addressed);
    }

    /** All files under {@code static/} in every part of the class path. */
    public static Assets load(ClassLoader loader) {
        Map<String, byte[]> files = new TreeMap<>();
        try {
            for (URL location : Collections.list(loader.getResources(FOLDER))) {
                read(location, files);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("assets cannot be read", e);
        }
        return new Assets(files);
    }

    /** Assets made of given files by name, for tests. */
    public static Assets of(Map<String, byte[]> files) {
        return new Assets(new TreeMap<>(files));
    }

    /** The address of a file, for example {@code path("ui/mallhive.css")}. An unknown name is a mistake in a template. */
    public String path(String name) {
        Asset asset = byName.get(name);
        if (asset == null) {
            throw new IllegalArgumentException("no asset named " + name);
        }
        return asset.path();
    }

    /** The file behind an address that {@link #path} has given out, or null. */
    public @Nullable Asset find(String path) {
        return byPath.get(path);
    }

    /** Every file. */
    public Collection<Asset> all() {
        return byName.values();
    }

    private static void read(URL location, Map<String, byte[]> files) throws IOException {
        URI uri;
        try {
            uri = location.toURI();
        } catch (URISyntaxException e) {
            throw new IOException("odd class path entry " + location, e);
        }
        if ("jar".equals(uri.getScheme())) {
            // A file system of our own, closed again: a shared one could be closed by somebody else meanwhile.
            String jar = uri.getSchemeSpecificPart();
            Path archive = Path.of(URI.create(jar.substring(0, jar.indexOf("!/"))));
            try (FileSystem inside = FileSystems.newFileSystem(archive)) {
                read(inside.getPath("/" + FOLDER), files);
            }
        } else {
            read(Path.of(uri), files);
        }
    }

    private static void read(Path folder, Map<String, byte[]> files) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (TYPES.containsKey(ending(name))) {
                    files.putIfAbsent(name, Files.readAllBytes(file));
                }
            }
        }
    }

    private static Asset asset(String name, byte[] bytes) {
        String hash = hash(bytes);
        int dot = name.lastIndexOf('.');
        String path = PREFIX + name.substring(0, dot) + "." + hash + name.substring(dot);
        String contentType = TYPES.getOrDefault(ending(name), "application/octet-stream");
        return new Asset(name, path, contentType, bytes, compressed(name, bytes), "\"" + hash + "\"");
    }

    private static byte[] withHashedReferences(String name, byte[] bytes, Map<String, Asset> known) {
        Matcher reference = REFERENCE.matcher(new String(bytes, StandardCharsets.UTF_8));
        String folder = name.substring(0, name.lastIndexOf('/') + 1);
        String text = reference.replaceAll(found -> {
            Asset target = known.get(folder + found.group(1));
            if (target == null) {
                throw new IllegalArgumentException(name + " refers to " + found.group(1) + ", which does not exist");
            }
            return Matcher.quoteReplacement("url(\"" + target.path() + "\")");
        });
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte @Nullable [] compressed(String name, byte[] bytes) {
        switch (ending(name)) {
            case "css", "js", "mjs", "json", "svg", "txt" -> {}
            default -> {
                return null;
            }
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream(bytes.length / 3 + 64);
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.size() < bytes.length ? packed.toByteArray() : null;
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest).substring(0, HASH_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String ending(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
