package com.mallhive.app;

import com.mallhive.app.bench.Benchmark;
import com.mallhive.app.bench.Scenario;
import com.mallhive.platform.settings.Nearest;
import com.mallhive.platform.settings.Settings;
import com.mallhive.platform.telemetry.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./mallhive bench}: how fast the mall is on this machine, load generator included. */
@Command(
        name = "bench",
        description = "Measure the mall on this machine: a fresh one, over real HTTP, load generator included.",
        sortOptions = false)
final class Bench implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "SCENARIO",
            description =
                    "Of product-read, product-list, search, search-cold, cart-add, checkout, flash-sale; all when none is"
                            + " named.")
    private List<String> scenarios = List.of();

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures there too.")
    private @Nullable Path json;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "6",
            description = "Length of each run (${DEFAULT-VALUE}).")
    private double seconds = 6;

    @Option(names = "--buyers", split = ",", defaultValue = "16,64", description = "Buyers at once (${DEFAULT-VALUE}).")
    private List<Integer> buyers = List.of(16, 64);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        List<Scenario> chosen = scenarios.isEmpty()
                ? List.of(Scenario.values())
                : scenarios.stream().map(Bench::scenario).toList();
        Path data = Files.createTempDirectory("mallhive-bench");
        ProcessOptions options = new ProcessOptions();
        options.data = data;
        options.port = 18880;
        options.set.putAll(Map.of("database.statistics", "true", "edge.sign-ins-per-minute", "0"));
        Settings settings = options.settings();
        Logging.start(false, "warn");
        DemoClock clock = new DemoClock();
        long begin = System.nanoTime();
        Set<Targets> all = options.targets();
        try (Mall mall = Mall.start(settings, all, data, clock)) {
            long startMillis = (System.nanoTime() - begin) / 1_000_000;
            var postgres = Objects.requireNonNull(mall.postgres());
            try (var statistics = Objects.requireNonNull(mall.databaseServer()).administrate("postgres")) {
                return new Benchmark(
                                new DemoFilling(mall, clock, data),
                                statistics,
                                postgres.pid(),
                                mall.http().port(),
                                spec.commandLine().getOut())
                        .run(chosen, buyers, seconds, startMillis, json);
            }
        } finally {
            remove(data);
        }
    }

    private static Scenario scenario(String name) {
        List<String> known =
                Arrays.stream(Scenario.values()).map(Scenario::label).toList();
        return Arrays.stream(Scenario.values())
                .filter(s -> s.label().equals(name))
                .findFirst()
                .orElseThrow(() -> new UsageFailure("unknown scenario \"" + name + "\""
                        + Nearest.of(name, known)
                                .map(n -> "; did you mean \"" + n + "\"?")
                                .orElse("")));
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
