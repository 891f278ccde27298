package com.mallhive.platform.events;

import com.mallhive.platform.database.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events that no handler could take, for an operator to look at, replay or discard. */
public final class DeadLetters {
    /** Puts letters back into the inbox as if they had just come; {@code %s} says which. */
    static final String REPLAY = """
            WITH letter AS (
                DELETE FROM dead_letter WHERE %s
                RETURNING event_id, type, source, aggregate_id, version, occurred_at, trace_parent, payload
            )
            INSERT INTO inbox (event_id, type, source, aggregate_id, version, occurred_at, trace_parent, payload)
            SELECT * FROM letter
            ON CONFLICT (event_id) DO UPDATE SET done_at = NULL, attempts = 0, next_attempt_at = now()
            """;

    private static final String LIST = """
            SELECT event_id, type, source, aggregate_id, version, occurred_at, trace_parent, payload,
                   reason, failed_at, parked
            FROM dead_letter
            WHERE ?::timestamptz IS NULL OR (failed_at, event_id) < (?::timestamptz, ?::uuid)
            ORDER BY failed_at DESC, event_id DESC LIMIT ?
            """;

    private final Database database;
    private final Runnable wake;

    /**
     * @param reason the failure's class, without personal data
     * @param parked nobody has failed: there was no handler for the type
     */
    public record DeadLetter(EventEnvelope envelope, String reason, Instant failedAt, boolean parked) {
        public Position position() {
            return new Position(failedAt, envelope.id());
        }
    }

    DeadLetters(Database database, Runnable wake) {
        this.database = database;
        this.wake = wake;
    }

    /** Where the next page begins: after a letter, whether that is still there or not. */
    public record Position(Instant failedAt, UUID id) {}

    /** The latest first; the next page starts after the position of this one's last letter. */
    public List<DeadLetter> list(@Nullable Position after, int limit) {
        return database.statement(session -> {
            try (PreparedStatement select = session.jdbc().prepareStatement(LIST)) {
                OffsetDateTime from = after == null ? null : after.failedAt().atOffset(ZoneOffset.UTC);
                select.setObject(1, from);
                select.setObject(2, from);
                select.setObject(3, after == null ? null : after.id());
                select.setInt(4, limit);
                List<DeadLetter> letters = new ArrayList<>();
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        letters.add(new DeadLetter(
                                Inbox.envelope(row),
                                row.getString(9),
                                row.getObject(10, OffsetDateTime.class).toInstant(),
                                row.getBoolean(11)));
                    }
                }
                return letters;
            }
        });
    }

    /** Hands the event to its handler again; false: there is no such letter. */
    public boolean replay(UUID id) {
        boolean found = change(REPLAY.formatted("event_id = ?"), id);
        if (found) {
            wake.run();
        }
        return found;
    }

    /** Forgets the letter; the event stays known as done. False: there is no such letter. */
    public boolean discard(UUID id) {
        return change("DELETE FROM dead_letter WHERE event_id = ?", id);
    }

    private boolean change(String sql, UUID id) {
        return database.statement(session -> {
            try (PreparedStatement statement = session.jdbc().prepareStatement(sql)) {
                statement.setObject(1, id);
                return statement.executeUpdate() > 0;
            }
        });
    }
}
