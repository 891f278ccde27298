package com.mallhive.platform.events;

import com.mallhive.platform.database.Database;
import com.mallhive.platform.events.Loop.Next;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the rows of one service's outbox to the bus.
 *
 * <p>Rows are leased, never remembered by position: a transaction that commits late is found whenever it commits. A crash
 * between publishing and deleting publishes again; inboxes know an event that they have. One statement per round deletes what
 * the round before has published and leases the next rows.
 */
public final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    /** So many failed calls without one success are an outage of the bus, not a bad event. Splitting 200 events fails 8 times. */
    private static final int OUTAGE = 10;

    /**
     * Does not wait for the disk: a lease or a deletion that a crash of the machine forgets only sends events once more.
     */
    private static final String DELETE_AND_LEASE = """
            WITH published AS (
                DELETE FROM outbox WHERE id = ANY (?)
            ), next AS MATERIALIZED (
                SELECT id FROM outbox
                WHERE (leased_until IS NULL OR leased_until < clock_timestamp()) AND id <> ALL (?)
                  AND (SELECT set_config('synchronous_commit', 'off', true)) IS NOT NULL
                ORDER BY id LIMIT ?
                FOR UPDATE SKIP LOCKED
            )
            UPDATE outbox o SET leased_until = clock_timestamp() + ? * interval '1 ms', attempts = attempts + 1
            FROM next WHERE o.id = next.id
            RETURNING o.id, o.type, o.aggregate_id, o.version, o.payload, o.trace_parent, o.created_at, o.attempts
            """;

    private static final String RELEASE = "UPDATE outbox SET leased_until = NULL WHERE leased_until IS NOT NULL";
    private static final String GIVE_BACK =
            "UPDATE outbox SET leased_until = clock_timestamp() + ? * interval '1 ms' WHERE id = ANY (?)";

    private final Database database;
    private final EventBus bus;
    private final EventSettings settings;
    private final Loop loop;
    private final Counter published;
    private final Counter failed;
    private List<UUID> delivered = List.of();
    private int outages;
    private volatile @Nullable Instant oldest;

    public Relay(Database database, EventBus bus, EventSettings settings, MeterRegistry meters) {
        this.database = database;
        this.bus = bus;
        this.settings = settings;
        this.loop = new Loop(database.service() + "-relay", settings, this::round);
        this.published = Counter.builder("mallhive.events.published")
                .tag("service", database.service())
                .register(meters);
        this.failed = Counter.builder("mallhive.events.publish.failures")
                .tag("service", database.service())
                .register(meters);
        Gauge.builder("mallhive.events.outbox.lag", this, Relay::lagSeconds)
                .description("Age of the oldest event that has not left")
                .baseUnit("seconds")
                .tag("service", database.service())
                .register(meters);
    }

    public void start() {
        if (settings.alone()) {
            database.execute(session -> session.jdbi().execute(RELEASE));
        }
        loop.start();
    }

    /** There are rows: called after the commit. Cheap, from any thread. */
    public void wake() {
        loop.wake();
    }

    public void stop() {
        loop.stop();
        if (!delivered.isEmpty()) {
            try {
                lease(0);
            } catch (RuntimeException e) {
                LOG.info("{}: {} events will be sent once more", database.service(), delivered.size());
            }
        }
    }

    private Next round() throws SQLException, InterruptedException {
        List<Leased> batch = lease(settings.batch());
        if (batch.isEmpty()) {
            oldest = null;
            return Next.IDLE;
        }
        oldest = batch.getFirst().envelope().occurredAt();
        Round round = new Round();
        publish(batch, round);
        delivered = round.delivered;
        published.increment(delivered.size());
        failed.increment(round.failures);
        if (!round.untried.isEmpty()) {
            round.untried.addAll(round.rejected);
            giveBack(round.untried, Duration.ZERO);
            outages++;
            Duration pause = outagePause();
            LOG.warn(
                    "{}: the bus takes no events ({}); next try in {} ms",
                    database.service(),
                    round.reason,
                    pause.toMillis());
            return Next.after(pause);
        }
        outages = 0;
        for (Leased row : round.rejected) {
            Duration backoff = settings.backoff(row.attempts());
            LOG.warn(
                    "{}: event {} ({}) could not be published, attempt {}: {}",
                    database.service(),
                    row.envelope().id(),
                    row.envelope().type(),
                    row.attempts(),
                    round.reason);
            giveBack(List.of(row), backoff);
        }
        if (!round.rejected.isEmpty()) {
            return Next.within(settings.backoff(round.rejected.getFirst().attempts()));
        }
        // The next round deletes what has left, and finds what came meanwhile.
        return Next.AGAIN;
    }

    /** Halves a batch until the events that the bus refuses stand alone. */
    private void publish(List<Leased> batch, Round round) throws InterruptedException {
        if (round.isOutage()) {
            round.untried.addAll(batch);
            return;
        }
        try {
            bus.publish(batch.stream().map(Leased::envelope).toList());
            batch.forEach(row -> round.delivered.add(row.envelope().id()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            round.failures++;
            round.reason = e.toString();
            if (batch.size() == 1) {
                round.rejected.addAll(batch);
            } else {
                int half = batch.size() / 2;
                publish(batch.subList(0, half), round);
                publish(batch.subList(half, batch.size()), round);
            }
        }
    }

    private List<Leased> lease(int limit) {
        List<UUID> gone = delivered;
        List<Leased> leased = database.statement(session -> {
            try (PreparedStatement statement = session.jdbc().prepareStatement(DELETE_AND_LEASE)) {
                Connection connection = session.jdbc();
                statement.setArray(1, connection.createArrayOf("uuid", gone.toArray()));
                statement.setArray(2, connection.createArrayOf("uuid", gone.toArray()));
                statement.setInt(3, limit);
                statement.setLong(4, settings.lease().toMillis());
                List<Leased> rows = new ArrayList<>();
                try (ResultSet result = statement.executeQuery()) {
                    while (result.next()) {
                        rows.add(row(result));
                    }
                }
                return rows;
            }
        });
        delivered = List.of();
        leased.sort(Comparator.comparing(row -> row.envelope().id().toString()));
        return leased;
    }

    private Leased row(ResultSet result) throws SQLException {
        return new Leased(
                new EventEnvelope(
                        result.getObject(1, UUID.class),
                        result.getString(2),
                        database.service(),
                        result.getString(3),
                        result.getLong(4),
                        result.getObject(7, OffsetDateTime.class).toInstant(),
                        result.getString(6),
                        result.getString(5)),
                result.getInt(8));
    }

    private void giveBack(List<Leased> rows, Duration wait) {
        database.statement(session -> {
            try (PreparedStatement statement = session.jdbc().prepareStatement(GIVE_BACK)) {
                Object[] ids = rows.stream().map(row -> row.envelope().id()).toArray();
                statement.setLong(1, wait.toMillis());
                statement.setArray(2, session.jdbc().createArrayOf("uuid", ids));
                return statement.executeUpdate();
            }
        });
    }

    private Duration outagePause() {
        Duration pause = settings.backoff(outages);
        Duration longest = Duration.ofSeconds(30);
        return pause.compareTo(longest) < 0 ? pause : longest;
    }

    private double lagSeconds() {
        Instant since = oldest;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, Instant.now()).toMillis() / 1000.0);
    }

    private record Leased(EventEnvelope envelope, int attempts) {}

    /** What became of one batch. */
    private static final class Round {
        private final List<UUID> delivered = new ArrayList<>();
        private final List<Leased> rejected = new ArrayList<>();
        private final List<Leased> untried = new ArrayList<>();
        private int failures;
        private String reason = "";

        boolean isOutage() {
            return delivered.isEmpty() && failures >= OUTAGE;
        }
    }
}
