package com.mallhive.app.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The limit: nothing but the statement that records an order, sent by pgbench, or by a plain JDBC loop where that is absent. */
final class OrderStatements {
    private static final String TABLE = """
            CREATE TABLE IF NOT EXISTS bench_orders (id uuid PRIMARY KEY, number text, total bigint, contact bytea,
                lines jsonb, created_at timestamptz)
            """;
    private static final String INSERT = """
            INSERT INTO bench_orders VALUES (%s, 'MH-BENCH', 4488, decode('00ff00ff00ff', 'hex'),
                '[{"sku": "A", "quantity": 1, "unitPrice": 1999}, {"sku": "B", "quantity": 1, "unitPrice": 1999}]', now())
            """;
    private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+)");

    private final Connection connection;

    OrderStatements(Connection connection) {
        this.connection = connection;
    }

    /** How often a second 64 clients take one piece each of one row, as a shop does that updates it order by order. */
    OptionalDouble hotRow(double seconds) throws SQLException, IOException, InterruptedException {
        if (!onPath("pgbench")) {
            return OptionalDouble.empty();
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS bench_stock (id int PRIMARY KEY, on_hand int, reserved int)");
            statement.execute("INSERT INTO bench_stock VALUES (1, 2000000000, 0) ON CONFLICT DO NOTHING");
        }
        return OptionalDouble.of(pgbench(
                "bench_stock",
                "UPDATE bench_stock SET reserved = reserved + 1 WHERE id = 1 AND on_hand - reserved >= 1",
                64,
                seconds));
    }

    List<Benchmark.Row> limits(double seconds, PrintWriter out) throws SQLException, IOException, InterruptedException {
        double perSecond;
        String name;
        if (onPath("pgbench")) {
            name = "pgbench";
            try (Statement statement = connection.createStatement()) {
                statement.execute(TABLE);
            }
            perSecond = pgbench("bench_orders", INSERT.formatted("uuidv7()").replace("\n", " "), 4, seconds);
        } else {
            out.println("pgbench is absent (apt-get install postgresql-contrib); a plain JDBC loop instead:");
            name = "jdbc-loop";
            perSecond = loop(seconds);
        }
        out.printf(
                Locale.ROOT,
                "%-13s %6d %9.0f   the order's statement alone, committed one by one%n",
                name,
                1,
                perSecond);
        return List.of(new Benchmark.Row(name, 1, perSecond, 0, 0, 0, 0, 1, 1, 0, 0));
    }

    private double loop(double seconds) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        }
        long end = System.nanoTime() + (long) (seconds * 1e9);
        long begin = System.nanoTime();
        int n = 0;
        try (PreparedStatement insert = connection.prepareStatement(INSERT.formatted("?"))) {
            while (System.nanoTime() < end) {
                insert.setObject(1, UUID.randomUUID());
                insert.executeUpdate();
                n++;
            }
        }
        return n / ((System.nanoTime() - begin) / 1e9);
    }

    /** On our own socket, with a password that only this run knows. */
    private double pgbench(String table, String sql, int clients, double seconds)
            throws SQLException, IOException, InterruptedException {
        String password = UUID.randomUUID().toString();
        String socket;
        try (Statement statement = connection.createStatement()) {
            statement.execute("DROP ROLE IF EXISTS bench_" + table);
            statement.execute("CREATE ROLE bench_" + table + " LOGIN PASSWORD '" + password + "'");
            statement.execute("GRANT CONNECT ON DATABASE postgres TO bench_" + table);
            statement.execute("GRANT SELECT, INSERT, UPDATE ON " + table + " TO bench_" + table);
            try (var rs = statement.executeQuery("SHOW unix_socket_directories")) {
                rs.next();
                socket = rs.getString(1);
            }
        }
        Path script = Files.createTempFile("mallhive-pgbench", ".sql");
        Files.writeString(script, sql + ";\n");
        ProcessBuilder builder = new ProcessBuilder(
                        "pgbench",
                        "-n",
                        "-M",
                        "prepared",
                        "-f",
                        script.toString(),
                        "-c",
                        Integer.toString(clients),
                        "-j",
                        "1",
                        "-T",
                        Long.toString(Math.max(1, Math.round(seconds))),
                        "-h",
                        socket,
                        "-U",
                        "bench_" + table,
                        "postgres")
                .redirectErrorStream(true);
        builder.environment().put("PGPASSWORD", password);
        Process process = builder.start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        Files.deleteIfExists(script);
        Matcher tps = TPS.matcher(answer);
        if (code != 0 || !tps.find()) {
            throw new IllegalStateException("pgbench failed: " + answer);
        }
        return Double.parseDouble(tps.group(1));
    }

    private static boolean onPath(String program) {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
