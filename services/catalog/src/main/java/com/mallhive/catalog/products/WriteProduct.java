package com.mallhive.catalog.products;

import com.mallhive.catalog.categories.Categories;
import com.mallhive.catalog.domain.Product;
import com.mallhive.catalog.domain.ProductDraft;
import com.mallhive.catalog.events.CatalogEvents;
import com.mallhive.catalog.shops.ShopNames;
import com.mallhive.catalog.store.MediaStore;
import com.mallhive.catalog.store.ProductStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.ids.Slug;
import com.mallhive.platform.rpc.Problem;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Everything a seller does to a product. Each change is one transaction with its event. */
public final class WriteProduct {
    private final Database database;
    private final ProductStore store;
    private final MediaStore media;
    private final ShopNames shops;
    private final Categories categories;
    private final Consumer<UUID> changed;
    private final String currency;
    private final Clock clock;

    /** @param changed told of each changed product after the commit */
    public WriteProduct(
            Database database,
            ProductStore store,
            MediaStore media,
            ShopNames shops,
            Categories categories,
            Consumer<UUID> changed,
            String currency,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.media = media;
        this.shops = shops;
        this.categories = categories;
        this.changed = changed;
        this.currency = currency;
        this.clock = clock;
    }

    /** A new draft. */
    public Product create(UUID shop, ProductDraft draft) {
        check(draft);
        Product.ShopName name = shops.of(shop);
        UUID id = Ids.next();
        var now = clock.instant();
        return write(session -> {
            Product product = new Product(
                    id,
                    name,
                    Slug.of(draft.title(), 70) + "-" + id.toString().substring(30),
                    draft.title().strip(),
                    draft.description().strip(),
                    draft.brand().strip(),
                    draft.categoryId(),
                    false,
                    draft.options(),
                    variants(draft, List.of()),
                    pictures(session, shop, draft.pictureIds()),
                    now,
                    now,
                    1);
            store.save(session, product);
            store.saveVariants(session, product);
            return product;
        });
    }

    /** Changes a product; the draft is made from what is there. {@code etag} empty: whatever the version. */
    public Product update(UUID shop, UUID id, String etag, UnaryOperator<ProductDraft> change) {
        return write(session -> {
            Product before = lock(session, shop, id);
            if (!etag.isEmpty() && !etag.equals(before.etag())) {
                throw Problem.of(
                        Problem.Kind.CHANGED,
                        "changed-meanwhile",
                        "The product has changed since you read it. Read it again and repeat the change.");
            }
            ProductDraft draft = change.apply(draftOf(before));
            check(draft);
            Product after = new Product(
                    id,
                    before.shop(),
                    before.slug(),
                    draft.title().strip(),
                    draft.description().strip(),
                    draft.brand().strip(),
                    draft.categoryId(),
                    before.published(),
                    draft.options(),
                    variants(draft, before.variants()),
                    pictures(session, shop, draft.pictureIds()),
                    before.createdAt(),
                    clock.instant(),
                    before.version() + 1);
            if (after.published()) {
                checkComplete(after);
            }
            store.save(session, after);
            store.saveVariants(session, after);
            return after;
        });
    }

    /** Puts a product on sale or takes it off. Repeating changes nothing. */
    public Product publish(UUID shop, UUID id, boolean published) {
        return write(session -> {
            Product before = lock(session, shop, id);
            if (before.published() == published) {
                return before;
            }
            Product after = new Product(
                    id,
                    before.shop(),
                    before.slug(),
                    before.title(),
                    before.description(),
                    before.brand(),
                    before.categoryId(),
                    published,
                    before.options(),
                    before.variants(),
                    before.pictures(),
                    before.createdAt(),
                    clock.instant(),
                    before.version() + 1);
            if (published) {
                checkComplete(after);
            }
            store.save(session, after);
            return after;
        });
    }

    /** Withdraws a product for good. */
    public void delete(UUID shop, UUID id) {
        database.transact(session -> {
            Product product = lock(session, shop, id);
            store.delete(session, id);
            CatalogEvents.deleted(session, product);
            session.afterCommit(() -> changed.accept(id));
        });
    }

    private Product write(Database.Work<Product> work) {
        var tree = categories.tree();
        try {
            return database.write(session -> {
                Product product = work.run(session);
                CatalogEvents.changed(session, product, tree);
                session.afterCommit(() -> changed.accept(product.id()));
                return product;
            });
        } catch (DatabaseException e) {
            if (e.isUniqueViolation() && "variant_shop_id_sku_key".equals(e.constraint())) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "sku-taken",
                        "One of the SKUs belongs to another product of the shop. SKUs are unique in a shop.",
                        List.of(new Problem.Violation("variants.sku", "belongs to another product of the shop")));
            }
            if (e.isForeignKeyViolation() && "product_category_id_fkey".equals(e.constraint())) {
                throw Problem.invalid("categoryId", "there is no such category; GET /v1/categories lists them");
            }
            throw e;
        }
    }

    private Product lock(Session session, UUID shop, UUID id) throws SQLException {
        return store.lock(session, id, shop).orElseThrow(ProductReader::missing);
    }

    private void check(ProductDraft draft) {
        List<ProductDraft.Flaw> flaws = draft.flaws(currency);
        if (!flaws.isEmpty()) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "invalid-request",
                    flaws.getFirst().field() + " " + flaws.getFirst().message(),
                    flaws.stream()
                            .map(f -> new Problem.Violation(f.field(), f.message()))
                            .toList());
        }
    }

    private static void checkComplete(Product product) {
        List<Problem.Violation> missing = new ArrayList<>();
        if (product.categoryId() == null) {
            missing.add(new Problem.Violation("categoryId", "is needed before the product can be on sale"));
        }
        if (product.pictures().isEmpty()) {
            missing.add(new Problem.Violation(
                    "pictureIds", "needs at least one picture before the product can be on sale"));
        }
        if (!missing.isEmpty()) {
            throw Problem.of(Problem.Kind.INVALID, "product-incomplete", "The product is not complete yet.", missing);
        }
    }

    private static ProductDraft draftOf(Product product) {
        return new ProductDraft(
                product.title(),
                product.description(),
                product.brand(),
                product.categoryId(),
                product.options(),
                product.variants().stream()
                        .map(v -> new ProductDraft.VariantDraft(
                                v.sku(), v.options(), v.price(), v.compareAt(), v.pictureId(), v.weightGrams()))
                        .toList(),
                product.pictures().stream().map(Product.Picture::id).toList());
    }

    /** A variant keeps its id and offer by its SKU, so that carts and orders find it again. */
    private static List<Product.Variant> variants(ProductDraft draft, List<Product.Variant> before) {
        Map<String, Product.Variant> bySku = before.stream().collect(Collectors.toMap(Product.Variant::sku, v -> v));
        return draft.variants().stream()
                .map(v -> {
                    Product.Variant known = bySku.get(v.sku());
                    return new Product.Variant(
                            known == null ? Ids.next() : known.id(),
                            known == null ? Ids.next() : known.offerId(),
                            v.sku(),
                            v.options(),
                            v.price(),
                            v.compareAt(),
                            v.pictureId(),
                            v.weightGrams());
                })
                .toList();
    }

    private List<Product.Picture> pictures(Session session, UUID shop, List<String> ids) throws SQLException {
        Map<String, Product.Picture> known = media.pictures(session, shop, ids);
        return ids.stream()
                .map(id -> {
                    Product.Picture picture = known.get(id);
                    if (picture == null) {
                        throw Problem.invalid(
                                "pictureIds",
                                "\"" + id + "\" is not a picture of this shop; upload it with POST /v1/uploads");
                    }
                    return picture;
                })
                .toList();
    }
}
