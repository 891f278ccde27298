package com.mallhive.platform.database;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs, unpacked from the class path into a cache that all malls of this user share. The folder carries the
 * checksum of the archive and appears by one rename, so that it is complete wherever it exists.
 */
final class PostgresBinaries {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresBinaries.class);

    private PostgresBinaries() {}

    /** The folder with {@code bin}, {@code lib} and {@code share}. */
    static Path unpacked() {
        String archive = archive(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
        URL url = PostgresBinaries.class.getResource("/" + archive);
        if (url == null) {
            throw new StartupFailure("This build of MallHive brings no PostgreSQL for " + archive
                    + ": set the address of a database server instead");
        }
        StartupFailure failure = null;
        for (Path cache : caches()) {
            try {
                return unpacked(url, cache);
            } catch (IOException e) {
                StartupFailure here =
                        new StartupFailure("Cannot unpack PostgreSQL into " + cache + ": " + e.getMessage(), e);
                if (failure == null) {
                    failure = here;
                }
            }
        }
        throw failure == null ? new StartupFailure("No folder to unpack PostgreSQL into") : failure;
    }

    private static Path unpacked(URL url, Path cache) throws IOException {
        Path folder = cache.resolve("postgres-" + checksum(url));
        if (Files.exists(folder)) {
            checkOwner(folder);
            return folder;
        }
        Files.createDirectories(cache);
        Path draft = Files.createTempDirectory(cache, "unpacking-");
        try {
            long start = System.nanoTime();
            try (InputStream in = new XZInputStream(new BufferedInputStream(url.openStream(), 1 << 16))) {
                unpack(new BufferedInputStream(in, 1 << 16), draft);
            }
            // The server may run as another user, who has to read the programs.
            Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rwxr-xr-x"));
            try {
                Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException e) {
                LOG.debug("another process was faster to unpack {}", folder);
            }
            LOG.info("unpacked PostgreSQL into {} in {} ms", folder, (System.nanoTime() - start) / 1_000_000);
            checkOwner(folder);
            return folder;
        } finally {
            delete(draft);
        }
    }

    /** Where the cache may lie, best first. A server that root starts as another user cannot read root's home. */
    private static List<Path> caches() {
        Path temporary =
                Path.of(System.getProperty("java.io.tmpdir"), "mallhive-cache-" + System.getProperty("user.name"));
        if (ServerUser.isRoot()) {
            return List.of(Path.of("/var/cache/mallhive"), temporary);
        }
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return List.of(base.resolve("mallhive"), temporary);
    }

    private static String archive(String system, String architecture) {
        String os = system.toLowerCase(Locale.ROOT).contains("mac") ? "darwin" : "linux";
        String cpu = switch (architecture) {
            case "aarch64", "arm64" -> "arm_64";
            default -> "x86_64";
        };
        return "postgres-" + os + "-" + cpu + ".txz";
    }

    /** The archive's checksum as its jar knows it: reading 15 MB at each start would cost more than starting the server. */
    private static String checksum(URL url) throws IOException {
        URLConnection connection = url.openConnection();
        connection.setUseCaches(false);
        if (connection instanceof JarURLConnection jar) {
            try (var file = jar.getJarFile()) {
                var entry = file.getEntry(jar.getEntryName());
                return HexFormat.of().toHexDigits(entry.getCrc(), 8)
                        + HexFormat.of().toHexDigits(entry.getSize(), 8);
            }
        }
        return HexFormat.of().toHexDigits(connection.getContentLengthLong())
                + HexFormat.of().toHexDigits(connection.getLastModified());
    }

    /** Programs that someone else put there are not run. */
    private static void checkOwner(Path folder) throws IOException {
        String owner = Files.getOwner(folder).getName();
        if (!owner.equals("root") && !owner.equals(System.getProperty("user.name"))) {
            throw new IOException(folder + " belongs to " + owner);
        }
    }

    /** A reader of tar as far as these archives use it: folders, files, links, long names. */
    private static void unpack(InputStream in, Path target) throws IOException {
        byte[] header = new byte[512];
        String longName = null;
        while (in.readNBytes(header, 0, 512) == 512 && header[0] != 0) {
            long size = Long.parseLong("0" + text(header, 124, 12).strip(), 8);
            String name = longName == null ? name(header) : longName;
            longName = null;
            char kind = (char) header[156];
            Path path = target.resolve(name).normalize();
            if (!path.startsWith(target)) {
                throw new IOException("leaves its folder: " + name);
            }
            switch (kind) {
                case 'L' -> longName = new String(in.readNBytes((int) size), StandardCharsets.UTF_8).replace("\0", "");
                case '5' -> Files.createDirectories(path);
                case '2' -> {
                    parent(path);
                    Files.createSymbolicLink(path, Path.of(text(header, 157, 100)));
                }
                case '0', '\0' -> {
                    if (wanted(name)) {
                        parent(path);
                        write(in, size, path);
                        boolean executable =
                                (Long.parseLong("0" + text(header, 100, 8).strip(), 8) & 0100) != 0;
                        Files.setPosixFilePermissions(
                                path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                    } else {
                        in.skipNBytes(size);
                    }
                }
                default -> in.skipNBytes(size);
            }
            in.skipNBytes((512 - size % 512) % 512);
        }
    }

    /** Not the parts for those who compile against PostgreSQL. */
    private static boolean wanted(String name) {
        return !name.endsWith(".a") && !name.contains("/pgxs/") && !name.contains("include/");
    }

    private static void write(InputStream in, long size, Path path) throws IOException {
        try (var out = Files.newOutputStream(path)) {
            byte[] buffer = new byte[1 << 16];
            long left = size;
            while (left > 0) {
                int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
                if (count < 0) {
                    throw new IOException("the archive ends within " + path);
                }
                out.write(buffer, 0, count);
                left -= count;
            }
        }
    }

    private static void parent(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    private static String name(byte[] header) {
        String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    private static String text(byte[] header, int from, int length) {
        int end = from;
        while (end < from + length && header[end] != 0) {
            end++;
        }
        return new String(header, from, end - from, StandardCharsets.UTF_8);
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
