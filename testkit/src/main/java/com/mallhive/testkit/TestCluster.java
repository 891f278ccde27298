package com.mallhive.testkit;

import com.mallhive.platform.database.Cluster;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseSettings;
import com.mallhive.platform.database.EmbeddedPostgres;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One PostgreSQL for all tests of this JVM, started by the first that wants a database and gone with its folder at the end. Each
 * test gets databases of its own, copies of a migrated one.
 */
public final class TestCluster {
    private static final Set<String> MIGRATED = new HashSet<>();
    private static @Nullable Cluster cluster;

    private TestCluster() {}

    /** A new, empty, migrated database of the service; the test closes it. */
    public static Database database(String service) {
        Cluster running = cluster();
        synchronized (MIGRATED) {
            if (MIGRATED.add(service)) {
                running.prepare(service);
                running.migrate(service);
            }
            return running.openCopy(service);
        }
    }

    /** The cluster itself, for what {@link #database} does not cover. */
    public static synchronized Cluster cluster() {
        if (cluster == null) {
            Path folder = temporaryFolder();
            EmbeddedPostgres server = EmbeddedPostgres.start(folder, EmbeddedPostgres.Options.TEST);
            Cluster started = Cluster.embedded(server, DatabaseSettings.embedded(), new SimpleMeterRegistry());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                started.close();
                delete(folder);
            }));
            cluster = started;
        }
        return cluster;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("mallhive-test-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
