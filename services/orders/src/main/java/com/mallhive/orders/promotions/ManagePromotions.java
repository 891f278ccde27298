package com.mallhive.orders.promotions;

import com.mallhive.orders.pricing.Promotion;
import com.mallhive.orders.store.PromotionStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.PageToken;
import com.mallhive.platform.rpc.Problem;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Creates, shows and changes promotions. A shop is the caller's; null: an operator, who may do so with all. */
public final class ManagePromotions {
    private static final Instant END_OF_TIME = Instant.parse("9999-01-01T00:00:00Z");

    private final Database database;
    private final PromotionStore store;
    private final CurrentPromotions current;
    private final Clock clock;

    /** A page with the token of the next, empty on the last. */
    public record Page(List<PromotionStore.Kept> promotions, String next) {}

    /** What to change; null: stays. */
    public record Change(
            @Nullable String name,
            @Nullable Instant end,
            @Nullable Integer uses,
            @Nullable Integer usesPerBuyer,
            @Nullable Money budget) {}

    public ManagePromotions(Database database, PromotionStore store, CurrentPromotions current, Clock clock) {
        this.database = database;
        this.store = store;
        this.current = current;
        this.clock = clock;
    }

    public PromotionStore.Kept create(Promotion promotion) {
        Instant now = clock.instant();
        try {
            database.execute(session -> store.insert(session, promotion, now));
        } catch (DatabaseException e) {
            if (e.isUniqueViolation()) {
                String message = "This code is taken. Choose another one.";
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "coupon-code-taken",
                        message,
                        List.of(new Problem.Violation("couponCode", message)));
            }
            throw e;
        }
        current.refresh();
        return new PromotionStore.Kept(promotion, now);
    }

    public PromotionStore.Kept get(UUID id, @Nullable UUID shop) {
        return database.statement(session -> store.get(session, id))
                .filter(kept -> shop == null || shop.equals(kept.promotion().shopId()))
                .orElseThrow(ManagePromotions::missing);
    }

    public PromotionStore.Kept change(UUID id, @Nullable UUID shop, Change change) {
        PromotionStore.Kept changed;
        try {
            changed = database.write(session -> {
                Promotion known = store.lock(session, id)
                        .filter(p -> shop == null || shop.equals(p.shopId()))
                        .orElseThrow(ManagePromotions::missing);
                store.change(session, changed(known, change));
                return store.get(session, id).orElseThrow(ManagePromotions::missing);
            });
        } catch (DatabaseException e) {
            if ("promotion_uses".equals(e.constraint())) {
                throw Problem.invalid("maxUses", "must not be less than what has been used");
            }
            if ("promotion_budget".equals(e.constraint())) {
                throw Problem.invalid("budget", "must not be less than what has been spent");
            }
            throw e;
        }
        current.refresh();
        return changed;
    }

    /** The newest first. */
    public Page list(@Nullable UUID shop, int size, String token) {
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
        List<PromotionStore.Kept> promotions =
                database.read(session -> store.page(session, shop, from, fromId, limit + 1));
        if (promotions.size() <= limit) {
            return new Page(promotions, "");
        }
        PromotionStore.Kept last = promotions.get(limit - 1);
        return new Page(
                promotions.subList(0, limit),
                PageToken.of(last.createdAt(), last.promotion().id()));
    }

    private static Promotion changed(Promotion known, Change change) {
        Promotion.Limits limits = known.limits();
        if (change.uses() != null || change.usesPerBuyer() != null || change.budget() != null) {
            if (!limits.any()) {
                throw Problem.invalid(
                        change.uses() != null ? "maxUses" : change.budget() != null ? "budget" : "maxUsesPerBuyer",
                        "cannot be set: the promotion was created without limits, its uses are not counted");
            }
            if (change.usesPerBuyer() != null && limits.usesPerBuyer() == null) {
                throw Problem.invalid("maxUsesPerBuyer", "cannot be added to a promotion that has none");
            }
            Money budget = change.budget();
            if (budget != null && !budget.currency().equals(known.minimumSpend().currency())) {
                throw Problem.invalid("budget.currency", "must be the mall's currency");
            }
            limits = new Promotion.Limits(
                    change.uses() != null ? change.uses() : limits.uses(),
                    change.usesPerBuyer() != null ? change.usesPerBuyer() : limits.usesPerBuyer(),
                    budget != null ? budget : limits.budget());
        }
        return new Promotion(
                known.id(),
                known.shopId(),
                change.name() != null ? change.name() : known.name(),
                known.code(),
                known.benefit(),
                known.priority(),
                known.exclusive(),
                known.start(),
                change.end() != null ? change.end() : known.end(),
                known.minimumSpend(),
                limits,
                known.uses());
    }

    private static Problem missing() {
        return Problem.notFound("promotion");
    }
}
