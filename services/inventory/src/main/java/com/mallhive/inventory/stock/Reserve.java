package com.mallhive.inventory.stock;

import com.mallhive.inventory.domain.Claim;
import com.mallhive.inventory.store.ReservationStore;
import com.mallhive.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/** Reserves goods for orders, and asks what became of orders whose time is over. */
public final class Reserve {
    private static final int RACES = 5;

    private final Database database;
    private final ReservationStore store;
    private final Duration askAgain;
    private final Clock clock;

    public Reserve(Database database, ReservationStore store, Duration askAgain, Clock clock) {
        this.database = database;
        this.store = store;
        this.askAgain = askAgain;
        this.clock = clock;
    }

    /** All lines or none; repeating the call for the same order answers alike. */
    public Claim reserve(UUID order, SortedMap<UUID, Integer> lines, Instant expiry) {
        for (int race = 0; race < RACES; race++) {
            var claim = database.statement(session -> store.reserve(session, order, lines, expiry));
            if (claim.isPresent()) {
                return claim.get();
            }
        }
        throw new IllegalStateException("the reservation of " + order + " neither exists nor can be made");
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
