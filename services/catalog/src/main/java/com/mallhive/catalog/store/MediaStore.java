package com.mallhive.catalog.store;

import com.mallhive.catalog.domain.Product;
import com.mallhive.platform.database.Session;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** SQL of uploads and pictures, and of the shops' names. */
public final class MediaStore {
    /** An upload that has begun. */
    public record Upload(UUID id, UUID shopId, String contentType, long size) {}

    public void insert(Session session, Upload upload, Instant expiry) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO upload (id, shop_id, content_type, size, expires_at)
                        VALUES (:id, :shop, :type, :size, :expiry)
                        """)
                .bind("id", upload.id())
                .bind("shop", upload.shopId())
                .bind("type", upload.contentType())
                .bind("size", upload.size())
                .bind("expiry", ProductStore.utc(expiry))
                .execute();
    }

    public Optional<Upload> upload(Session session, UUID id, UUID shop, Instant now) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT * FROM upload WHERE id = :id AND shop_id = :shop AND expires_at > :now")
                .bind("id", id)
                .bind("shop", shop)
                .bind("now", ProductStore.utc(now))
                .map((rs, _) -> new Upload(id, shop, rs.getString("content_type"), rs.getLong("size")))
                .findOne();
    }

    /** The picture is there; the upload is over. */
    public void complete(Session session, UUID upload, UUID shop, Product.Picture picture) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        WITH done AS (DELETE FROM upload WHERE id = :upload)
                        INSERT INTO picture (shop_id, id, width, height, alt)
                        VALUES (:shop, :id, :width, :height, :alt)
                        ON CONFLICT (shop_id, id) DO UPDATE SET alt = EXCLUDED.alt
                        """)
                .bind("upload", upload)
                .bind("shop", shop)
                .bind("id", picture.id())
                .bind("width", picture.width())
                .bind("height", picture.height())
                .bind("alt", picture.alt())
                .execute();
    }

    /** The shop's pictures of these ids. */
    public Map<String, Product.Picture> pictures(Session session, UUID shop, Collection<String> ids)
            throws SQLException {
        Map<String, Product.Picture> pictures = new HashMap<>();
        if (!ids.isEmpty()) {
            session.jdbi()
                    .createQuery("SELECT * FROM picture WHERE shop_id = :shop AND id = ANY (:ids)")
                    .bind("shop", shop)
                    .bindArray("ids", String.class, ids.toArray())
                    .map((rs, _) -> pictures.put(
                            rs.getString("id"),
                            new Product.Picture(
                                    rs.getString("id"), rs.getInt("width"), rs.getInt("height"), rs.getString("alt"))))
                    .list();
        }
        return pictures;
    }

    public Optional<Product.ShopName> shop(Session session, UUID id) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT * FROM shop WHERE id = :id")
                .bind("id", id)
                .map((rs, _) -> new Product.ShopName(id, rs.getString("slug"), rs.getString("name")))
                .findOne();
    }

    /** Notes a shop's name if it is newer than what is known. */
    public void saveShop(Session session, Product.ShopName shop, long version) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO shop (id, slug, name, version) VALUES (:id, :slug, :name, :version)
                        ON CONFLICT (id) DO UPDATE SET slug = EXCLUDED.slug, name = EXCLUDED.name,
                            version = EXCLUDED.version WHERE shop.version < EXCLUDED.version
                        """)
                .bind("id", shop.id())
                .bind("slug", shop.slug())
                .bind("name", shop.name())
                .bind("version", version)
                .execute();
    }
}
