package com.mallhive.catalog.store;

import com.google.gson.reflect.TypeToken;
import com.mallhive.catalog.domain.Product;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.money.Money;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** SQL of products and their variants: a product with everything is one statement. */
public final class ProductStore {
    private static final String SELECT = """
            SELECT p.id, p.shop_id, s.slug AS shop_slug, s.name AS shop_name, p.slug, p.title, p.description, p.brand,
                   p.category_id, p.published, p.options::text AS options, p.pictures::text AS pictures,
                   p.created_at, p.updated_at, p.version,
                   (SELECT json_agg(json_build_object(
                               'id', v.id, 'offerId', v.offer_id, 'sku', v.sku, 'options', v.options, 'price', v.price,
                               'compareAt', v.compare_at, 'currency', v.currency, 'pictureId', v.picture_id,
                               'weightGrams', v.weight_grams) ORDER BY v.position)
                      FROM variant v WHERE v.product_id = p.id)::text AS variants
              FROM product p JOIN shop s ON s.id = p.shop_id
            """;

    private static final TypeToken<List<VariantRow>> VARIANTS = new TypeToken<>() {};

    /** Which products of a list. */
    public record Filter(
            @Nullable UUID category, @Nullable UUID shop, long minPrice, long maxPrice, boolean includeDrafts) {}

    private record VariantRow(
            UUID id,
            UUID offerId,
            String sku,
            List<Product.OptionValue> options,
            long price,
            @Nullable Long compareAt,
            String currency,
            String pictureId,
            int weightGrams) {}

    public Optional<Product> byId(Session session, UUID id) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE p.id = :id")
                .bind("id", id)
                .map((rs, _) -> product(rs))
                .findOne();
    }

    public Optional<Product> bySlug(Session session, String slug) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE p.slug = :slug")
                .bind("slug", slug)
                .map((rs, _) -> product(rs))
                .findOne();
    }

    /** The products that have these offers. */
    public List<Product> byOffers(Session session, Collection<UUID> offers) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE p.id IN (SELECT product_id FROM variant WHERE offer_id = ANY (:offers))")
                .bindArray("offers", UUID.class, offers.toArray())
                .map((rs, _) -> product(rs))
                .list();
    }

    /** Offer to shop, whatever the state of the product. */
    public Map<UUID, UUID> owners(Session session, Collection<UUID> offers) throws SQLException {
        Map<UUID, UUID> owners = new HashMap<>();
        session.jdbi()
                .createQuery("SELECT offer_id, shop_id FROM variant WHERE offer_id = ANY (:offers)")
                .bindArray("offers", UUID.class, offers.toArray())
                .map((rs, _) -> owners.put(rs.getObject("offer_id", UUID.class), rs.getObject("shop_id", UUID.class)))
                .list();
        return owners;
    }

    /** Where a product stands in a list. */
    public record Place(UUID id, Instant createdAt, long version) {}

    /** The newest first, after the key of the page before: their places only. */
    public List<Place> page(Session session, Filter filter, Instant createdBefore, UUID idBefore, int limit)
            throws SQLException {
        StringBuilder sql = new StringBuilder("SELECT p.id, p.created_at, p.version FROM product p ")
                .append("WHERE (p.created_at, p.id) < (:at, :id)");
        if (!filter.includeDrafts()) {
            sql.append(" AND p.published");
        }
        if (filter.shop() != null) {
            sql.append(" AND p.shop_id = :shop");
        }
        if (filter.category() != null) {
            sql.append("""
                     AND p.category_id IN (
                        WITH RECURSIVE below AS (
                            SELECT id FROM category WHERE id = :category
                            UNION SELECT c.id FROM category c JOIN below b ON c.parent_id = b.id)
                        SELECT id FROM below)
                    """);
        }
        if (filter.minPrice() > 0) {
            sql.append(" AND p.min_price >= :min");
        }
        if (filter.maxPrice() > 0) {
            sql.append(" AND p.min_price <= :max");
        }
        sql.append(" ORDER BY p.created_at DESC, p.id DESC LIMIT :limit");
        var query = session.jdbi()
                .createQuery(sql.toString())
                .bind("at", utc(createdBefore))
                .bind("id", idBefore)
                .bind("limit", limit);
        if (filter.shop() != null) {
            query.bind("shop", filter.shop());
        }
        if (filter.category() != null) {
            query.bind("category", filter.category());
        }
        if (filter.minPrice() > 0) {
            query.bind("min", filter.minPrice());
        }
        if (filter.maxPrice() > 0) {
            query.bind("max", filter.maxPrice());
        }
        return query.map((rs, _) -> new Place(
                        rs.getObject("id", UUID.class),
                        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                        rs.getLong("version")))
                .list();
    }

    /** Products by id, in no order. */
    public List<Product> byIds(Session session, Collection<UUID> ids) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE p.id = ANY (:ids)")
                .bindArray("ids", UUID.class, ids.toArray())
                .map((rs, _) -> product(rs))
                .list();
    }

    /** Locks a product of the shop for a change; empty where the shop has none of that id. */
    public Optional<Product> lock(Session session, UUID id, UUID shop) throws SQLException {
        return session.jdbi()
                .createQuery(SELECT + "WHERE p.id = :id AND p.shop_id = :shop FOR UPDATE OF p")
                .bind("id", id)
                .bind("shop", shop)
                .map((rs, _) -> product(rs))
                .findOne();
    }

    /** Writes the product as a whole: inserted, or replaced with the next version. */
    public void save(Session session, Product product) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO product (id, shop_id, slug, title, description, brand, category_id, published,
                                             options, pictures, min_price, created_at, updated_at, version)
                        VALUES (:id, :shop, :slug, :title, :description, :brand, :category, :published,
                                :options::jsonb, :pictures::jsonb, :min, :created, :updated, :version)
                        ON CONFLICT (id) DO UPDATE SET
                            title = EXCLUDED.title, description = EXCLUDED.description, brand = EXCLUDED.brand,
                            category_id = EXCLUDED.category_id, published = EXCLUDED.published,
                            options = EXCLUDED.options, pictures = EXCLUDED.pictures, min_price = EXCLUDED.min_price,
                            updated_at = EXCLUDED.updated_at, version = EXCLUDED.version,
                            changed_xid = pg_current_xact_id()
                        """)
                .bind("id", product.id())
                .bind("shop", product.shop().id())
                .bind("slug", product.slug())
                .bind("title", product.title())
                .bind("description", product.description())
                .bind("brand", product.brand())
                .bind("category", product.categoryId())
                .bind("published", product.published())
                .bind("options", Json.write(product.options()))
                .bind("pictures", Json.write(product.pictures()))
                .bind("min", product.minPrice())
                .bind("created", utc(product.createdAt()))
                .bind("updated", utc(product.updatedAt()))
                .bind("version", product.version())
                .execute();
    }

    /** Writes the variants as a whole; those that are not listed are withdrawn. */
    public void saveVariants(Session session, Product product) throws SQLException {
        session.jdbi()
                .createUpdate("DELETE FROM variant WHERE product_id = :product AND id <> ALL (:keep)")
                .bind("product", product.id())
                .bindArray(
                        "keep",
                        UUID.class,
                        product.variants().stream().map(Product.Variant::id).toArray())
                .execute();
        var batch = session.jdbi().prepareBatch("""
                INSERT INTO variant (id, offer_id, product_id, shop_id, sku, options, price, compare_at, currency,
                                     picture_id, weight_grams, position)
                VALUES (:id, :offer, :product, :shop, :sku, :options::jsonb, :price, :compareAt, :currency,
                        :picture, :weight, :position)
                ON CONFLICT (id) DO UPDATE SET
                    options = EXCLUDED.options, price = EXCLUDED.price, compare_at = EXCLUDED.compare_at,
                    currency = EXCLUDED.currency, picture_id = EXCLUDED.picture_id,
                    weight_grams = EXCLUDED.weight_grams, position = EXCLUDED.position
                """);
        int position = 0;
        for (Product.Variant variant : product.variants()) {
            Money before = variant.compareAt();
            batch.bind("id", variant.id())
                    .bind("offer", variant.offerId())
                    .bind("product", product.id())
                    .bind("shop", product.shop().id())
                    .bind("sku", variant.sku())
                    .bind("options", Json.write(variant.options()))
                    .bind("price", variant.price().amount())
                    .bind("compareAt", before == null ? null : before.amount())
                    .bind("currency", variant.price().currency())
                    .bind("picture", variant.pictureId())
                    .bind("weight", variant.weightGrams())
                    .bind("position", position++)
                    .add();
        }
        batch.execute();
    }

    public void delete(Session session, UUID id) throws SQLException {
        session.jdbi()
                .createUpdate("DELETE FROM product WHERE id = :id")
                .bind("id", id)
                .execute();
    }

    static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Product product(ResultSet rs) throws SQLException {
        String variants = rs.getString("variants");
        return new Product(
                rs.getObject("id", UUID.class),
                new Product.ShopName(
                        rs.getObject("shop_id", UUID.class), rs.getString("shop_slug"), rs.getString("shop_name")),
                rs.getString("slug"),
                rs.getString("title"),
                rs.getString("description"),
                rs.getString("brand"),
                rs.getObject("category_id", UUID.class),
                rs.getBoolean("published"),
                Json.read(rs.getString("options"), Json.OPTIONS),
                variants == null
                        ? List.of()
                        : Json.read(variants, VARIANTS).stream()
                                .map(ProductStore::variant)
                                .toList(),
                Json.read(rs.getString("pictures"), Json.PICTURES),
                rs.getObject("created_at", OffsetDateTime.class).toInstant(),
                rs.getObject("updated_at", OffsetDateTime.class).toInstant(),
                rs.getLong("version"));
    }

    private static Product.Variant variant(VariantRow row) {
        return new Product.Variant(
                row.id(),
                row.offerId(),
                row.sku(),
                row.options(),
                Money.of(row.price(), row.currency()),
                row.compareAt() == null ? null : Money.of(row.compareAt(), row.currency()),
                row.pictureId(),
                row.weightGrams());
    }
}
