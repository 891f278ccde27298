package com.mallhive.accounts.store;

import com.mallhive.platform.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of accounts and of the keys of personal data. */
public final class AccountStore {
    private static final String SELECT = """
            SELECT a.id, a.sealed_email, a.sealed_name, a.password_hash, a.verified_at, a.operator, a.created_at,
                   s.id AS shop_id, k.wrapped
              FROM account a
              JOIN person_key k ON k.person_id = a.id
              LEFT JOIN shop s ON s.owner_id = a.id
            """;

    /** An account as stored: personal fields sealed with the key in {@code wrapped}. */
    public record Row(
            UUID id,
            byte[] sealedEmail,
            byte[] sealedName,
            String passwordHash,
            boolean verified,
            boolean operator,
            @Nullable UUID shopId,
            Instant createdAt,
            byte[] wrappedKey) {}

    /** Inserts the account with its key; false where the address is taken. */
    public boolean insert(Session session, Row row, byte[] emailIndex) throws SQLException {
        return session.jdbi()
                        .createUpdate("""
                                WITH a AS (
                                    INSERT INTO account (id, email_index, sealed_email, sealed_name, password_hash,
                                                         verified_at, operator, created_at)
                                    VALUES (:id, :index, :email, :name, :hash,
                                            CASE WHEN :verified THEN :at::timestamptz END, :operator, :at)
                                    ON CONFLICT (email_index) DO NOTHING
                                    RETURNING id, created_at)
                                INSERT INTO person_key (person_id, wrapped, created_at)
                                SELECT id, :wrapped, created_at FROM a
                                """)
                        .bind("id", row.id())
                        .bind("index", emailIndex)
                        .bind("email", row.sealedEmail())
                        .bind("name", row.sealedName())
                        .bind("hash", row.passwordHash())
                        .bind("verified", row.verified())
                        .bind("operator", row.operator())
                        .bind("at", utc(row.createdAt()))
                        .bind("wrapped", row.wrappedKey())
                        .execute()
                == 1;
    }

    public Optional<Row> byId(Session session, UUID id) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE a.id = :id")
                .bind("id", id)
                .map((rs, _) -> row(rs))
                .findOne();
    }

    public Optional<Row> byEmail(Session session, byte[] emailIndex) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE a.email_index = :index")
                .bind("index", emailIndex)
                .map((rs, _) -> row(rs))
                .findOne();
    }

    /** The owner of a shop. */
    public Optional<Row> byShop(Session session, UUID shop) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE s.id = :shop")
                .bind("shop", shop)
                .map((rs, _) -> row(rs))
                .findOne();
    }

    public void rename(Session session, UUID id, byte[] sealedName) throws SQLException {
        session.jdbi()
                .createUpdate("UPDATE account SET sealed_name = :name WHERE id = :id")
                .bind("id", id)
                .bind("name", sealedName)
                .execute();
    }

    /** The address is proven; makes the person an operator where that is wished. */
    public void verify(Session session, UUID id, boolean operator, Instant at) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        UPDATE account SET verified_at = coalesce(verified_at, :at), operator = operator OR :operator
                         WHERE id = :id
                        """)
                .bind("id", id)
                .bind("operator", operator)
                .bind("at", utc(at))
                .execute();
    }

    /** Replaces the password if it is still the expected one, and ends every session. */
    public boolean changePassword(Session session, UUID id, String expectedHash, String hash, Instant at)
            throws SQLException {
        return session.jdbi()
                        .createQuery("""
                                WITH changed AS (
                                    UPDATE account SET password_hash = :hash, verified_at = coalesce(verified_at, :at)
                                     WHERE id = :id AND password_hash = :expected
                                    RETURNING id),
                                ended AS (
                                    UPDATE session SET ended_at = :at
                                     WHERE account_id IN (SELECT id FROM changed) AND ended_at IS NULL)
                                SELECT count(*) FROM changed
                                """)
                        .bind("id", id)
                        .bind("expected", expectedHash)
                        .bind("hash", hash)
                        .bind("at", utc(at))
                        .mapTo(Integer.class)
                        .one()
                == 1;
    }

    /** The wrapped data key of a person, stored on first use. */
    public byte[] personKey(Session session, UUID person, byte[] fresh, Instant at) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        INSERT INTO person_key (person_id, wrapped, created_at) VALUES (:person, :fresh, :at)
                        ON CONFLICT (person_id) DO UPDATE SET person_id = EXCLUDED.person_id
                        RETURNING wrapped
                        """)
                .bind("person", person)
                .bind("fresh", fresh)
                .bind("at", utc(at))
                .mapTo(byte[].class)
                .one();
    }

    /** Signing keys, the newest first. */
    public List<byte[]> signingKeys(Session session) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT sealed_jwk FROM signing_key ORDER BY created_at DESC")
                .mapTo(byte[].class)
                .list();
    }

    /** Adds a signing key unless there is one already. */
    public void addFirstSigningKey(Session session, String id, byte[] sealed, Instant at) throws SQLException {
        session.jdbi().execute("LOCK TABLE signing_key IN SHARE ROW EXCLUSIVE MODE");
        session.jdbi()
                .createUpdate("""
                        INSERT INTO signing_key (id, sealed_jwk, created_at)
                        SELECT :id, :sealed, :at WHERE NOT EXISTS (SELECT FROM signing_key)
                        """)
                .bind("id", id)
                .bind("sealed", sealed)
                .bind("at", utc(at))
                .execute();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Row row(ResultSet rs) throws SQLException {
        return new Row(
                rs.getObject("id", UUID.class),
                rs.getBytes("sealed_email"),
                rs.getBytes("sealed_name"),
                rs.getString("password_hash"),
                rs.getObject("verified_at") != null,
                rs.getBoolean("operator"),
                rs.getObject("shop_id", UUID.class),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getBytes("wrapped"));
    }
}
