package com.mallhive.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.testkit.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    private static final EmbeddedPostgres.Options DURABLE = EmbeddedPostgres.Options.DEFAULT;
    private static final EmbeddedPostgres.Options QUICK = EmbeddedPostgres.Options.TEST;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path temporary;

    /** Starts in a process of its own, commits a row, says so, and waits to be killed or for its input to end. */
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) throws IOException {
            try (EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]), DURABLE);
                    Cluster cluster = Cluster.embedded(server)) {
                cluster.migrate(List.of("sample"));
                try (Database database = cluster.open("sample")) {
                    database.statement(session ->
                            session.jdbi().execute("INSERT INTO seen (id, text) VALUES (gen_random_uuid(), 'child')"));
                    say("ready " + server.pid());
                    while (System.in.read() >= 0) {
                        Thread.onSpinWait();
                    }
                }
            } catch (StartupFailure e) {
                say("refused " + e.getMessage());
            }
        }

        private static void say(String line) {
            System.out.println(line);
            System.out.flush();
        }
    }

    @Test
    void startsStopsAndStartsAgainWithItsData() {
        long first;
        try (EmbeddedPostgres server = EmbeddedPostgres.start(temporary.resolve("data"), DURABLE)) {
            first = server.pid();
            seen(server, true);
        }
        assertThat(alive(first)).isFalse();
        try (EmbeddedPostgres server = EmbeddedPostgres.start(temporary.resolve("data"), DURABLE)) {
            assertThat(server.pid()).isNotEqualTo(first);
            assertThat(seen(server, false)).isEqualTo(1);
        }
    }

    @Test
    void itIsDurable() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(temporary.resolve("data"), DURABLE);
                Cluster cluster = Cluster.embedded(server);
                var connection = cluster.administrate("postgres");
                var statement = connection.createStatement()) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes", "data_checksums")) {
                try (var row = statement.executeQuery("SHOW " + setting)) {
                    row.next();
                    assertThat(row.getString(1)).as(setting).isEqualTo("on");
                }
            }
            try (var row = statement.executeQuery("SHOW listen_addresses")) {
                row.next();
                assertThat(row.getString(1)).isEmpty();
            }
        }
    }

    @Test
    void aKilledProcessTakesItsServerAlongAndLosesNothing() throws Exception {
        Process child = child(temporary.resolve("data"), List.of());
        long server = readyServer(child);
        child.destroyForcibly().waitFor();
        try (EmbeddedPostgres restarted = EmbeddedPostgres.start(temporary.resolve("data"), DURABLE)) {
            Eventually.until("the old server is gone", () -> !alive(server));
            assertThat(seen(restarted, false)).isEqualTo(1);
        }
    }

    @Test
    void anOrdinaryUserNeedsNoMore() throws Exception {
        assumeThat(ServerUser.isRoot()).isTrue();
        Path folder = ordinaryUsersFolder();
        Process child = child(folder.resolve("data"), asNobody());
        long server = readyServer(child);
        assertThat(ProcessHandle.of(server).orElseThrow().info().user()).hasValue("nobody");
        child.destroyForcibly().waitFor();
        Eventually.until("the server ends by itself", () -> !alive(server));
        Process again = child(folder.resolve("data"), asNobody());
        long second = readyServer(again);
        again.getOutputStream().close();
        assertThat(again.waitFor(20, TimeUnit.SECONDS)).isTrue();
        Eventually.until("the server has stopped", () -> !alive(second));
    }

    @Test
    void aFolderWithoutPermissionIsRefusedInOneLine() throws Exception {
        assumeThat(ServerUser.isRoot()).isTrue();
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Process child = child(temporary.resolve("data"), asNobody());
        assertThat(line(child)).startsWith("refused No permission to write to the data folder");
    }

    @Test
    void rootMayKeepItsDataWhereOthersCannotGo() throws Exception {
        assumeThat(ServerUser.isRoot()).isTrue();
        Path closed = Files.createDirectory(temporary.resolve("closed"));
        Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("rwx------"));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(closed.resolve("data"), QUICK)) {
            assertThat(ProcessHandle.of(server.pid()).orElseThrow().info().user())
                    .isNotEmpty()
                    .isNotEqualTo(java.util.Optional.of("root"));
            assertThat(seen(server, true)).isEqualTo(1);
        }
    }

    @Test
    void aServerThatWasLeftBehindIsStoppedFirst() throws Exception {
        Path folder = temporary.resolve("data");
        EmbeddedPostgres.start(folder, QUICK).close();
        Path home = folder.resolve("postgres");
        Path cluster = home.resolve("cluster");
        List<String> command = new ArrayList<>(ServerUser.current(cluster).prefix(home, true));
        command.addAll(List.of(
                PostgresBinaries.unpacked().resolve("bin/postgres").toString(),
                "-D",
                cluster.toString(),
                "-c",
                "listen_addresses=",
                "-c",
                "unix_socket_directories=" + home.resolve("run")));
        Process orphan = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        Eventually.until("the orphan serves", () -> Files.exists(home.resolve("run/.s.PGSQL.5432")));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, QUICK)) {
            assertThat(orphan.waitFor(1, TimeUnit.SECONDS)).isTrue();
            assertThat(server.pid()).isNotEqualTo(orphan.pid());
            assertThat(seen(server, true)).isEqualTo(1);
        }
    }

    @Test
    void aStrangerWithTheOldProcessNumberIsLeftAlone() throws Exception {
        Path folder = temporary.resolve("data");
        EmbeddedPostgres.start(folder, QUICK).close();
        Process stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Path cluster = folder.resolve("postgres/cluster");
            Files.writeString(
                    cluster.resolve("postmaster.pid"), stranger.pid() + "\n" + cluster + "\n0\n5432\n\n\n0 0\nready\n");
            try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, QUICK)) {
                assertThat(server.pid()).isNotEqualTo(stranger.pid());
                assertThat(stranger.isAlive()).isTrue();
            }
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void oneProcessPerFolder() throws Exception {
        Path folder = temporary.resolve("data");
        try (DataFolder open = DataFolder.open(folder)) {
            assertThat(open.path()).isEqualTo(folder);
            assertThatThrownBy(() -> EmbeddedPostgres.start(folder, QUICK))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("is in use by another MallHive");
            assertThat(line(child(folder, List.of())))
                    .startsWith("refused The data folder " + folder + " is in use by another MallHive (process "
                            + ProcessHandle.current().pid() + ")");
        }
        DataFolder.open(folder).close();
    }

    @Test
    void foldersOfOthersAreNotTouched() throws Exception {
        Path foreign = Files.createDirectory(temporary.resolve("foreign"));
        Files.writeString(foreign.resolve("letter.txt"), "mine");
        assertRefused(foreign, "is not empty and not MallHive's");
        assertThat(foreign.toFile().list()).containsExactly("letter.txt");
        assertRefused(foreign.resolve("letter.txt"), "is a file");

        Path newer = Files.createDirectory(temporary.resolve("newer"));
        Files.writeString(newer.resolve("mallhive.json"), "{\"product\": \"MallHive\", \"format\": 99}");
        assertRefused(newer, "was written by a newer MallHive (format 99, this one knows 1)");
    }

    @Test
    void aLongPathGetsAShortSocket() throws Exception {
        Path folder = temporary.resolve("a-name-that-goes-on-and-on".repeat(4));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(folder, QUICK)) {
            assertThat(server.socket().toString().length()).isLessThan(108);
            assertThat(seen(server, true)).isEqualTo(1);
        }
    }

    @Test
    void fullAndReadOnlyDisksAreToldApart() {
        assertThat(DataFolder.failure(temporary, new IOException("No space left on device")))
                .hasMessageContaining("is full");
        assertThat(DataFolder.failure(temporary, new IOException("x: Read-only file system")))
                .hasMessageContaining("read-only file system");
    }

    private static void assertRefused(Path folder, String message) {
        assertThatThrownBy(() -> EmbeddedPostgres.start(folder, QUICK))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private static int seen(EmbeddedPostgres server, boolean more) {
        Cluster cluster = Cluster.embedded(server);
        cluster.migrate(List.of("sample"));
        try (Database database = cluster.open("sample")) {
            if (more) {
                database.statement(session ->
                        session.jdbi().execute("INSERT INTO seen (id, text) VALUES (gen_random_uuid(), 'test')"));
            }
            return database.read(session -> session.jdbi()
                    .createQuery("SELECT count(*) FROM seen")
                    .mapTo(Integer.class)
                    .one());
        }
    }

    private Process child(Path folder, List<String> prefix) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-cp",
                Objects.requireNonNull(System.getProperty("java.class.path")),
                Child.class.getName(),
                folder.toString()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(temporary.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment()
                .put(
                        "XDG_CACHE_HOME",
                        temporary.resolveSibling("mallhive-test-cache").toString());
        return builder.start();
    }

    /** Where Maven's repository is root's own, the other user may still read the class path. */
    private static List<String> asNobody() {
        return List.of(
                "setpriv",
                "--reuid=65534",
                "--regid=65534",
                "--clear-groups",
                "--inh-caps=-all,+dac_read_search",
                "--ambient-caps=-all,+dac_read_search");
    }

    private Path ordinaryUsersFolder() throws IOException {
        Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path folder = Files.createDirectory(temporary.resolve("home"));
        Files.setAttribute(folder, "unix:uid", 65534);
        return folder;
    }

    private static long readyServer(Process child) throws IOException {
        String line = line(child);
        assertThat(line).startsWith("ready ");
        return Long.parseLong(line.substring("ready ".length()));
    }

    private static String line(Process child) throws IOException {
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.startsWith("ready ") || line.startsWith("refused ")) {
                return line;
            }
        }
        return "the process ended";
    }

    private static boolean alive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
