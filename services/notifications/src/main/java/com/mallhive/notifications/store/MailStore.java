package com.mallhive.notifications.store;

import com.mallhive.platform.database.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of e-mails that wait. */
public final class MailStore {
    /** An e-mail to write and send. */
    public record Mail(
            UUID id,
            String template,
            @Nullable UUID orderId,
            @Nullable UUID shopId,
            byte @Nullable [] sealed,
            int attempts) {}

    /** Adds e-mails; those that are there already stay as they are. One statement. */
    public void add(Session session, List<Mail> mails, Instant at) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO mail (id, template, order_id, shop_id, sealed, created_at, due_at)
                        SELECT m.id, m.template, m.o, m.s, decode(m.sealed, 'base64'), :at, :at
                          FROM unnest(:ids, :templates, :orders, :shops, :sealed) AS m (id, template, o, s, sealed)
                        ON CONFLICT (id) DO NOTHING
                        """)
                .bindArray("ids", UUID.class, mails.stream().map(Mail::id).toArray())
                .bindArray(
                        "templates",
                        String.class,
                        mails.stream().map(Mail::template).toArray())
                .bindArray(
                        "orders", UUID.class, mails.stream().map(Mail::orderId).toArray())
                .bindArray("shops", UUID.class, mails.stream().map(Mail::shopId).toArray())
                .bindArray(
                        "sealed",
                        String.class,
                        mails.stream().map(MailStore::base64).toArray())
                .bind("at", utc(at))
                .execute();
    }

    /** Takes due e-mails for a while: another process gets others. */
    public List<Mail> lease(Session session, Instant now, Instant until, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        UPDATE mail SET due_at = :until, attempts = attempts + 1
                         WHERE id IN (SELECT id FROM mail
                                       WHERE sent_at IS NULL AND failure IS NULL AND due_at <= :now
                                       ORDER BY due_at LIMIT :limit FOR UPDATE SKIP LOCKED)
                        RETURNING *
                        """)
                .bind("now", utc(now))
                .bind("until", utc(until))
                .bind("limit", limit)
                .map((rs, _) -> new Mail(
                        rs.getObject("id", UUID.class),
                        rs.getString("template"),
                        rs.getObject("order_id", UUID.class),
                        rs.getObject("shop_id", UUID.class),
                        rs.getBytes("sealed"),
                        rs.getInt("attempts")))
                .list();
    }

    /** They have been handed to the mail server; their content is not needed any more. */
    public void sent(Session session, Collection<UUID> ids, Instant at) throws SQLException {
        session.jdbi()
                .createUpdate("UPDATE mail SET sent_at = :at, sealed = NULL WHERE id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids.toArray())
                .bind("at", utc(at))
                .execute();
    }

    /** Tries again later, or never where {@code reason} is given. */
    public void postpone(Session session, UUID id, Instant due, @Nullable String reason) throws SQLException {
        session.jdbi()
                .createUpdate("UPDATE mail SET due_at = :due, failure = :reason WHERE id = :id")
                .bind("id", id)
                .bind("due", utc(due))
                .bind("reason", reason)
                .execute();
    }

    public void purge(Session session, Instant before) throws SQLException {
        session.jdbi()
                .createUpdate("DELETE FROM mail WHERE sent_at < :before")
                .bind("before", utc(before))
                .execute();
    }

    private static @Nullable String base64(Mail mail) {
        byte[] sealed = mail.sealed();
        return sealed == null ? null : Base64.getEncoder().encodeToString(sealed);
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
