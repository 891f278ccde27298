package com.mallhive.orders.promotions;

import com.mallhive.orders.pricing.Promotion;
import com.mallhive.orders.store.PromotionStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.Tail;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The promotions that a checkout may meet. Those that come by themselves are kept in memory, which follows their table: a cart
 * without a coupon costs no statement. Coupons are read when somebody shows one.
 */
public final class CurrentPromotions implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Database database;
    private final PromotionStore store;
    private final Map<UUID, Promotion> automatic = new ConcurrentHashMap<>();
    private final Tail tail;

    public CurrentPromotions(Database database, PromotionStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.tail = new Tail(
                database,
                "*",
                "promotion",
                true,
                PERIOD,
                row -> {
                    Promotion promotion = PromotionStore.promotion(row);
                    if (promotion.code() == null && !promotion.hasEnded(clock.instant())) {
                        automatic.put(promotion.id(), promotion);
                    } else {
                        automatic.remove(promotion.id());
                    }
                },
                () -> automatic.values().removeIf(promotion -> promotion.hasEnded(clock.instant())));
    }

    public void start() {
        tail.start();
    }

    @Override
    public void close() {
        tail.close();
    }

    /** Those that come by themselves, as of a second ago or later. Some may not have begun or be over. */
    public List<Promotion> automatic() {
        return List.copyOf(automatic.values());
    }

    /** Those that these coupons ask for, with what the buyer has used of them. */
    public List<Promotion> byCodes(Collection<String> codes, String buyer) {
        return database.statement(session -> store.byCodes(session, codes, buyer));
    }

    /** Takes notice of what has changed, now. */
    public void refresh() {
        tail.poll();
    }
}
