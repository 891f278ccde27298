package com.mallhive.catalog.products;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mallhive.catalog.domain.Product;
import com.mallhive.catalog.store.ProductStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.Tail;
import com.mallhive.platform.rpc.PageToken;
import com.mallhive.platform.rpc.Problem;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads products through memory. {@code R} is a product in the form that callers want, made once per version. A change made
 * here is seen at once; one made by another replica within the tail's period.
 *
 * @param <R> what is kept per product
 */
public final class ProductReader<R> implements AutoCloseable {
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private final Database database;
    private final ProductStore store;
    private final Function<Product, R> render;
    private final Cache<UUID, Entry<R>> byId;
    private final Cache<String, UUID> bySlug;
    private final Cache<UUID, UUID> byOffer;
    private final Tail tail;
    private final AtomicLong changes = new AtomicLong();

    /** A product and its rendered form. */
    public record Entry<R>(Product product, R rendered) {}

    /** A page with the token of the next, empty on the last. */
    public record Page<R>(List<Entry<R>> entries, String next) {}

    public ProductReader(
            Database database, ProductStore store, Function<Product, R> render, int size, Duration period) {
        this.database = database;
        this.store = store;
        this.render = render;
        this.byId = Caffeine.newBuilder().maximumSize(size).build();
        this.bySlug = Caffeine.newBuilder().maximumSize(size).build();
        this.byOffer = Caffeine.newBuilder().maximumSize(4L * size).build();
        this.tail = new Tail(
                database, "id", "product", false, period, row -> forget(row.getObject("id", UUID.class)), () -> {});
    }

    public void start() {
        tail.start();
    }

    @Override
    public void close() {
        tail.close();
    }

    /** By id or slug, whatever its state. */
    public Optional<Entry<R>> find(String idOrSlug) {
        UUID id = uuid(idOrSlug);
        if (id == null) {
            id = bySlug.getIfPresent(idOrSlug);
        }
        if (id != null) {
            Entry<R> known = byId.getIfPresent(id);
            if (known != null) {
                return Optional.of(known);
            }
        }
        UUID wanted = id;
        long before = changes.get();
        return database.statement(
                        session -> wanted == null ? store.bySlug(session, idOrSlug) : store.byId(session, wanted))
                .map(product -> keep(product, before));
    }

    /** The published products that have these offers. */
    public Map<UUID, Entry<R>> byOffers(Collection<UUID> offers) {
        Map<UUID, Entry<R>> found = new HashMap<>();
        List<UUID> missing = new ArrayList<>();
        for (UUID offer : offers) {
            UUID product = byOffer.getIfPresent(offer);
            Entry<R> entry = product == null ? null : byId.getIfPresent(product);
            if (entry == null) {
                missing.add(offer);
            } else if (has(entry, offer)) {
                found.put(offer, entry);
            }
        }
        if (!missing.isEmpty()) {
            long before = changes.get();
            for (Product product : database.statement(session -> store.byOffers(session, missing))) {
                Entry<R> entry = keep(product, before);
                missing.stream().filter(offer -> has(entry, offer)).forEach(offer -> found.put(offer, entry));
            }
        }
        return found;
    }

    /** The newest first. */
    public Page<R> page(ProductStore.Filter filter, int size, String token) {
        Instant before = END_OF_TIME;
        UUID id = new UUID(-1, -1);
        if (!token.isEmpty()) {
            List<String> key = PageToken.parse(token, 2);
            try {
                before = Instant.parse(key.get(0));
                id = UUID.fromString(key.get(1));
            } catch (DateTimeException | IllegalArgumentException e) {
                throw PageToken.invalid();
            }
        }
        Instant from = before;
        UUID fromId = id;
        int limit = size == 0 ? 20 : size;
        long changed = changes.get();
        List<ProductStore.Place> places =
                database.read(session -> store.page(session, filter, from, fromId, limit + 1));
        List<Entry<R>> entries = entries(places.stream().limit(limit).toList(), changed);
        if (places.size() <= limit) {
            return new Page<>(entries, "");
        }
        ProductStore.Place last = places.get(limit - 1);
        return new Page<>(entries, PageToken.of(last.createdAt(), last.id()));
    }

    /** From memory what is there in this version, the rest by one statement. */
    private List<Entry<R>> entries(List<ProductStore.Place> places, long changed) {
        Map<UUID, Entry<R>> found = new HashMap<>();
        for (ProductStore.Place place : places) {
            Entry<R> known = byId.getIfPresent(place.id());
            if (known != null && known.product().version() == place.version()) {
                found.put(place.id(), known);
            }
        }
        List<UUID> missing = places.stream()
                .map(ProductStore.Place::id)
                .filter(id -> !found.containsKey(id))
                .toList();
        if (!missing.isEmpty()) {
            database.read(session -> store.byIds(session, missing))
                    .forEach(product -> found.put(product.id(), keep(product, changed)));
        }
        List<Entry<R>> entries = new ArrayList<>();
        places.forEach(place -> {
            Entry<R> entry = found.get(place.id());
            if (entry != null) {
                entries.add(entry);
            }
        });
        return entries;
    }

    /** The product was changed: nobody may see the old state. */
    public void forget(UUID id) {
        changes.incrementAndGet();
        byId.invalidate(id);
    }

    /** All products may look different, for example because a shop has a new name. */
    public void forgetAll() {
        changes.incrementAndGet();
        byId.invalidateAll();
    }

    /** Keeps what was read, unless something changed since the reading began: then it may be the old state. */
    private Entry<R> keep(Product product, long before) {
        Entry<R> known = byId.getIfPresent(product.id());
        if (known != null && known.product().version() == product.version()) {
            return known;
        }
        Entry<R> entry = new Entry<>(product, render.apply(product));
        if (changes.get() == before) {
            byId.put(product.id(), entry);
            bySlug.put(product.slug(), product.id());
            product.variants().forEach(variant -> byOffer.put(variant.offerId(), product.id()));
            if (changes.get() != before) {
                byId.invalidate(product.id());
            }
        }
        return entry;
    }

    private static boolean has(Entry<?> entry, UUID offer) {
        return entry.product().published()
                && entry.product().variants().stream().anyMatch(v -> v.offerId().equals(offer));
    }

    private static @Nullable UUID uuid(String text) {
        if (text.length() != 36) {
            return null;
        }
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Fails with 404. */
    public static Problem missing() {
        return Problem.notFound("product");
    }
}
