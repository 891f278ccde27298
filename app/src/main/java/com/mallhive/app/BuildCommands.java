package com.mallhive.app;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Commands for those who change the mall: they run the scripts in {@code build/} of the checkout. */
final class BuildCommands {
    private BuildCommands() {}

    /** {@code ./mallhive test}. */
    @Command(name = "test", description = "Install what the tests need, and run them all.", sortOptions = false)
    static final class Test implements Callable<Integer> {
        @Option(names = "--all", description = "The longer forms too.")
        private boolean all;

        @Override
        public Integer call() {
            return run("test.sh", all ? List.of("--all") : List.of());
        }
    }

    /** {@code ./mallhive check}. */
    @Command(name = "check", description = "Check format, compiler warnings and architecture.", sortOptions = false)
    static final class Check implements Callable<Integer> {
        @Option(names = "--fix", description = "Repair the format.")
        private boolean fix;

        @Override
        public Integer call() {
            return run("check.sh", fix ? List.of("--fix") : List.of());
        }
    }

    private static int run(String script, List<String> arguments) {
        String home = System.getProperty("mallhive.home", "");
        Path file = Path.of(home, "build", script);
        if (home.isEmpty() || !Files.exists(file)) {
            throw new StartupFailure("this needs a checkout of the source: run ./mallhive there");
        }
        List<String> command = new ArrayList<>(List.of("sh", file.toString()));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(Path.of(home).toFile())
                    .inheritIO();
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            return builder.start().waitFor();
        } catch (IOException e) {
            throw new StartupFailure("cannot run " + file + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
