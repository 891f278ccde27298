package com.mallhive.accounts.store;

import static com.mallhive.accounts.store.AccountStore.utc;

import com.mallhive.platform.database.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** SQL of sign-in sessions. */
public final class SessionStore {
    /** What became of a refresh token: the account where it was good. */
    public record Rotation(UUID accountId, boolean good) {}

    public void insert(Session session, UUID id, UUID account, byte[] refreshHash, Instant expiry, Instant at)
            throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO session (id, account_id, refresh_hash, expires_at, created_at)
                        VALUES (:id, :account, :hash, :expiry, :at)
                        """)
                .bind("id", id)
                .bind("account", account)
                .bind("hash", refreshHash)
                .bind("expiry", utc(expiry))
                .bind("at", utc(at))
                .execute();
    }

    /**
     * Replaces the refresh token if the one presented is the newest. A live session whose token is another one is ended: a
     * used token came back, so that somebody else has it. Empty where no live session is there.
     */
    public Optional<Rotation> rotate(
            Session session, UUID id, byte[] presented, byte[] next, Instant expiry, Instant at) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        UPDATE session SET
                            ended_at = CASE WHEN refresh_hash = :presented THEN NULL ELSE :at::timestamptz END,
                            expires_at = CASE WHEN refresh_hash = :presented THEN :expiry ELSE expires_at END,
                            refresh_hash = CASE WHEN refresh_hash = :presented THEN :next ELSE refresh_hash END
                         WHERE id = :id AND ended_at IS NULL AND expires_at > :at
                        RETURNING account_id, ended_at IS NULL AS good
                        """)
                .bind("id", id)
                .bind("presented", presented)
                .bind("next", next)
                .bind("expiry", utc(expiry))
                .bind("at", utc(at))
                .map((rs, _) -> new Rotation(rs.getObject("account_id", UUID.class), rs.getBoolean("good")))
                .findOne();
    }

    public void end(Session session, UUID id, Instant at) throws SQLException {
        session.jdbi()
                .createUpdate("UPDATE session SET ended_at = :at WHERE id = :id AND ended_at IS NULL")
                .bind("id", id)
                .bind("at", utc(at))
                .execute();
    }

    public boolean alive(Session session, UUID id, Instant at) throws SQLException {
        return session.jdbi()
                .createQuery(
                        "SELECT EXISTS (SELECT FROM session WHERE id = :id AND ended_at IS NULL AND expires_at > :at)")
                .bind("id", id)
                .bind("at", utc(at))
                .mapTo(Boolean.class)
                .one();
    }

    /** Removes sessions that ended or expired long ago. */
    public int purge(Session session, Instant before) throws SQLException {
        return session.jdbi()
                .createUpdate("DELETE FROM session WHERE expires_at < :before OR ended_at < :before")
                .bind("before", utc(before))
                .execute();
    }
}
