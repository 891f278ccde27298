package com.mallhive.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.testkit.TestCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private final Cluster cluster = TestCluster.cluster();
    private final EmbeddedPostgres server = Objects.requireNonNull(cluster.server());

    @Test
    void noRoleConnectsToTheDatabaseOfAnotherService() throws Exception {
        cluster.migrate(List.of("north", "south"));
        for (String role : List.of("north_app", "north_owner")) {
            connect("north", role).close();
            SQLException refused = catchThrowableOfType(SQLException.class, () -> connect("south", role));
            assertThat(refused.getSQLState()).isEqualTo("42501");
            refused = catchThrowableOfType(SQLException.class, () -> connect("postgres", role));
            // The administration's database holds nothing, but statistics of all.
            assertThat(refused.getSQLState()).isEqualTo("42501");
        }
    }

    @Test
    void theAppRoleChangesRowsAndNeverTables() {
        try (Database database = TestCluster.database("sample")) {
            for (String statement : List.of(
                    "CREATE TABLE mine (id int)",
                    "CREATE TEMPORARY TABLE mine (id int)",
                    "DROP TABLE counter",
                    "ALTER TABLE counter ADD COLUMN more int",
                    "TRUNCATE counter",
                    "CREATE INDEX more ON counter (value)",
                    "DELETE FROM schema_history",
                    "UPDATE platform_history SET success = true")) {
                DatabaseException refused = catchThrowableOfType(
                        DatabaseException.class,
                        () -> database.statement(session -> session.jdbi().execute(statement)));
                assertThat(refused).as(statement).isNotNull();
                assertThat(refused.sqlState()).as(statement).isEqualTo("42501");
            }
            assertThat(database.<Integer>statement(
                            session -> session.jdbi().execute("INSERT INTO counter VALUES ('a', 1)")))
                    .isEqualTo(1);
        }
    }

    @Test
    void aServiceDoesNotRunOnAnOlderSchema() {
        cluster.prepare("unmigrated");
        assertThatThrownBy(() -> cluster.open("unmigrated"))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("unmigrated is at schema version 0, this MallHive needs 1");
    }

    @Test
    void aSecondStartFindsNothingToDo() throws Exception {
        cluster.migrate(List.of("sample"));
        try (Cluster again = sameServer()) {
            again.prepare("sample");
            again.migrate("sample");
            again.open("sample").close();
        }
    }

    @Test
    void aServerElsewhereIsReachedByItsAddress() throws Exception {
        cluster.migrate(List.of("remote"));
        try (Cluster external = sameServer();
                Database database = external.open("remote")) {
            external.prepare("remote");
            external.migrate("remote");
            int rows = database.read(session -> session.jdbi()
                    .createQuery("SELECT count(*) FROM inbox")
                    .mapTo(Integer.class)
                    .one());
            assertThat(rows).isZero();
        }
    }

    @Test
    void namesThatAreNotServicesAreRefused() {
        assertThatThrownBy(() -> cluster.prepare("x; DROP DATABASE postgres"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void passwordsAreForTheOwnerOfTheFolderOnly() throws Exception {
        cluster.migrate(List.of("north"));
        for (String file : List.of("roles", "superuser")) {
            assertThat(Files.getPosixFilePermissions(server.home().resolve(file)))
                    .hasToString("[OWNER_READ, OWNER_WRITE]");
        }
    }

    /** The test server by its address, as if it ran elsewhere. */
    private Cluster sameServer() throws Exception {
        Properties reach = server.connection();
        StringBuilder url = new StringBuilder("jdbc:postgresql://localhost/{service}?sslmode=disable");
        for (String name : List.of("socketFactory", "socketFactoryArg")) {
            url.append('&').append(name).append('=').append(reach.getProperty(name));
        }
        DatabaseSettings settings = DatabaseSettings.external(
                url.toString(),
                EmbeddedPostgres.SUPERUSER,
                server.password(),
                EmbeddedPostgres.SUPERUSER,
                server.password());
        return Cluster.external(settings, new SimpleMeterRegistry());
    }

    private Connection connect(String database, String role) throws Exception {
        Properties properties = server.connection();
        properties.setProperty("user", role);
        properties.setProperty("password", new Secrets(server.home().resolve("roles")).password(role));
        return DriverManager.getConnection("jdbc:postgresql://localhost/" + database, properties);
    }
}
