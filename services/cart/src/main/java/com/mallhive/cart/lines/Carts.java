package com.mallhive.cart.lines;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.GetOffersRequest;
import com.mallhive.api.catalog.v1.Offer;
import com.mallhive.cart.domain.CartContent;
import com.mallhive.cart.store.CartStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Everything a buyer does to a cart. */
public final class Carts {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Database database;
    private final CartStore store;
    private final CatalogGrpc.CatalogBlockingStub catalog;
    private final Clock clock;

    public Carts(Database database, CartStore store, CatalogGrpc.CatalogBlockingStub catalog, Clock clock) {
        this.database = database;
        this.store = store;
        this.catalog = catalog;
        this.clock = clock;
    }

    /** A new cart for a guest; for an account its open one. */
    public CartContent create(@Nullable UUID account) {
        var created = database.statement(session -> store.create(session, randomId(), account, clock.instant()));
        return created.fresh() ? new CartContent(created.id(), List.of()) : get(created.id(), account);
    }

    public CartContent get(UUID cart, @Nullable UUID account) {
        return found(database.statement(session -> store.read(session, cart, account)), "cart");
    }

    /** Adds to what is there. The offer must be on sale. */
    public CartContent add(UUID cart, @Nullable UUID account, UUID offerId, int quantity) {
        Offer offer = offers(List.of(offerId.toString())).get(offerId.toString());
        if (offer == null) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "offer-unavailable",
                    "This offer is not on sale.",
                    List.of(new Problem.Violation("offerId", "is not on sale")));
        }
        CartContent.Line line = new CartContent.Line(Ids.next(), offerId, quantity, Wire.money(offer.getPrice()));
        var added = database.statement(session -> store.add(session, cart, account, line, clock.instant()))
                .orElseThrow(() -> Problem.notFound("cart"));
        if (!added.done()) {
            throw added.cart().lines().size() >= CartContent.MOST_LINES ? full() : tooMany();
        }
        return added.cart();
    }

    public CartContent change(UUID cart, @Nullable UUID account, UUID line, int quantity) {
        return found(
                database.statement(session -> store.change(session, cart, account, line, quantity, clock.instant())),
                "cart line");
    }

    public CartContent remove(UUID cart, @Nullable UUID account, UUID line) {
        return found(
                database.statement(session -> store.remove(session, cart, account, line, clock.instant())),
                "cart line");
    }

    /**
     * The account's own cart, after a guest's went into it.
     *
     * @param leftOut lines of the guest's cart that did not fit
     */
    public record Merged(CartContent cart, int leftOut) {}

    /**
     * Moves a guest's lines into the account's own cart. Repeating changes nothing; a cart that is not a guest's is not there. A
     * buyer who signs in has no say in it, so that too much is no reason to refuse: what fits goes over.
     */
    public Merged merge(UUID guestCart, UUID account) {
        UUID own = create(account).id();
        OptionalInt leftOut = database.statement(session -> store.merge(session, guestCart, own, clock.instant()));
        if (leftOut.isEmpty() && !database.statement(session -> store.merged(session, guestCart, own))) {
            throw Problem.notFound("guest's cart");
        }
        return new Merged(get(own, account), leftOut.orElse(0));
    }

    /** Removes what nobody has touched for so long. */
    public void purge(Duration idle) {
        database.execute(session -> store.purge(session, clock.instant().minus(idle)));
    }

    /** The offers of these ids that are on sale. */
    public Map<String, Offer> offers(Collection<String> ids) {
        Map<String, Offer> offers = new HashMap<>();
        if (!ids.isEmpty()) {
            catalog.getOffers(GetOffersRequest.newBuilder().addAllOfferIds(ids).build())
                    .getOffersList()
                    .forEach(offer -> offers.put(offer.getId(), offer));
        }
        return offers;
    }

    private static Problem full() {
        return Problem.conflict(
                "cart-full",
                "The cart has " + CartContent.MOST_LINES
                        + " different things, more does not fit. Take something out, or order and fill another one.");
    }

    private static Problem tooMany() {
        return Problem.of(
                Problem.Kind.CONFLICT,
                "too-many-pieces",
                "A cart holds at most " + CartContent.MOST_PIECES + " pieces of an offer. Nothing was added.",
                List.of(new Problem.Violation(
                        "quantity",
                        "is more than fits: the cart has some already, together at most " + CartContent.MOST_PIECES)));
    }

    private static CartContent found(Optional<CartContent> cart, String what) {
        return cart.orElseThrow(() -> Problem.notFound(what));
    }

    /** 122 random bits: nobody guesses a guest's cart. */
    private static UUID randomId() {
        long high = (RANDOM.nextLong() & ~0xF000L) | 0x4000L;
        long low = (RANDOM.nextLong() >>> 2) | (1L << 63);
        return new UUID(high, low);
    }
}
