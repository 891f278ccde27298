package com.mallhive.platform.database;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that keeps everything of a mall in one process. It belongs to MallHive alone (the marker {@code mallhive.json} says
 * so), carries the version of its layout, and is open in one process at a time.
 */
public final class DataFolder implements AutoCloseable {
    static final int FORMAT = 1;
    private static final String MARKER = "mallhive.json";
    private static final String LOCK = "mallhive.lock";
    /** What may lie in a folder that counts as empty: a volume's own folder, and the lock of a process that died early. */
    private static final Set<String> HARMLESS = Set.of("lost+found", LOCK);

    /**
     * The folders that this process has open. The system's lock cannot tell: it belongs to the process, and closing any channel on
     * the file would give it up.
     */
    private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

    private static final Pattern FORMAT_FIELD = Pattern.compile("\"format\"\\s*:\\s*(\\d{1,9})");

    private final Path path;
    private final Path real;
    private final FileChannel lock;

    private DataFolder(Path path, Path real, FileChannel lock) {
        this.path = path;
        this.real = real;
        this.lock = lock;
    }

    /** Opens the folder, and makes it where it does not exist. */
    public static DataFolder open(Path folder) {
        Path path = folder.toAbsolutePath().normalize();
        try {
            create(path);
            checkMarker(path);
            Path real = path.toRealPath();
            if (!OPEN.add(real)) {
                throw inUse(path, Long.toString(ProcessHandle.current().pid()));
            }
            try {
                FileChannel lock = lock(path);
                if (!Files.exists(path.resolve(MARKER))) {
                    writeMarker(path);
                }
                return new DataFolder(path, real, lock);
            } catch (IOException | RuntimeException e) {
                OPEN.remove(real);
                throw e;
            }
        } catch (IOException e) {
            throw failure(path, e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            OPEN.remove(real);
        }
    }

    static StartupFailure failure(Path path, IOException e) {
        String text = String.valueOf(e.getMessage());
        if (e instanceof AccessDeniedException || text.contains("Permission denied")) {
            return new StartupFailure(
                    "No permission to write to the data folder " + path + ": let " + System.getProperty("user.name")
                            + " write there or choose another folder",
                    e);
        }
        if (text.contains("No space left")) {
            return new StartupFailure("The disk of the data folder " + path + " is full: free some space", e);
        }
        if (text.contains("Read-only")) {
            return new StartupFailure("The data folder " + path + " is on a read-only file system: choose another", e);
        }
        if (e instanceof NoSuchFileException) {
            return new StartupFailure("The data folder " + path + " cannot be made there: choose another", e);
        }
        return new StartupFailure("Cannot use the data folder " + path + ": " + text, e);
    }

    private static void create(Path path) throws IOException {
        if (Files.exists(path)) {
            if (!Files.isDirectory(path)) {
                throw new StartupFailure("The data folder " + path + " is a file: choose a folder");
            }
            return;
        }
        Files.createDirectories(path);
        // The database server does not run as root, and has to pass through a folder of root.
        Files.setPosixFilePermissions(
                path, PosixFilePermissions.fromString(ServerUser.isRoot() ? "rwx--x--x" : "rwx------"));
    }

    private static void checkMarker(Path path) throws IOException {
        String marker;
        try {
            marker = Files.readString(path.resolve(MARKER));
        } catch (NoSuchFileException e) {
            Set<String> names = new TreeSet<>();
            try (Stream<Path> files = Files.list(path)) {
                files.forEach(file -> names.add(String.valueOf(file.getFileName())));
            }
            names.removeAll(HARMLESS);
            if (!names.isEmpty()) {
                throw new StartupFailure("The folder " + path
                        + " is not empty and not MallHive's: choose an empty or a new one as data folder");
            }
            return;
        }
        Matcher format = FORMAT_FIELD.matcher(marker);
        if (!format.find()) {
            throw new StartupFailure("The file " + path.resolve(MARKER) + " is damaged: restore it from a backup");
        }
        int found = Integer.parseInt(format.group(1));
        if (found > FORMAT) {
            throw new StartupFailure("The data folder " + path + " was written by a newer MallHive (format " + found
                    + ", this one knows " + FORMAT + "): start that version or choose another folder");
        }
    }

    private static FileChannel lock(Path path) throws IOException {
        Path file = path.resolve(LOCK);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock();
        if (lock == null) {
            String owner = ownerOf(channel);
            channel.close();
            throw inUse(path, owner);
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)), 0);
        return channel;
    }

    private static StartupFailure inUse(Path path, @Nullable String process) {
        return new StartupFailure("The data folder " + path + " is in use by another MallHive"
                + (process == null ? "" : " (process " + process + ")") + ": stop that one or choose another folder");
    }

    private static @Nullable String ownerOf(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        int length = channel.read(text, 0);
        return length <= 0 ? null : new String(text.array(), 0, length, StandardCharsets.US_ASCII);
    }

    private static void writeMarker(Path path) throws IOException {
        Path draft = path.resolve(MARKER + ".new");
        Files.writeString(draft, "{\"product\": \"MallHive\", \"format\": " + FORMAT + "}\n");
        Files.move(draft, path.resolve(MARKER), StandardCopyOption.ATOMIC_MOVE);
    }
}
