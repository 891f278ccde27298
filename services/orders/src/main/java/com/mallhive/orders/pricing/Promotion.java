package com.mallhive.orders.pricing;

import com.mallhive.platform.money.Money;
import java.time.Instant;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An offer to pay less.
 *
 * @param shopId whose goods it is about and who bears it; null: all goods, borne by the mall
 * @param code the coupon that asks for it; null: it comes by itself
 * @param priority higher ones come first
 * @param exclusive does not combine with another one on the same goods
 * @param minimumSpend what the goods in question must cost before any discount
 */
public record Promotion(
        UUID id,
        @Nullable UUID shopId,
        String name,
        @Nullable String code,
        Benefit benefit,
        int priority,
        boolean exclusive,
        Instant start,
        @Nullable Instant end,
        Money minimumSpend,
        Limits limits,
        Uses uses) {

    /**
     * The order in which promotions take their turn: each takes from what those before it have left. What sellers give comes before
     * what the mall gives, then the higher priority, then the id. It does not depend on how they were found.
     */
    public static final Comparator<Promotion> ORDER = Comparator.comparing((Promotion p) -> p.shopId() == null)
            .thenComparing(Comparator.comparingInt(Promotion::priority).reversed())
            .thenComparing(p -> p.id().toString());

    /** How often and how much; null: without limit. */
    public record Limits(
            @Nullable Integer uses,
            @Nullable Integer usesPerBuyer,
            @Nullable Money budget) {
        public static final Limits NONE = new Limits(null, null, null);

        /** Whether there is anything to count. */
        public boolean any() {
            return uses != null || usesPerBuyer != null || budget != null;
        }
    }

    /**
     * How often and how much so far.
     *
     * @param ofBuyer by the buyer in question; zero where the buyer is not known yet
     */
    public record Uses(long count, Money spent, int ofBuyer) {}

    /** Whether it has begun and not ended. */
    public boolean runsAt(Instant now) {
        return !now.isBefore(start) && !hasEnded(now);
    }

    /** Whether it is over. */
    public boolean hasEnded(Instant now) {
        return end != null && !now.isBefore(end);
    }

    /** Whether its limits allow one more use that costs this much. */
    boolean affords(Money discount) {
        Integer most = limits.uses();
        Integer ofBuyer = limits.usesPerBuyer();
        Money budget = limits.budget();
        return (most == null || uses.count() < most)
                && (ofBuyer == null || uses.ofBuyer() < ofBuyer)
                && (budget == null || uses.spent().plus(discount).compareTo(budget) <= 0);
    }
}
