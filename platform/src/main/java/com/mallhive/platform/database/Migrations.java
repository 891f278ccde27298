package com.mallhive.platform.database;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jspecify.annotations.Nullable;

/**
 * The schema of one service: the platform's tables, then its own, each with a history table. A database remembers the
 * fingerprint of the files that it was last migrated with in its comment: one SELECT then tells that there is nothing to do,
 * where Flyway would need dozens of statements.
 */
final class Migrations {
    static final String PLATFORM = "platform";
    private static final String PLATFORM_HISTORY = "platform_history";
    private static final String SERVICE_HISTORY = "schema_history";
    private static final Pattern VERSION = Pattern.compile("V(\\d+)__.*\\.sql");

    private final String service;
    private final Map<String, byte[]> platformFiles;
    private final Map<String, byte[]> serviceFiles;
    private final String fingerprint;

    Migrations(String service) {
        this.service = service;
        this.platformFiles = files(PLATFORM);
        this.serviceFiles = files(service);
        this.fingerprint = fingerprint(List.of(platformFiles, serviceFiles));
    }

    /** What the files say, as one word. */
    String fingerprint() {
        return fingerprint;
    }

    private static String fingerprint(List<Map<String, byte[]>> folders) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            for (Map<String, byte[]> files : folders) {
                files.forEach((name, text) -> {
                    sha.update(name.getBytes(StandardCharsets.UTF_8));
                    sha.update(ByteBuffer.allocate(Integer.BYTES)
                            .putInt(text.length)
                            .array());
                    sha.update(text);
                });
            }
            return "MallHive schema " + HexFormat.of().formatHex(sha.digest(), 0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Brings the database up to these files, with the owner's rights; the app's role gets rows, never tables. */
    void run(DataSource owner, String appRole) {
        try (Connection connection = owner.getConnection();
                Statement statement = connection.createStatement()) {
            if (fingerprint.equals(comment(statement))) {
                return;
            }
            String role = statement.enquoteIdentifier(appRole, true);
            statement.execute("ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO " + role);
            statement.execute("ALTER DEFAULT PRIVILEGES GRANT USAGE, SELECT ON SEQUENCES TO " + role);
            flyway(owner, PLATFORM, PLATFORM_HISTORY);
            if (!serviceFiles.isEmpty()) {
                flyway(owner, service, SERVICE_HISTORY);
                statement.execute("REVOKE INSERT, UPDATE, DELETE ON " + SERVICE_HISTORY + " FROM " + role);
            }
            statement.execute("REVOKE INSERT, UPDATE, DELETE ON " + PLATFORM_HISTORY + " FROM " + role);
            statement.execute("COMMENT ON DATABASE " + statement.enquoteIdentifier(connection.getCatalog(), true)
                    + " IS " + statement.enquoteLiteral(fingerprint));
        } catch (SQLException e) {
            throw new StartupFailure("Cannot migrate the database of " + service + ": " + e.getMessage(), e);
        } catch (FlywayException e) {
            throw new StartupFailure("Cannot migrate the database of " + service + ": " + firstLine(e), e);
        }
    }

    /** A service runs on the schema that it was built with or a newer one (an update in progress), never on an older one. */
    void check(DataSource app) {
        try (Connection connection = app.getConnection();
                Statement statement = connection.createStatement()) {
            if (fingerprint.equals(comment(statement))) {
                return;
            }
            check(statement, PLATFORM_HISTORY, newest(platformFiles));
            if (!serviceFiles.isEmpty()) {
                check(statement, SERVICE_HISTORY, newest(serviceFiles));
            }
        } catch (SQLException e) {
            throw new StartupFailure("Cannot reach the database of " + service + ": " + e.getMessage(), e);
        }
    }

    private void check(Statement statement, String history, int wanted) throws SQLException {
        int found = 0;
        try (ResultSet rows = statement.executeQuery("SELECT to_regclass('" + history + "') IS NOT NULL")) {
            if (!rows.next() || !rows.getBoolean(1)) {
                throw behind(wanted, 0);
            }
        }
        try (ResultSet rows = statement.executeQuery(
                "SELECT coalesce(max(version::int), 0) FROM " + history + " WHERE success AND version IS NOT NULL")) {
            if (rows.next()) {
                found = rows.getInt(1);
            }
        }
        if (found < wanted) {
            throw behind(wanted, found);
        }
    }

    private StartupFailure behind(int wanted, int found) {
        return new StartupFailure("The database of " + service + " is at schema version " + found
                + ", this MallHive needs " + wanted + ": run the migration first (mallhive migrate)");
    }

    private static @Nullable String comment(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()")) {
            return rows.next() ? rows.getString(1) : null;
        }
    }

    private static void flyway(DataSource owner, String location, String history) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(owner)
                .locations("classpath:db/" + location)
                .table(history)
                // The database holds tables before either history starts: the platform's or the roles' grants.
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .validateMigrationNaming(true)
                .load()
                .migrate();
    }

    private static String firstLine(FlywayException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("").strip();
    }

    private static int newest(Map<String, byte[]> files) {
        int newest = 0;
        for (String name : files.keySet()) {
            Matcher version = VERSION.matcher(name);
            if (version.matches()) {
                newest = Math.max(newest, Integer.parseInt(version.group(1)));
            }
        }
        return newest;
    }

    // -- the files on the class path, from folders (a build) and jars (a release)

    private static Map<String, byte[]> files(String location) {
        Map<String, byte[]> files = new TreeMap<>();
        String folder = "db/" + location;
        try {
            Enumeration<URL> places = Migrations.class.getClassLoader().getResources(folder);
            while (places.hasMoreElements()) {
                URL place = places.nextElement();
                if (place.getProtocol().equals("jar")) {
                    readJar(place, folder + "/", files);
                } else {
                    readFolder(Path.of(new URI(place.toString())), files);
                }
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void readFolder(Path folder, Map<String, byte[]> files) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                files.put(String.valueOf(entry.getFileName()), Files.readAllBytes(entry));
            }
        }
    }

    private static void readJar(URL place, String prefix, Map<String, byte[]> files) throws IOException {
        JarURLConnection connection = (JarURLConnection) place.openConnection();
        connection.setUseCaches(false);
        try (var jar = connection.getJarFile()) {
            for (var entry : Collections.list(jar.entries())) {
                String name = entry.getName();
                if (name.startsWith(prefix) && !entry.isDirectory()) {
                    try (InputStream in = jar.getInputStream(entry)) {
                        files.put(name.substring(prefix.length()), in.readAllBytes());
                    }
                }
            }
        }
    }
}
