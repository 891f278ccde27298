package com.mallhive.app.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.mallhive.app.demo.DemoMall;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the scenarios against a mall in this process and prints a table; the buyers are another process. */
public final class Benchmark {
    private static final double WARM_UP_SECONDS = 10;

    private final DemoMall.Target mall;
    private final Connection statistics;
    private final Meter meter;
    private final int port;
    private final PrintWriter out;

    /** One row of the table. {@code sqlUntilAnswer} leaves out what happens after the answer. */
    record Row(
            String name,
            int buyers,
            double perSecond,
            double p50Ms,
            double p99Ms,
            double jvmCpuUs,
            double pgCpuUs,
            double sqlPerOp,
            double sqlUntilAnswer,
            long operations,
            long succeeded) {}

    public Benchmark(DemoMall.Target mall, Connection statistics, long postmaster, int port, PrintWriter out) {
        this.mall = mall;
        this.statistics = statistics;
        this.meter = new Meter(statistics, postmaster);
        this.port = port;
        this.out = out;
    }

    /** Runs each scenario with each number of buyers and prints the table. */
    public int run(
            List<Scenario> scenarios, List<Integer> buyers, double seconds, long startMillis, @Nullable Path json)
            throws IOException, SQLException, InterruptedException {
        out.println("Filling 1,000 products with 3 variants each ...");
        out.flush();
        Scenario.Goods goods = new BenchGoods(mall).make();
        Path file = Files.createTempFile("mallhive-bench", ".json");
        Files.writeString(file, new Gson().toJson(goods));
        double idle = idleStatementsPerSecond();
        out.printf(
                "%n%-13s %6s %9s %9s %9s %10s %10s %8s %9s%n",
                "scenario", "buyers", "per s", "p50 ms", "p99 ms", "JVM us/op", "PG us/op", "SQL/op", "SQL sync");
        List<Row> rows = new ArrayList<>();
        for (Scenario scenario : scenarios) {
            List<Integer> crowds = scenario == Scenario.FLASH_SALE ? List.of(64) : buyers;
            if (scenario != Scenario.FLASH_SALE) {
                var _ = load(scenario, 64, WARM_UP_SECONDS, file);
                mall.awaitIdle();
            }
            for (int crowd : crowds) {
                Row row = measure(scenario, crowd, seconds, file, idle);
                rows.add(row);
                out.printf(
                        Locale.ROOT,
                        "%-13s %6d %9.0f %9.2f %9.2f %10.0f %10.0f %8.2f %9.2f%s%n",
                        row.name(),
                        row.buyers(),
                        row.perSecond(),
                        row.p50Ms(),
                        row.p99Ms(),
                        row.jvmCpuUs(),
                        row.pgCpuUs(),
                        row.sqlPerOp(),
                        row.sqlUntilAnswer(),
                        note(scenario, row));
                out.flush();
            }
        }
        if (scenarios.contains(Scenario.CHECKOUT)) {
            rows.addAll(new OrderStatements(statistics).limits(seconds, out));
        }
        if (scenarios.contains(Scenario.FLASH_SALE)) {
            rows.addAll(new HotOffer(mall, new OrderStatements(statistics))
                    .run(goods.offers().getFirst(), seconds, out));
        }
        long memory = meter.memoryMiB();
        out.printf(
                "%nStarted in %d ms; JVM and PostgreSQL hold %d MiB. SQL sync: statements until the answer.%n",
                startMillis, memory);
        if (json != null) {
            Files.writeString(
                    json,
                    new GsonBuilder()
                            .setPrettyPrinting()
                            .create()
                            .toJson(Map.of("scenarios", rows, "startMillis", startMillis, "memoryMiB", memory)));
        }
        Files.deleteIfExists(file);
        return 0;
    }

    private Row measure(Scenario scenario, int buyers, double seconds, Path goods, double idle)
            throws IOException, SQLException, InterruptedException {
        try (Statement statement = statistics.createStatement()) {
            statement.execute("SELECT pg_stat_statements_reset()");
        }
        Meter.Reading before = meter.read();
        Load.Result result = load(scenario, buyers, seconds, goods);
        mall.awaitIdle();
        Meter.Reading after = meter.read();
        double n = Math.max(1, result.operations());
        double background = idle * (after.nanos() - before.nanos()) / 1e9;
        return new Row(
                scenario.label(),
                buyers,
                result.perSecond(),
                result.p50Ms(),
                result.p99Ms(),
                (after.jvmNanos() - before.jvmNanos()) / 1000.0 / n,
                (after.postgresNanos() - before.postgresNanos()) / 1000.0 / n,
                Math.max(0, (after.statements() - background) / n),
                Math.max(0, after.answered() / n),
                result.operations(),
                result.succeeded());
    }

    private static String note(Scenario scenario, Row row) {
        if (scenario == Scenario.FLASH_SALE) {
            return "   sold " + row.succeeded() + " of " + Scenario.PIECES + " to " + row.operations() + " tries";
        }
        return row.succeeded() == row.operations() ? "" : "   " + (row.operations() - row.succeeded()) + " FAILED";
    }

    /** What the mall does while nobody comes. */
    private double idleStatementsPerSecond() throws SQLException, InterruptedException {
        mall.awaitIdle();
        Meter.Reading before = meter.read();
        Thread.sleep(3000);
        Meter.Reading after = meter.read();
        return (after.statements() - before.statements()) / ((after.nanos() - before.nanos()) / 1e9);
    }

    private Load.Result load(Scenario scenario, int buyers, double seconds, Path goods)
            throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+AutoCreateSharedArchive",
                        "-XX:SharedArchiveFile=" + Path.of(System.getProperty("java.io.tmpdir"), "mallhive-load.jsa"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "com.mallhive.app.Main",
                        "bench-load",
                        "--port=" + port,
                        "--scenario=" + scenario.name(),
                        "--buyers=" + buyers,
                        "--seconds=" + seconds,
                        "--goods=" + goods)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        String json =
                answer.lines().filter(line -> line.startsWith("{")).findFirst().orElse("");
        if (process.waitFor() != 0 || json.isEmpty()) {
            throw new IllegalStateException("the load generator failed: " + answer);
        }
        return new Gson().fromJson(json, Load.Result.class);
    }
}
