package com.mallhive.accounts.store;

import static com.mallhive.accounts.store.AccountStore.utc;

import com.mallhive.accounts.domain.Shop;
import com.mallhive.platform.database.Session;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** SQL of shops. */
public final class ShopStore {
    public void insert(Session session, Shop shop) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO shop (id, owner_id, slug, name, tagline, description, city, country, created_at)
                        VALUES (:id, :owner, :slug, :name, :tagline, :description, :city, :country, :at)
                        """)
                .bind("id", shop.id())
                .bind("owner", shop.ownerId())
                .bind("slug", shop.slug())
                .bind("name", shop.name())
                .bind("tagline", shop.tagline())
                .bind("description", shop.description())
                .bind("city", shop.city())
                .bind("country", shop.country())
                .bind("at", utc(shop.createdAt()))
                .execute();
    }

    public Optional<Shop> byId(Session session, UUID id) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT * FROM shop WHERE id = :id")
                .bind("id", id)
                .map((rs, _) -> shop(rs))
                .findOne();
    }

    public Optional<Shop> bySlug(Session session, String slug) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT * FROM shop WHERE slug = :slug")
                .bind("slug", slug)
                .map((rs, _) -> shop(rs))
                .findOne();
    }

    /** The newest first, after the key of the page before. */
    public List<Shop> page(Session session, Instant createdBefore, UUID idBefore, int limit) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT * FROM shop WHERE (created_at, id) < (:at, :id)
                         ORDER BY created_at DESC, id DESC LIMIT :limit
                        """)
                .bind("at", utc(createdBefore))
                .bind("id", idBefore)
                .bind("limit", limit)
                .map((rs, _) -> shop(rs))
                .list();
    }

    private static Shop shop(ResultSet rs) throws SQLException {
        return new Shop(
                rs.getObject("id", UUID.class),
                rs.getObject("owner_id", UUID.class),
                rs.getString("slug"),
                rs.getString("name"),
                rs.getString("tagline"),
                rs.getString("description"),
                rs.getString("city"),
                rs.getString("country"),
                rs.getObject("created_at", OffsetDateTime.class).toInstant());
    }
}
