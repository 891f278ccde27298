package com.mallhive.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.type.Date;
import com.mallhive.platform.ids.Ids;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestCluster;
import io.grpc.Context;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final Database database = TestCluster.database("sample");

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anExceptionRollsBackRowsEventsAndWhatWouldFollow() {
        List<String> after = new ArrayList<>();
        database.onOutbox(() -> after.add("relay"));
        assertThatThrownBy(() -> database.write(session -> {
                    insert(session, "a", 1);
                    session.publish(Date.getDefaultInstance(), "a", 1);
                    session.afterCommit(() -> after.add("after"));
                    throw new IllegalStateException("no");
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no");
        assertThat(value("a")).isEmpty();
        assertThat(outbox()).isZero();
        assertThat(after).isEmpty();
    }

    @Test
    void aCommitKeepsRowsAndEventsAndWakesTheRelay() {
        List<String> after = new ArrayList<>();
        database.onOutbox(() -> after.add("relay"));
        database.transact(session -> {
            insert(session, "a", 1);
            session.publish(Date.newBuilder().setYear(2026).build(), "a", 1);
            session.publish(Date.newBuilder().setYear(2027).build(), "a", 2);
            session.afterCommit(() -> after.add("after"));
            assertThat(after).isEmpty();
        });
        assertThat(value("a")).hasValue(1L);
        assertThat(outbox()).isEqualTo(2);
        assertThat(after).containsExactly("relay", "after");
        assertThat(database.<String>read(session -> session.jdbi()
                        .createQuery("SELECT payload FROM outbox WHERE version = 2")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("{\"year\":2027}");
    }

    @Test
    void violationsNameTheirConstraintHoweverTheStatementIsRun() {
        database.write(session -> insert(session, "a", 1));
        DatabaseException twice =
                catchThrowableOfType(DatabaseException.class, () -> database.write(session -> insert(session, "a", 1)));
        assertThat(twice.isUniqueViolation()).isTrue();
        assertThat(twice.constraint()).isEqualTo("counter_pkey");
        DatabaseException negative = catchThrowableOfType(
                DatabaseException.class,
                () -> database.statement(
                        session -> session.jdbi().execute("UPDATE counter SET value = value - 2 WHERE name = ?", "a")));
        assertThat(negative.isCheckViolation()).isTrue();
        assertThat(negative.constraint()).isEqualTo("counter_not_negative");
        DatabaseException batch = catchThrowableOfType(
                DatabaseException.class,
                () -> database.transact(session -> session.jdbi()
                        .prepareBatch("INSERT INTO counter (name, value) VALUES (:name, 1)")
                        .bind("name", "b")
                        .add()
                        .bind("name", "a")
                        .add()
                        .execute()));
        assertThat(batch.isUniqueViolation()).isTrue();
        assertThat(batch.constraint()).isEqualTo("counter_pkey");
        assertThat(value("a")).hasValue(1L);
    }

    @Test
    void unitsOfWorkDoNotNest() {
        assertThat(Database.inTransaction()).isFalse();
        database.transact(session -> {
            assertThat(Database.inTransaction()).isTrue();
            assertThatThrownBy(() -> database.read(inner -> 1)).isInstanceOf(IllegalStateException.class);
        });
        assertThat(database.<Boolean>read(session -> Database.inTransaction())).isFalse();
        assertThat(Database.inTransaction()).isFalse();
    }

    @Test
    void anEventNeedsATransaction() {
        assertThatThrownBy(() -> database.statement(session -> {
                    session.publish(Date.getDefaultInstance(), "a", 1);
                    return true;
                }))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aDeadlineCancelsTheRunningStatementAndTheConnectionLives() throws Exception {
        try (ScheduledExecutorService timer = Executors.newScheduledThreadPool(1)) {
            Context.CancellableContext context = Context.current().withDeadlineAfter(100, TimeUnit.MILLISECONDS, timer);
            long start = System.nanoTime();
            DatabaseException cancelled = catchThrowableOfType(
                    DatabaseException.class, () -> context.run(() -> database.read(DatabaseTest::sleep)));
            assertThat(cancelled.isCancelled()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
            context.cancel(null);
        }
        assertThat(value("a")).isEmpty();
        assertThat(sleepers()).isZero();
    }

    @Test
    void aCallerThatGoesAwayCancelsItsTransaction() throws Exception {
        Context.CancellableContext context = Context.current().withCancellation();
        Thread canceller = Thread.ofVirtual().start(() -> {
            Eventually.until("the statement runs", () -> sleepers() == 1);
            context.cancel(null);
        });
        DatabaseException cancelled = catchThrowableOfType(
                DatabaseException.class,
                () -> context.run(() -> database.write(session -> {
                    insert(session, "a", 1);
                    return sleep(session);
                })));
        canceller.join();
        assertThat(cancelled.isCancelled()).isTrue();
        assertThat(value("a")).isEmpty();
        DatabaseException early =
                catchThrowableOfType(DatabaseException.class, () -> context.run(() -> database.read(session -> true)));
        assertThat(early.isCancelled()).isTrue();
    }

    @Test
    void aDeadlockIsTriedAgain() throws Exception {
        database.write(session -> insert(session, "a", 0) + insert(session, "b", 0));
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger runs = new AtomicInteger();
        Thread other = Thread.ofVirtual().start(() -> cross("a", "b", both, runs));
        cross("b", "a", both, runs);
        other.join();
        assertThat(runs).hasValue(3);
        assertThat(value("a")).hasValue(2L);
        assertThat(value("b")).hasValue(2L);
    }

    @Test
    void manyVirtualThreadsShareFourConnections() throws Exception {
        database.write(session -> insert(session, "a", 0));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 400; i++) {
                threads.execute(() -> database.statement(
                        session -> session.jdbi().execute("UPDATE counter SET value = value + 1 WHERE name = 'a'")));
            }
        }
        assertThat(value("a")).hasValue(400L);
    }

    @Test
    void uuidsAndInstantsPassThroughJdbi() {
        UUID id = Ids.next();
        Instant at = Instant.now().truncatedTo(ChronoUnit.MICROS);
        database.statement(
                session -> session.jdbi().execute("INSERT INTO seen (id, at, text) VALUES (?, ?, 'x')", id, at));
        record Seen(UUID id, Instant at) {}
        Seen seen = database.read(session -> session.jdbi()
                .createQuery("SELECT id, at FROM seen")
                .map((row, context) -> new Seen(
                        row.getObject(1, UUID.class),
                        row.getObject(2, java.time.OffsetDateTime.class).toInstant()))
                .one());
        assertThat(seen).isEqualTo(new Seen(id, at));
        assertThat(database.<Instant>read(session -> session.jdbi()
                        .createQuery("SELECT at FROM seen")
                        .mapTo(Instant.class)
                        .one()))
                .isEqualTo(at);
    }

    @Test
    void messagesOfFailuresQuoteNoValues() {
        database.statement(session -> insert(session, "Ada", 1));
        for (Database.Work<Integer> work : List.<Database.Work<Integer>>of(
                session -> insert(session, "Ada", 1),
                session -> insert(session, "Ada", -1),
                session -> session.jdbi().execute("INSERT INTO counter VALUES ('x', ?::bigint)", "Ada"))) {
            DatabaseException failure = catchThrowableOfType(DatabaseException.class, () -> database.statement(work));
            assertThat(failure).hasMessageNotContaining("Ada");
            if (!failure.sqlState().startsWith("22")) {
                assertThat(failure).hasStackTraceContaining("counter_").hasMessageNotContaining("Detail");
                assertThat(failure.getCause()).hasMessageNotContaining("Ada");
            }
        }
    }

    private void cross(String first, String second, CyclicBarrier both, AtomicInteger runs) {
        database.write(session -> {
            int run = runs.incrementAndGet();
            session.jdbi().execute("UPDATE counter SET value = value + 1 WHERE name = ?", first);
            if (run <= 2) {
                try {
                    both.await();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
            return session.jdbi().execute("UPDATE counter SET value = value + 1 WHERE name = ?", second);
        });
    }

    private static int insert(Session session, String name, long value) throws SQLException {
        return session.jdbi().execute("INSERT INTO counter VALUES (?, ?)", name, value);
    }

    private static boolean sleep(Session session) throws SQLException {
        try (var statement = session.jdbc().createStatement()) {
            return statement.execute("SELECT pg_sleep(30)");
        }
    }

    private static int sleepers() throws SQLException {
        try (var connection = TestCluster.cluster().administrate("postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE 'SELECT pg_sleep%'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private Optional<Long> value(String name) {
        return database.read(session -> session.jdbi()
                .createQuery("SELECT value FROM counter WHERE name = ?")
                .bind(0, name)
                .mapTo(Long.class)
                .findOne());
    }

    private int outbox() {
        return database.read(session -> session.jdbi()
                .createQuery("SELECT count(*) FROM outbox")
                .mapTo(Integer.class)
                .one());
    }
}
