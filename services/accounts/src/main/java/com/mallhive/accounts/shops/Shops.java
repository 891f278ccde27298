package com.mallhive.accounts.shops;

import com.mallhive.accounts.domain.Account;
import com.mallhive.accounts.domain.Shop;
import com.mallhive.accounts.people.People;
import com.mallhive.accounts.store.ShopStore;
import com.mallhive.api.events.v1.ShopChanged;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.ids.Slug;
import com.mallhive.platform.rpc.PageToken;
import com.mallhive.platform.rpc.Problem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Opens shops and reads them. */
public final class Shops {
    private final Database database;
    private final ShopStore store;
    private final People people;
    private final Clock clock;

    /** A page of shops with the token of the next, empty on the last. */
    public record Page(List<Shop> shops, String next) {}

    /** What an owner tells about a new shop. */
    public record Draft(String name, String tagline, String description, String city, String country) {}

    public Shops(Database database, ShopStore store, People people, Clock clock) {
        this.database = database;
        this.store = store;
        this.people = people;
        this.clock = clock;
    }

    /** Opens a shop: one per person, whose e-mail address must be proven. */
    public Shop open(UUID ownerId, Draft draft) {
        Account owner = people.get(ownerId);
        if (!owner.emailVerified()) {
            throw Problem.conflict(
                    "email-unverified", "Prove your e-mail address first: follow the link in the e-mail that we sent.");
        }
        String slug = Slug.of(draft.name(), 60);
        try {
            return insert(ownerId, draft, slug);
        } catch (DatabaseException e) {
            if (e.isUniqueViolation() && "shop_owner_id_key".equals(e.constraint())) {
                throw Problem.conflict("shop-exists", "You have a shop already.");
            }
            if (e.isUniqueViolation() && "shop_slug_key".equals(e.constraint())) {
                return insert(ownerId, draft, slug + "-" + Ids.next().toString().substring(31));
            }
            throw e;
        }
    }

    private Shop insert(UUID ownerId, Draft draft, String slug) {
        Shop shop = new Shop(
                Ids.next(),
                ownerId,
                slug,
                draft.name().strip(),
                draft.tagline().strip(),
                draft.description().strip(),
                draft.city().strip(),
                draft.country(),
                clock.instant());
        database.transact(session -> {
            store.insert(session, shop);
            session.publish(
                    ShopChanged.newBuilder()
                            .setShopId(shop.id().toString())
                            .setOwnerId(ownerId.toString())
                            .setSlug(shop.slug())
                            .setName(shop.name())
                            .setCountry(shop.country())
                            .build(),
                    shop.id().toString(),
                    1);
        });
        return shop;
    }

    /** By id or slug; a problem (404) where there is none. */
    public Shop get(String idOrSlug) {
        return database.read(session -> {
                    try {
                        return store.byId(session, UUID.fromString(idOrSlug));
                    } catch (IllegalArgumentException e) {
                        return store.bySlug(session, idOrSlug);
                    }
                })
                .orElseThrow(() -> Problem.notFound("shop"));
    }

    /** The newest first. */
    public Page list(int size, String token) {
        Instant before = Instant.parse("9999-01-01T00:00:00Z");
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
        int limit = size == 0 ? 24 : size;
        List<Shop> shops = database.read(session -> store.page(session, from, fromId, limit + 1));
        if (shops.size() <= limit) {
            return new Page(shops, "");
        }
        Shop last = shops.get(limit - 1);
        return new Page(shops.subList(0, limit), PageToken.of(last.createdAt(), last.id()));
    }
}
