package com.mallhive.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of the mall as users start it: the same program and command line, on the class path of the test. */
public final class MallProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Process process;
    private final Path log;
    private final int managementPort;

    private MallProcess(Process process, Path log, int managementPort) {
        this.process = process;
        this.log = log;
        this.managementPort = managementPort;
    }

    /**
     * Starts {@code mallhive up} and returns at once.
     *
     * @param name of the log file in {@code folder}
     * @param jvm options of the JVM, for example a fail point
     * @param arguments of {@code up}
     */
    public static MallProcess start(
            Path folder, String name, int managementPort, List<String> jvm, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseCompactObjectHeaders",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.awt.headless=true"));
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath(), "com.mallhive.app.Main", "up", "--no-demo"));
        command.addAll(List.of("--set", "http.management-port=" + managementPort));
        command.addAll(Arrays.asList(arguments));
        Path log = folder.resolve(name + ".log");
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroyForcibly));
            return new MallProcess(process, log, managementPort);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that nobody uses right now. */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the process is ready; fails with its log when it ends instead. */
    public MallProcess awaitReady() {
        try (HttpClient http = HttpClient.newHttpClient()) {
            Eventually.within(PATIENCE, "the mall is ready", () -> {
                if (!process.isAlive()) {
                    throw new AssertionError("the mall ended with " + process.exitValue() + ":\n" + log());
                }
                return status(http, "/readyz") == 200;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + log(), e);
        }
        return this;
    }

    /** What it printed. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until the process has ended. */
    public int awaitEnd(Duration time) throws InterruptedException {
        if (!process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("the mall still runs after " + time + ":\n" + log());
        }
        return process.exitValue();
    }

    /** {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Ctrl-C, waited for. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(15, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private int status(HttpClient http, String path) {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** The class path of the test; surefire may hide it behind a manifest. */
    private static String classPath() {
        String real =
                System.getProperty("surefire.real.class.path", System.getProperty("surefire.test.class.path", ""));
        return real.isEmpty() ? System.getProperty("java.class.path", "") : real.replace(":", File.pathSeparator);
    }
}
