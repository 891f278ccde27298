package com.mallhive.platform.database;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The databases of all services, on the embedded server or on one elsewhere: each service has its own database, a role that owns
 * its tables and a role that may only read and write rows. No other role can connect to it.
 */
public final class Cluster implements AutoCloseable {
    private static final Pattern SERVICE = Pattern.compile("[a-z][a-z0-9_]{0,40}");
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(5);
    private static final Duration IDLE_CONNECTION = Duration.ofMinutes(2);
    private static final int PARALLEL = 4;

    private final DatabaseSettings settings;
    private final @Nullable EmbeddedPostgres server;
    private final @Nullable Secrets secrets;
    private final MeterRegistry meters;
    private final ScheduledThreadPoolExecutor housekeeper;
    private final AtomicInteger copies = new AtomicInteger();
    /** Per prepared database of the embedded server: which schema it has, as far as its comment says. */
    private @Nullable Map<String, String> known;

    private Cluster(DatabaseSettings settings, @Nullable EmbeddedPostgres server, MeterRegistry meters) {
        this.settings = settings;
        this.server = server;
        this.meters = meters;
        this.housekeeper = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("db-pools").factory());
        this.housekeeper.setRemoveOnCancelPolicy(true);
        try {
            this.secrets = server == null ? null : new Secrets(server.home().resolve("roles"));
        } catch (IOException e) {
            throw new StartupFailure("Cannot read the passwords of the database roles: " + e.getMessage(), e);
        }
    }

    /** On the server at the settings' address, or on a server of our own in the data folder where they name none. */
    public static Cluster start(DatabaseSettings settings, Path dataFolder) {
        return settings.url() == null
                ? embedded(EmbeddedPostgres.start(dataFolder, EmbeddedPostgres.Options.DEFAULT))
                : external(settings, Metrics.globalRegistry);
    }

    /** On a running embedded server, which this cluster closes. */
    public static Cluster embedded(EmbeddedPostgres server) {
        return embedded(server, DatabaseSettings.embedded(), Metrics.globalRegistry);
    }

    public static Cluster embedded(EmbeddedPostgres server, DatabaseSettings settings, MeterRegistry meters) {
        return new Cluster(settings, server, meters);
    }

    public static Cluster external(DatabaseSettings settings, MeterRegistry meters) {
        return new Cluster(settings, null, meters);
    }

    /** Prepares and migrates several services side by side. */
    public void migrate(Collection<String> services) {
        if (!services.isEmpty()) {
            forEach(services, service -> {
                prepare(service);
                migrate(service);
            });
        }
    }

    /** Makes the service's database and roles where they are missing. On a server elsewhere they exist already. */
    public void prepare(String service) {
        String name = checked(service);
        if (server == null || known().containsKey(name)) {
            return;
        }
        try {
            createDatabase(name);
            known().put(name, "");
        } catch (SQLException e) {
            throw new StartupFailure("Cannot create the database of " + service + ": " + e.getMessage(), e);
        }
    }

    /** Brings the service's tables up to date, with the owner's role. */
    public void migrate(String service) {
        Migrations migrations = new Migrations(checked(service));
        if (isKnown(service, migrations)) {
            return;
        }
        PGSimpleDataSource owner = server == null
                ? external(settings.url(), settings.ownerUser(), settings.ownerPassword(), service)
                : local(service, service + "_owner");
        migrations.run(owner, appRole(service));
        if (server != null) {
            known().put(service, migrations.fingerprint());
        }
    }

    /** The service's database for its own work, with the role that cannot change tables. */
    public Database open(String service) {
        return open(checked(service), service);
    }

    /**
     * A new database with the tables of the service and no rows, for tests. The service itself is prepared and migrated, and its
     * own database is not open.
     */
    public Database openCopy(String service) {
        String copy = service + "_copy_" + copies.incrementAndGet();
        try (Connection connection = administrate("postgres");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE DATABASE " + copy + " TEMPLATE " + checked(service) + " OWNER " + service + "_owner");
            grant(statement, copy, service);
            statement.execute("COMMENT ON DATABASE " + copy + " IS " + statement.enquoteLiteral(known().get(service)));
        } catch (SQLException e) {
            throw new DatabaseException(e);
        }
        known().put(copy, String.valueOf(known().get(service)));
        return open(service, copy);
    }

    private Database open(String service, String database) {
        PGSimpleDataSource app = server == null
                ? external(settings.url(), settings.user(), settings.password(), database)
                : local(database, appRole(service));
        HikariDataSource primary = pool(service, tuned(app, service));
        Migrations migrations = new Migrations(service);
        if (!isKnown(database, migrations)) {
            try {
                migrations.check(primary);
            } catch (StartupFailure e) {
                primary.close();
                throw e;
            }
        }
        HikariDataSource replica = settings.replicaUrl() == null
                ? null
                : pool(
                        service + "-replica",
                        tuned(
                                external(settings.replicaUrl(), settings.user(), settings.password(), database),
                                service));
        return new Database(service, primary, replica, meters);
    }

    /** The embedded server, where there is one. */
    public @Nullable EmbeddedPostgres server() {
        return server;
    }

    @Override
    public void close() {
        housekeeper.shutdownNow();
        if (server != null) {
            server.close();
        }
    }

    // -- databases and roles of the embedded server

    /** A connection with all rights on the embedded server, for administration and tests. */
    public Connection administrate(String database) throws SQLException {
        EmbeddedPostgres local = embeddedServer();
        return local(database, EmbeddedPostgres.SUPERUSER, local.password()).getConnection();
    }

    private void createDatabase(String database) throws SQLException {
        String owner = database + "_owner";
        String app = database + "_app";
        try (Connection connection = administrate("postgres");
                Statement statement = connection.createStatement()) {
            for (String role : new String[] {owner, app}) {
                createRole(statement, role);
            }
            // A start that died halfway may have left the database without its rights.
            if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = '" + database + "'")) {
                statement.execute("CREATE DATABASE " + database + " OWNER " + owner);
            }
            grant(statement, database, database);
        }
    }

    private static void grant(Statement statement, String database, String service) throws SQLException {
        statement.execute("REVOKE ALL ON DATABASE " + database + " FROM PUBLIC");
        statement.execute("GRANT CONNECT ON DATABASE " + database + " TO " + service + "_app");
    }

    private void createRole(Statement statement, String role) throws SQLException {
        // The role may be left from such a start too, perhaps with a password that never reached the file.
        boolean exists = exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + role + "'");
        statement.execute((exists ? "ALTER" : "CREATE") + " ROLE " + role + " LOGIN PASSWORD '" + password(role) + "'");
    }

    private static boolean exists(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return rows.next();
        }
    }

    private boolean isKnown(String database, Migrations migrations) {
        return server != null && migrations.fingerprint().equals(known().get(database));
    }

    private synchronized Map<String, String> known() {
        if (known == null) {
            known = new ConcurrentHashMap<>();
            try (Connection connection = administrate("postgres");
                    Statement statement = connection.createStatement()) {
                try (ResultSet rows = statement.executeQuery("""
                                SELECT d.datname, coalesce(shobj_description(d.oid, 'pg_database'), '')
                                FROM pg_database d JOIN pg_roles r ON r.rolname = d.datname || '_app'
                                WHERE has_database_privilege(r.oid, d.oid, 'CONNECT')
                                  AND NOT has_database_privilege('public', d.oid, 'CONNECT')
                                """)) {
                    while (rows.next()) {
                        known.put(rows.getString(1), rows.getString(2));
                    }
                }
                // No service's role has business in the database of the administration, nor in the template.
                if (exists(statement, "SELECT 1 WHERE has_database_privilege('public', 'postgres', 'CONNECT')")) {
                    statement.execute("REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC");
                }
                if (embeddedServer().options().statistics()) {
                    statement.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements");
                }
            } catch (SQLException e) {
                throw new StartupFailure("Cannot reach the embedded PostgreSQL: " + e.getMessage(), e);
            }
        }
        return known;
    }

    private String appRole(String service) {
        return server == null ? named(settings.user(), service) : service + "_app";
    }

    private String password(String role) {
        try {
            if (secrets == null) {
                throw new IllegalStateException("passwords are kept for the embedded server only");
            }
            return secrets.password(role);
        } catch (IOException e) {
            throw new StartupFailure(
                    "Cannot keep the password of the database role " + role + ": " + e.getMessage(), e);
        }
    }

    private EmbeddedPostgres embeddedServer() {
        if (server == null) {
            throw new IllegalStateException("the database server is not ours");
        }
        return server;
    }

    // -- connections

    private PGSimpleDataSource local(String database, String role) {
        return local(database, role, password(role));
    }

    private PGSimpleDataSource local(String database, String role, String password) {
        PGSimpleDataSource source = source(
                "jdbc:postgresql://localhost/" + database, embeddedServer().connection());
        source.setUser(role);
        source.setPassword(password);
        return source;
    }

    private static PGSimpleDataSource external(
            @Nullable String url, @Nullable String user, @Nullable String password, String database) {
        if (url == null) {
            throw new IllegalStateException("no address of a database server");
        }
        PGSimpleDataSource source = source(url.replace("{service}", database), new Properties());
        source.setUser(named(user, database));
        if (password != null) {
            source.setPassword(password);
        }
        return source;
    }

    private static PGSimpleDataSource source(String url, Properties properties) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        try {
            for (String name : properties.stringPropertyNames()) {
                source.setProperty(name, properties.getProperty(name));
            }
            // Spares the round trips in which the driver asks for what every supported server has.
            source.setProperty("assumeMinServerVersion", "18");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return source;
    }

    private static PGSimpleDataSource tuned(PGSimpleDataSource source, String service) {
        source.setApplicationName(service);
        // Statements are planned once per connection: an array parameter would otherwise be planned at each call. A
        // plan that
        // was made while a table was empty outlives that, so it must not read the whole table where there is an index.
        source.setOptions("-c plan_cache_mode=force_generic_plan -c enable_seqscan=off");
        source.setPrepareThreshold(1);
        source.setReWriteBatchedInserts(true);
        // The detail of an error quotes the row: it stays out of messages.
        source.setLogServerErrorDetail(false);
        return source;
    }

    private HikariDataSource pool(String name, PGSimpleDataSource source) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(name);
        config.setDataSource(source);
        config.setMaximumPoolSize(settings.poolSize());
        config.setMinimumIdle(0);
        config.setIdleTimeout(IDLE_CONNECTION.toMillis());
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setKeepaliveTime(0);
        config.setScheduledExecutor(housekeeper);
        return new HikariDataSource(config);
    }

    private static String named(@Nullable String pattern, String service) {
        if (pattern == null) {
            throw new StartupFailure("The address of a database server needs a user and, to migrate, an owner");
        }
        return pattern.replace("{service}", service);
    }

    private static String checked(String service) {
        if (!SERVICE.matcher(service).matches()) {
            throw new IllegalArgumentException("not the name of a service: " + service);
        }
        return service;
    }

    private static void forEach(Collection<String> services, Consumer<String> action) {
        try (ExecutorService workers = Executors.newFixedThreadPool(
                Math.min(PARALLEL, services.size()),
                Thread.ofPlatform().daemon().name("migrate-", 0).factory())) {
            var results = services.stream()
                    .<Future<?>>map(service -> workers.submit(() -> action.accept(service)))
                    .toList();
            for (Future<?> result : results) {
                result.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupFailure("Interrupted while databases were migrated", e);
        }
    }
}
