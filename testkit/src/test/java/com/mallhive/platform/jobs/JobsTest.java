package com.mallhive.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.platform.database.Database;
import com.mallhive.platform.telemetry.Trace;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class JobsTest {
    private final Database database = TestCluster.database("sample");
    private final Jobs jobs = new Jobs(database, JobSettings.TEST, Clock.systemUTC());
    private final List<String> done = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        jobs.close();
        database.close();
    }

    @Test
    void aJobRunsOnceAfterItsTransactionHasCommitted() {
        jobs.handler("ship", (id, data) -> done.add(id + " " + data));
        jobs.start();
        database.transact(session -> {
            jobs.schedule(session, "ship", "1", "grün", Instant.now());
            jobs.schedule(session, "ship", "1", "again", Instant.now());
            assertThat(done).isEmpty();
        });
        Eventually.until("done", () -> rows("scheduled_tasks") == 0);
        assertThat(done).containsExactly("1 grün");
    }

    @Test
    void aJobRunsInTheTraceThatAskedForIt() {
        jobs.handler(
                "ship",
                (id, data) -> done.add(
                        data + " " + Objects.requireNonNull(Trace.current()).traceId()));
        jobs.start();
        Trace trace = Trace.from(null);
        trace.run(() -> database.transact(session -> jobs.schedule(session, "ship", "1", "a\nb", Instant.now())));
        Eventually.until("done", () -> rows("scheduled_tasks") == 0);
        assertThat(done).containsExactly("a\nb " + trace.traceId());
    }

    @Test
    void aRolledBackJobNeverRuns() {
        jobs.handler("ship", (id, data) -> done.add(id));
        jobs.start();
        assertThatThrownBy(() -> database.transact(session -> {
                    jobs.schedule(session, "ship", "lost", "", Instant.now());
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
        database.transact(session -> jobs.schedule(session, "ship", "kept", "", Instant.now()));
        Eventually.until("done", () -> rows("scheduled_tasks") == 0 && !done.isEmpty());
        assertThat(done).containsExactly("kept");
    }

    @Test
    void aFailingJobIsTriedAgain() {
        AtomicInteger runs = new AtomicInteger();
        jobs.handler("ship", (id, data) -> {
            if (runs.incrementAndGet() < 3) {
                throw new java.io.IOException("not yet");
            }
            done.add(id);
        });
        jobs.start();
        database.transact(session -> jobs.schedule(session, "ship", "1", "", Instant.now()));
        Eventually.until("done", () -> rows("scheduled_tasks") == 0 && !done.isEmpty());
        assertThat(runs).hasValue(3);
        assertThat(rows("parked_job")).isZero();
    }

    @Test
    void aJobThatNeverSucceedsIsParked() {
        AtomicInteger runs = new AtomicInteger();
        jobs.handler("ship", (id, data) -> {
            runs.incrementAndGet();
            throw new IllegalStateException("never, Ada");
        });
        jobs.start();
        database.transact(session -> jobs.schedule(session, "ship", "1", "x", Instant.now()));
        Eventually.until("parked", () -> rows("parked_job") == 1 && rows("scheduled_tasks") == 0);
        assertThat(runs).hasValue(3);
        assertThat(database.<String>read(session -> session.jdbi()
                        .createQuery("SELECT name || ' ' || id || ' ' || data || ' ' || reason FROM parked_job")
                        .mapTo(String.class)
                        .one()))
                .isEqualTo("ship 1 x IllegalStateException");
    }

    @Test
    void aJobForLaterWaitsAndCanBeTakenBack() {
        jobs.handler("expire", (id, data) -> done.add(id));
        jobs.start();
        database.transact(session -> {
            jobs.schedule(session, "expire", "later", "", Instant.now().plus(Duration.ofHours(1)));
            jobs.schedule(session, "expire", "soon", "", Instant.now().plusMillis(30));
        });
        Eventually.until("the soon one is done", () -> rows("scheduled_tasks") == 1);
        assertThat(done).containsExactly("soon");
        assertThat(database.<Boolean>write(session -> jobs.cancel(session, "expire", "later")))
                .isTrue();
        assertThat(rows("scheduled_tasks")).isZero();
    }

    @Test
    void whatAKilledProcessHadBegunStartsAgain() {
        jobs.handler("ship", (id, data) -> done.add(id));
        database.transact(session -> jobs.schedule(session, "ship", "1", "", Instant.now()));
        database.statement(session -> session.jdbi()
                .execute("UPDATE scheduled_tasks SET picked = true, picked_by = 'dead', last_heartbeat = now()"));
        jobs.start();
        Eventually.until("done", () -> rows("scheduled_tasks") == 0);
        assertThat(done).containsExactly("1");
    }

    @Test
    void recurringWorkRecursAlsoAfterAFailure() throws Exception {
        CountDownLatch runs = new CountDownLatch(3);
        jobs.recurring("sweep", Duration.ofMillis(10), () -> {
            runs.countDown();
            throw new IllegalStateException("once more");
        });
        jobs.start();
        runs.await();
    }

    @Test
    void aJobNeedsAHandler() {
        assertThatThrownBy(
                        () -> database.transact(session -> jobs.schedule(session, "unknown", "1", "", Instant.now())))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private int rows(String table) {
        return database.read(session -> session.jdbi()
                .createQuery("SELECT count(*) FROM " + table)
                .mapTo(Integer.class)
                .one());
    }
}
