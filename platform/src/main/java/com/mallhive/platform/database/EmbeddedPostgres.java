package com.mallhive.platform.database;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PostgreSQL as a child process, on a cluster in the data folder, reachable through a unix socket only.
 *
 * <p>The server is this process's own or none: the data folder is locked, the server's process id is the one that we started,
 * and one that a killed process left behind on this folder is stopped first.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    static final String SUPERUSER = "mallhive";
    /** The one path in the name of PostgreSQL's socket; the whole must fit into the kernel's 108 bytes. */
    private static final String SOCKET = ".s.PGSQL.5432";

    private static final int LONGEST_SOCKET_FOLDER = 90;
    private static final Duration STOP = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(60);
    private static final long LOG_LIMIT = 1 << 20;
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);

    private final DataFolder folder;
    private final boolean ownsFolder;
    private final Path home;
    private final Path cluster;
    private final Path log;
    private final Options options;
    private final ServerUser user;
    private final Path programs;
    private Path socketFolder;
    private @Nullable Path temporarySocketFolder;
    private @Nullable Process server;
    private String password = "";
    private long logStart;

    /**
     * How the server runs.
     *
     * @param durable false only for tests: a crash of the machine may then lose or damage the data
     * @param statistics counts statements by {@code pg_stat_statements}, for benches
     */
    public record Options(boolean durable, boolean statistics, int maxConnections) {
        public static final Options DEFAULT = new Options(true, false, 200);
        public static final Options TEST = new Options(false, false, 200);
        public static final Options BENCH = new Options(true, true, 200);
    }

    private EmbeddedPostgres(DataFolder folder, boolean ownsFolder, Options options) throws IOException {
        this.folder = folder;
        this.ownsFolder = ownsFolder;
        this.options = options;
        this.home = folder.path().resolve("postgres");
        this.cluster = home.resolve("cluster");
        this.log = home.resolve("postgres.log");
        this.socketFolder = home.resolve("run");
        this.user = ServerUser.current(cluster);
        this.programs = PostgresBinaries.unpacked();
    }

    /** Opens the data folder and starts the server on it. */
    public static EmbeddedPostgres start(Path dataFolder, Options options) {
        DataFolder folder = DataFolder.open(dataFolder);
        try {
            return start(folder, true, options);
        } catch (RuntimeException | Error e) {
            folder.close();
            throw e;
        }
    }

    /** Starts the server in a data folder that the caller has opened and closes. */
    public static EmbeddedPostgres start(DataFolder folder, Options options) {
        return start(folder, false, options);
    }

    private static EmbeddedPostgres start(DataFolder folder, boolean ownsFolder, Options options) {
        try {
            EmbeddedPostgres postgres = new EmbeddedPostgres(folder, ownsFolder, options);
            postgres.start();
            return postgres;
        } catch (IOException e) {
            throw DataFolder.failure(folder.path(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("Interrupted while PostgreSQL started", e);
        }
    }

    public Path socket() {
        return socketFolder.resolve(SOCKET);
    }

    public long pid() {
        return server == null ? -1 : server.pid();
    }

    /** The server's log file: its messages, and never a statement or a value. */
    public Path log() {
        return log;
    }

    Path home() {
        return home;
    }

    String password() {
        return password;
    }

    Options options() {
        return options;
    }

    /** The driver's properties that lead to this server. */
    Properties connection() {
        Properties properties = new Properties();
        properties.setProperty("socketFactory", UnixSocketFactory.class.getName());
        properties.setProperty("socketFactoryArg", socket().toString());
        properties.setProperty("sslmode", "disable");
        properties.setProperty("gssEncMode", "disable");
        return properties;
    }

    @Override
    public void close() {
        try {
            if (server != null) {
                stop(server.toHandle(), STOP);
            }
            if (temporarySocketFolder != null) {
                PostgresBinaries.delete(temporarySocketFolder);
            }
        } catch (IOException e) {
            LOG.warn("PostgreSQL did not stop cleanly: {}", e.getMessage());
        } finally {
            if (ownsFolder) {
                folder.close();
            }
        }
    }

    private void start() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        makeFolder(home, ServerUser.isRoot() ? "rwx--x--x" : "rwx------");
        trimLog();
        logStart = Files.exists(log) ? Files.size(log) : 0;
        stopOrphan();
        boolean fresh = !Files.exists(cluster);
        if (fresh) {
            initialise();
        }
        password = readPassword();
        makeSocketFolder();
        server = launch();
        awaitReady(server);
        LOG.info(
                "PostgreSQL {} in {} ms (process {}, {})",
                fresh ? "created and started" : "started",
                (System.nanoTime() - begin) / 1_000_000,
                server.pid(),
                cluster);
    }

    // -- a new cluster

    private void initialise() throws IOException, InterruptedException {
        Path draft = home.resolve("cluster.new");
        PostgresBinaries.delete(draft);
        makeFolder(draft, "rwx------");
        user.own(draft);
        String secret = Secrets.random();
        Secrets.writeNew(home.resolve("superuser"), secret);
        Path handOver = Secrets.writeNew(draft.resolveSibling("handover"), secret);
        user.own(handOver);
        List<String> command = new ArrayList<>(user.prefix(home, false));
        command.addAll(List.of(
                programs.resolve("bin/initdb").toString(),
                "--pgdata=" + draft,
                "--username=" + SUPERUSER,
                "--pwfile=" + handOver,
                // Through the socket the password goes as it is: it never leaves the machine, and a connection is
                // cheap.
                "--auth-local=password",
                "--auth-host=scram-sha-256",
                "--encoding=UTF8",
                // PostgreSQL's own locale: the same order on every machine and after every update of the system.
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--set=scram_iterations=1",
                "--data-checksums",
                "--no-instructions"));
        if (!options.durable()) {
            command.add("--no-sync");
        }
        try {
            Process initdb = process(command).start();
            if (!initdb.waitFor(START) || initdb.exitValue() != 0) {
                initdb.destroyForcibly();
                throw failure("PostgreSQL could not create its cluster");
            }
        } finally {
            Files.deleteIfExists(handOver);
        }
        Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
    }

    private String readPassword() throws IOException {
        Path file = home.resolve("superuser");
        if (!Files.exists(file)) {
            throw new StartupFailure("The file " + file + " is missing: restore it from a backup of the data folder");
        }
        return Files.readString(file).strip();
    }

    // -- the server

    private Process launch() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(user.prefix(home, true));
        command.add(programs.resolve("bin/postgres").toString());
        command.add("-D");
        command.add(cluster.toString());
        for (String setting : settings()) {
            command.add("-c");
            command.add(setting);
        }
        // The kernel tells the server when the THREAD that started it ends: this one lives as long as the server.
        CompletableFuture<Process> started = new CompletableFuture<>();
        Thread keeper = Thread.ofPlatform().name("postgres-keeper").daemon().unstarted(() -> keep(command, started));
        keeper.start();
        try {
            return started.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
        }
    }

    private void keep(List<String> command, CompletableFuture<Process> started) {
        try {
            Process process = process(command).start();
            started.complete(process);
            process.waitFor();
        } catch (IOException e) {
            started.completeExceptionally(e);
        } catch (InterruptedException e) {
            LOG.debug("the keeper of PostgreSQL was interrupted");
        }
    }

    private List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "listen_addresses=",
                "unix_socket_directories=" + socketFolder,
                "unix_socket_permissions=0700",
                "max_connections=" + options.maxConnections(),
                "shared_buffers=64MB",
                "huge_pages=off",
                "jit=off",
                "io_method=sync",
                "max_wal_size=512MB",
                "min_wal_size=80MB",
                "checkpoint_timeout=10min",
                "max_prepared_transactions=0",
                "password_encryption=scram-sha-256",
                // The passwords are 192 random bits: iterations would protect nothing and slow each connection down.
                "scram_iterations=1",
                "idle_in_transaction_session_timeout=60s",
                "timezone=UTC",
                "log_timezone=UTC",
                "lc_messages=C",
                // Statements and values are personal data: they stay out of the log.
                "log_min_messages=log",
                "log_min_error_statement=panic",
                "log_error_verbosity=terse",
                "log_checkpoints=off",
                "log_autovacuum_min_duration=-1"));
        if (!options.durable()) {
            settings.addAll(List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off"));
        }
        if (options.statistics()) {
            settings.addAll(List.of(
                    "shared_preload_libraries=pg_stat_statements",
                    "pg_stat_statements.track=top",
                    "pg_stat_statements.track_utility=on"));
        }
        return settings;
    }

    /** The server writes its state into line 8 of its pid file; the process id in line 1 must be that of our child. */
    private void awaitReady(Process process) throws IOException, InterruptedException {
        Path pidFile = cluster.resolve("postmaster.pid");
        long limit = System.nanoTime() + START.toNanos();
        while (process.isAlive()) {
            PidFile state = PidFile.read(pidFile);
            if (state != null && state.pid() == process.pid() && state.status().equals("ready")) {
                return;
            }
            if (System.nanoTime() > limit) {
                stop(process.toHandle(), STOP);
                throw failure("PostgreSQL did not become ready within " + START.toSeconds() + " s");
            }
            process.waitFor(5, TimeUnit.MILLISECONDS);
        }
        throw failure("PostgreSQL did not start");
    }

    /** A server that a killed process left behind on this folder: on its way out by itself, or told to go. */
    private void stopOrphan() throws IOException {
        PidFile left = PidFile.read(cluster.resolve("postmaster.pid"));
        if (left == null) {
            return;
        }
        ProcessHandle process = ProcessHandle.of(left.pid()).orElse(null);
        if (process != null && process.isAlive() && servesThisFolder(process)) {
            LOG.info("stopping the PostgreSQL that an earlier MallHive left behind (process {})", left.pid());
            stop(process, START);
            if (process.isAlive()) {
                throw new StartupFailure("A PostgreSQL of an earlier start still runs on " + cluster + " (process "
                        + left.pid() + "): stop it and start MallHive again");
            }
        }
        // The number may belong to another process by now, which PostgreSQL would take for its own.
        Files.deleteIfExists(cluster.resolve("postmaster.pid"));
    }

    private boolean servesThisFolder(ProcessHandle process) {
        Path entry = Path.of("/proc", Long.toString(process.pid()), "cwd");
        try {
            return Files.isSameFile(entry.toRealPath(), cluster);
        } catch (IOException e) {
            // No /proc (macOS) or no right to look: by its command.
            return process.info().commandLine().orElse("").contains(cluster.toString());
        }
    }

    private static void stop(ProcessHandle process, Duration patience) throws IOException {
        // SIGINT: open sessions are ended, the state is written. Java itself can only send SIGTERM and SIGKILL.
        signal("INT", process);
        if (!ended(process, patience)) {
            signal("QUIT", process);
            if (!ended(process, patience)) {
                process.destroyForcibly();
            }
        }
    }

    private static void signal(String name, ProcessHandle process) throws IOException {
        if (process.isAlive()) {
            try {
                new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .redirectErrorStream(true)
                        .start()
                        .waitFor();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Also for processes that are not our children, and when this thread is interrupted. */
    private static boolean ended(ProcessHandle process, Duration patience) {
        long limit = System.nanoTime() + patience.toNanos();
        while (process.isAlive()) {
            if (System.nanoTime() > limit) {
                return false;
            }
            LockSupport.parkNanos(2_000_000);
        }
        return true;
    }

    private ProcessBuilder process(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(home.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // The caller's PG* variables and locale must not reach the server.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG") || name.startsWith("LC_"));
        builder.environment().put("LANG", "C");
        return builder;
    }

    // -- folders and the log

    private void makeSocketFolder() throws IOException {
        if (socket().toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET_FOLDER + SOCKET.length()) {
            temporarySocketFolder = Files.createTempDirectory(Path.of("/tmp"), "mallhive-");
            socketFolder = temporarySocketFolder;
        } else {
            makeFolder(socketFolder, "rwx------");
        }
        user.own(socketFolder);
    }

    private static void makeFolder(Path path, String permissions) throws IOException {
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    private void trimLog() throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_LIMIT) {
            Files.move(log, log.resolveSibling("postgres.log.old"), StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private StartupFailure failure(String what) throws IOException {
        String reason = "";
        for (String line : linesOfThisStart()) {
            if (line.contains("No space left") || line.contains("wrote only") || line.contains("free disk space")) {
                return new StartupFailure("The disk of the data folder " + folder.path() + " is full: free some space");
            }
            if (reason.isEmpty() && (line.contains("FATAL:") || line.contains("PANIC:") || line.contains("error:"))) {
                reason = line.replaceFirst("^.*?(FATAL|PANIC|error):\\s*", "");
            }
        }
        return new StartupFailure(what + (reason.isEmpty() ? "" : ": " + reason) + " (see " + log + ")");
    }

    private List<String> linesOfThisStart() throws IOException {
        if (!Files.exists(log)) {
            return List.of();
        }
        byte[] text = Files.readAllBytes(log);
        int from = (int) Math.min(logStart, text.length);
        return new String(text, from, text.length - from, StandardCharsets.ISO_8859_1)
                .lines()
                .toList();
    }

    /** The lines of {@code postmaster.pid} that matter here. */
    private record PidFile(long pid, String status) {
        static @Nullable PidFile read(Path file) throws IOException {
            if (!Files.exists(file)) {
                return null;
            }
            List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
            try {
                return lines.isEmpty()
                        ? null
                        : new PidFile(
                                Long.parseLong(lines.getFirst().strip()),
                                lines.size() > 7 ? lines.get(7).strip() : "");
            } catch (NumberFormatException e) {
                return null;
            }
        }
    }
}
