package com.mallhive.app;

import com.mallhive.platform.http.HttpSettings;
import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./mallhive doctor}: looks whether this machine has what the mall and its tests need. */
@Command(name = "doctor", description = "Look whether this machine has what the mall needs.", sortOptions = false)
final class Doctor implements Callable<Integer> {
    private static final long SPACE = 1L << 30;

    @Mixin
    private ProcessOptions options = new ProcessOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    private int failures;

    @Override
    public Integer call() {
        report("Java " + Runtime.version().feature(), Runtime.version().feature() >= 25, "install a JDK 25");
        long memory = Runtime.getRuntime().maxMemory() >> 20;
        report("heap of " + memory + " MiB", memory >= 128, "give the JVM at least 128 MiB");
        try {
            Settings settings = options.settings();
            report("settings", true, "");
            HttpSettings http = settings.section("http", HttpSettings.class);
            for (int port : new int[] {http.port(), http.admin(), http.management(), http.sandbox()}) {
                report(
                        "port " + port + " free",
                        free(http.host(), port),
                        "stop what uses it, or choose another with --port");
            }
        } catch (StartupFailure e) {
            report("settings", false, e.getMessage());
        }
        Path data = options.dataFolder();
        Path there = data;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        report("data folder " + data + " writable", Files.isWritable(there), "choose another with --data");
        report("disk space of 1 GiB", there.toFile().getUsableSpace() >= SPACE, "free some space");
        optional("chromium, for the browser tests", "chromium", "apt-get install chromium");
        optional("pgbench, for the comparison in bench", "pgbench", "apt-get install postgresql-contrib");
        return failures == 0 ? 0 : 1;
    }

    private void report(String what, boolean ok, @org.jspecify.annotations.Nullable String remedy) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s  %s%s%n", ok ? "ok     " : "MISSING", what, ok ? "" : ": " + remedy);
        if (!ok) {
            failures++;
        }
    }

    private void optional(String what, String program, String remedy) {
        boolean there = false;
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            there |= Files.isExecutable(Path.of(folder, program));
        }
        spec.commandLine()
                .getOut()
                .printf("%s  %s%s%n", there ? "ok     " : "absent ", what, there ? "" : ": " + remedy);
    }

    private static boolean free(String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(host, port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
