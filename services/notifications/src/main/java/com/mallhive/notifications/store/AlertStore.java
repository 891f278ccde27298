package com.mallhive.notifications.store;

import com.mallhive.platform.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** SQL of alerts. */
public final class AlertStore {
    /** Something that an account or a shop should know. */
    public record Alert(UUID id, UUID recipient, String kind, String title, String subject, Instant at) {}

    /** Adds alerts; those that are there already stay as they are. One statement. */
    public void add(Session session, List<Alert> alerts) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO alert (id, recipient, kind, title, subject, at)
                        SELECT * FROM unnest(:ids, :recipients, :kinds, :titles, :subjects, :times::timestamptz[])
                        ON CONFLICT (id) DO NOTHING
                        """)
                .bindArray("ids", UUID.class, alerts.stream().map(Alert::id).toArray())
                .bindArray(
                        "recipients",
                        UUID.class,
                        alerts.stream().map(Alert::recipient).toArray())
                .bindArray(
                        "kinds", String.class, alerts.stream().map(Alert::kind).toArray())
                .bindArray(
                        "titles",
                        String.class,
                        alerts.stream().map(Alert::title).toArray())
                .bindArray(
                        "subjects",
                        String.class,
                        alerts.stream().map(Alert::subject).toArray())
                .bindArray(
                        "times",
                        String.class,
                        alerts.stream().map(a -> a.at().toString()).toArray())
                .execute();
    }

    /** The newest first, before an id. */
    public List<Alert> page(Session session, Collection<UUID> recipients, UUID before, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT * FROM alert WHERE recipient = ANY (:recipients) AND id < :before
                         ORDER BY id DESC LIMIT :limit
                        """)
                .bindArray("recipients", UUID.class, recipients.toArray())
                .bind("before", before)
                .bind("limit", limit)
                .map((rs, _) -> alert(rs))
                .list();
    }

    /** The oldest first, after an id. */
    public List<Alert> after(Session session, Collection<UUID> recipients, UUID after, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT * FROM alert WHERE recipient = ANY (:recipients) AND id > :after ORDER BY id LIMIT :limit
                        """)
                .bindArray("recipients", UUID.class, recipients.toArray())
                .bind("after", after)
                .bind("limit", limit)
                .map((rs, _) -> alert(rs))
                .list();
    }

    public static Alert alert(ResultSet rs) throws SQLException {
        return new Alert(
                rs.getObject("id", UUID.class),
                rs.getObject("recipient", UUID.class),
                rs.getString("kind"),
                rs.getString("title"),
                rs.getString("subject"),
                rs.getObject("at", OffsetDateTime.class)
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toInstant());
    }
}
