package com.mallhive.inventory.stock;

import com.mallhive.inventory.domain.Claim;
import com.mallhive.inventory.domain.Wish;
import com.mallhive.inventory.store.ReservationStore;
import com.mallhive.platform.database.Coalescer;
import com.mallhive.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;

/**
 * Reserves goods for orders, and asks what became of orders whose time is over. Orders that come at the same time share a
 * transaction, so that an offer that everybody wants is locked once for all of them.
 */
public final class Reserve {
    private static final int RACES = 5;
    private static final int TOGETHER = 64;

    private final Database database;
    private final ReservationStore store;
    private final Duration askAgain;
    private final Clock clock;
    private final Coalescer<Wish, Claim> wishes = new Coalescer<>(TOGETHER, this::together);

    public Reserve(Database database, ReservationStore store, Duration askAgain, Clock clock) {
        this.database = database;
        this.store = store;
        this.askAgain = askAgain;
        this.clock = clock;
    }

    /** All lines or none; repeating the call for the same order answers alike. */
    public Claim reserve(UUID order, SortedMap<UUID, Integer> lines, Instant expiry) {
        return wishes.call(new Wish(order, lines, expiry));
    }

    private List<Claim> together(List<Wish> all) {
        if (all.size() == 1) {
            return List.of(alone(all.getFirst()));
        }
        List<Optional<Claim>> claims = database.write(session -> store.reserve(session, all));
        List<Claim> answers = new ArrayList<>(all.size());
        for (int i = 0; i < all.size(); i++) {
            Wish wish = all.get(i);
            answers.add(claims.get(i).orElseGet(() -> alone(wish)));
        }
        return answers;
    }

    private Claim alone(Wish wish) {
        for (int race = 0; race < RACES; race++) {
            var claim = database.statement(session -> store.reserve(session, wish));
            if (claim.isPresent()) {
                return claim.get();
            }
        }
        throw new IllegalStateException("the reservation of " + wish.order() + " neither exists nor can be made");
    }

    /** Publishes ReservationExpired for what is past its time. */
    public void askAboutExpired() {
        Instant now = clock.instant();
        database.execute(session -> {
            if (store.askAboutExpired(session, now, now.minus(askAgain)) > 0) {
                session.wakeRelay();
            }
        });
    }
}
