package com.mallhive.platform.database;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * As whom PostgreSQL runs. It refuses root, so that a MallHive that is root starts it as an unprivileged user: {@code mallhive},
 * {@code postgres} or {@code nobody}, the first that exists; an existing cluster keeps its owner. That user must be able to reach
 * the data folder: where a folder above is closed to it (a checkout below {@code /root}), the server keeps the one capability
 * to pass through closed folders, and no other.
 *
 * <p>In both cases the kernel stops the server when the process that started it dies, by whatever means.
 */
sealed interface ServerUser {
    List<String> NAMES = List.of("mallhive", "postgres", "nobody");
    long CAP_DAC_OVERRIDE = 1L << 1;
    long CAP_DAC_READ_SEARCH = 1L << 2;

    /** The command that becomes the given one, in a session of its own, where the terminal's Ctrl-C does not reach it. */
    List<String> prefix(Path folder, boolean server);

    /** Hands a file or a folder with all its content to the server's user. */
    void own(Path path) throws IOException;

    static ServerUser current(Path cluster) throws IOException {
        if (!isRoot()) {
            return new Self();
        }
        if (!Tool.exists("setpriv")) {
            throw new StartupFailure(
                    "PostgreSQL refuses to run as root and there is no setpriv: install util-linux or start MallHive as another user");
        }
        if (Files.exists(cluster)) {
            int uid = (Integer) Files.getAttribute(cluster, "unix:uid");
            if (uid != 0) {
                return new Other(uid, (Integer) Files.getAttribute(cluster, "unix:gid"), "owner of " + cluster);
            }
        }
        List<String> users = Files.readAllLines(Path.of("/etc/passwd"));
        for (String name : NAMES) {
            for (String user : users) {
                String[] fields = user.split(":", -1);
                if (fields.length > 3 && fields[0].equals(name)) {
                    return new Other(Integer.parseInt(fields[2]), Integer.parseInt(fields[3]), name);
                }
            }
        }
        throw new StartupFailure("PostgreSQL refuses to run as root and there is no user " + String.join(", ", NAMES)
                + ": add one or start MallHive as another user");
    }

    static boolean isRoot() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid") == 0;
        } catch (IOException | UnsupportedOperationException e) {
            return System.getProperty("user.name", "").equals("root");
        }
    }

    /** The user of this process. */
    record Self() implements ServerUser {
        @Override
        public List<String> prefix(Path folder, boolean server) {
            List<String> command = new ArrayList<>();
            if (server && Tool.exists("setsid")) {
                command.add("setsid");
            }
            if (Tool.exists("setpriv")) {
                command.addAll(List.of("setpriv", "--pdeathsig", "INT"));
            }
            return command;
        }

        @Override
        public void own(Path path) {
            // It is ours already.
        }
    }

    /** An unprivileged user, started by root. */
    record Other(int uid, int gid, String name) implements ServerUser {
        @Override
        public List<String> prefix(Path folder, boolean server) {
            List<String> command = new ArrayList<>();
            if (server && Tool.exists("setsid")) {
                command.add("setsid");
            }
            command.addAll(List.of(
                    "setpriv", "--reuid", Integer.toString(uid), "--regid", Integer.toString(gid), "--clear-groups"));
            Path closed = closedFolderAbove(folder);
            if (closed == null) {
                command.addAll(List.of("--inh-caps", "-all", "--bounding-set", "-all"));
            } else {
                String capability = passage(closed);
                command.addAll(List.of(
                        "--inh-caps",
                        "-all,+" + capability,
                        "--ambient-caps",
                        "-all,+" + capability,
                        "--bounding-set",
                        "-all,+" + capability));
            }
            command.addAll(List.of("--pdeathsig", "INT"));
            return command;
        }

        @Override
        public void own(Path path) throws IOException {
            Files.walkFileTree(path, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    return visitFile(folder, attributes);
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.setAttribute(file, "unix:uid", uid, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                    Files.setAttribute(file, "unix:gid", gid, java.nio.file.LinkOption.NOFOLLOW_LINKS);
                    return FileVisitResult.CONTINUE;
                }
            });
        }

        private @Nullable Path closedFolderAbove(Path folder) {
            try {
                for (Path path = folder.toRealPath(); path != null; path = path.getParent()) {
                    int owner = (Integer) Files.getAttribute(path, "unix:uid");
                    Set<PosixFilePermission> permissions = Files.getFileAttributeView(
                                    path, PosixFileAttributeView.class)
                            .readAttributes()
                            .permissions();
                    if (!permissions.contains(
                            owner == uid ? PosixFilePermission.OWNER_EXECUTE : PosixFilePermission.OTHERS_EXECUTE)) {
                        return path;
                    }
                }
                return null;
            } catch (IOException e) {
                throw DataFolder.failure(folder, e);
            }
        }

        private String passage(Path closed) {
            long capabilities = effectiveCapabilities();
            if ((capabilities & CAP_DAC_READ_SEARCH) != 0) {
                return "dac_read_search";
            }
            if ((capabilities & CAP_DAC_OVERRIDE) != 0) {
                return "dac_override";
            }
            throw new StartupFailure("PostgreSQL refuses to run as root, and the user " + name + " cannot enter "
                    + closed + ": allow it (chmod o+x " + closed + ") or choose another data folder");
        }

        private static long effectiveCapabilities() {
            try {
                for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
                    if (line.startsWith("CapEff:")) {
                        return Long.parseUnsignedLong(
                                line.substring("CapEff:".length()).strip(), 16);
                    }
                }
                return 0;
            } catch (IOException e) {
                return 0;
            }
        }
    }

    /** Programs of the system. */
    final class Tool {
        private Tool() {}

        static boolean exists(String name) {
            for (String folder :
                    System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(":", -1)) {
                if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, name))) {
                    return true;
                }
            }
            return false;
        }
    }
}
