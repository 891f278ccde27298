package com.mallhive.orders.pricing;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.orders.domain.Quote;
import com.mallhive.orders.pricing.Discounts.Refusal;
import com.mallhive.platform.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class ApplyPromotionsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> CURRENCIES = List.of("EUR", "USD", "JPY", "KWD");
    private static final int TRIES = 10_000;
    private static final UUID SHOP = new UUID(0, 0);
    private static final UUID OTHER = new UUID(0, 1);

    /** A cart with its promotions, made of a seed: shrinking would tell less than the seed does. */
    private record Scene(List<Quote.Wish> wishes, Quote.Rules rules, List<Promotion> promotions) {
        static Scene of(long seed) {
            Random random = new Random(seed);
            String currency = CURRENCIES.get(random.nextInt(CURRENCIES.size()));
            List<Quote.Wish> wishes = new ArrayList<>();
            int lines = 1 + random.nextInt(8);
            for (int i = 0; i < lines; i++) {
                wishes.add(wish(
                        new UUID(0, random.nextInt(3)),
                        1 + random.nextInt(random.nextBoolean() ? 3 : 999),
                        Money.of(random.nextInt(4) == 0 ? 1 : 1 + random.nextLong(5_000_000), currency)));
            }
            List<Promotion> promotions = new ArrayList<>();
            int count = random.nextInt(7);
            for (int i = 0; i < count; i++) {
                promotions.add(promotion(random, currency));
            }
            var rules = new Quote.Rules(
                    Money.of(random.nextLong(1000), currency),
                    Money.of(1 + random.nextLong(100_000), currency),
                    random.nextInt(2500),
                    random.nextInt(2000));
            return new Scene(wishes, rules, promotions);
        }

        private static Promotion promotion(Random random, String currency) {
            Benefit benefit = switch (random.nextInt(5)) {
                case 0 -> new Benefit.Percentage(1 + random.nextInt(10_000));
                case 1 -> new Benefit.AmountOff(Money.of(1 + random.nextLong(2_000_000), currency));
                case 2 -> new Benefit.BuyGetFree(1 + random.nextInt(4), 1 + random.nextInt(3));
                case 3 -> new Benefit.FreeShipping();
                default ->
                    new Benefit.Tiered(List.of(
                            new Benefit.Tier(10, 1 + random.nextInt(10_000)),
                            new Benefit.Tier(2, 1 + random.nextInt(5000))));
            };
            var limits = new Promotion.Limits(
                    random.nextInt(4) == 0 ? random.nextInt(3) : null,
                    random.nextInt(4) == 0 ? random.nextInt(3) : null,
                    random.nextInt(3) == 0 ? Money.of(random.nextLong(3_000_000), currency) : null);
            return new Promotion(
                    new UUID(random.nextLong(), random.nextLong()),
                    random.nextBoolean() ? null : new UUID(0, random.nextInt(3)),
                    "Promotion",
                    null,
                    benefit,
                    random.nextInt(3),
                    random.nextInt(5) == 0,
                    NOW.minusSeconds(random.nextInt(10) - 1),
                    random.nextBoolean() ? null : NOW.plusSeconds(random.nextInt(10) - 1),
                    Money.of(random.nextBoolean() ? 0 : random.nextLong(2_000_000), currency),
                    limits,
                    new Promotion.Uses(
                            random.nextInt(3), Money.of(random.nextLong(1_000_000), currency), random.nextInt(3)));
        }

        Basket basket() {
            return Quote.basket(wishes, rules);
        }

        Discounts discounts() {
            return ApplyPromotions.to(basket(), promotions, NOW);
        }

        Quote quote() {
            return Quote.of(wishes, rules, discounts());
        }
    }

    @Property(tries = TRIES)
    void thePartsSumUpAndNothingFallsBelowZero(@ForAll long seed) {
        Quote quote = Scene.of(seed).quote();
        long paid = 0;
        for (Quote.Part part : quote.parts()) {
            for (Quote.Line line : part.lines()) {
                assertThat(line.paid().amount()).isBetween(0L, line.total().amount());
                assertThat(line.tax().amount()).isBetween(0L, line.paid().amount());
                paid += line.paid().amount();
            }
            Money shipping = part.shipping()
                    .minus(Discount.sum(part.shippingDiscounts(), quote.items().currency()));
            assertThat(shipping.amount()).isNotNegative();
            paid += shipping.amount();
        }
        assertThat(quote.total().amount()).isEqualTo(paid);
        assertThat(quote.total()).isEqualTo(quote.items().plus(quote.shipping()).minus(quote.discount()));
        assertThat(quote.parts().stream().mapToLong(p -> p.total().amount()).sum())
                .isEqualTo(paid);
        assertThat(quote.discounts()).allMatch(discount -> discount.amount().amount() > 0);
    }

    @Property(tries = TRIES)
    void sellerTaxAndCommissionAreWhatTheBuyerPays(@ForAll long seed) {
        for (Quote.Part part : Scene.of(seed).quote().parts()) {
            assertThat(part.seller().plus(part.tax()).plus(part.commission())).isEqualTo(part.total());
            assertThat(part.seller().amount()).isNotNegative();
            // of the payment; the rest of a seller's part comes from what the mall has earned
            assertThat(part.seller().amount() + Math.min(0, part.commission().amount()))
                    .isNotNegative();
        }
    }

    @Property(tries = TRIES)
    void theOrderTheyComeInDoesNotMatter(@ForAll long seed) {
        Scene scene = Scene.of(seed);
        List<Promotion> shuffled = new ArrayList<>(scene.promotions());
        Collections.shuffle(shuffled, new Random(seed));
        Discounts other = ApplyPromotions.to(scene.basket(), shuffled, NOW);
        assertThat(other.parts()).isEqualTo(scene.discounts().parts());
        assertThat(other.refused()).isEqualTo(scene.discounts().refused());
    }

    @Property(tries = TRIES)
    void limitsTimesScopeAndMinimumAreKept(@ForAll long seed) {
        Scene scene = Scene.of(seed);
        Quote quote = scene.quote();
        Discounts discounts = scene.discounts();
        for (Promotion promotion : scene.promotions()) {
            Money taken =
                    taken(quote.discounts().stream(), promotion, quote.items().currency());
            assertThat(discounts.refused().containsKey(promotion.id())).isEqualTo(taken.isZero());
            if (taken.isZero()) {
                continue;
            }
            assertThat(promotion.runsAt(NOW)).isTrue();
            Integer uses = promotion.limits().uses();
            assertThat(uses == null || promotion.uses().count() < uses).isTrue();
            Integer ofBuyer = promotion.limits().usesPerBuyer();
            assertThat(ofBuyer == null || promotion.uses().ofBuyer() < ofBuyer).isTrue();
            Money budget = promotion.limits().budget();
            assertThat(budget == null || promotion.uses().spent().plus(taken).compareTo(budget) <= 0)
                    .isTrue();
            Money worth = Money.zero(taken.currency());
            for (Quote.Part part : quote.parts()) {
                if (promotion.shopId() == null || promotion.shopId().equals(part.shopId())) {
                    worth = worth.plus(part.items());
                } else {
                    assertThat(part.discounts()).noneMatch(d -> d.promotionId().equals(promotion.id()));
                }
            }
            assertThat(worth).isGreaterThanOrEqualTo(promotion.minimumSpend());
            if (promotion.benefit() instanceof Benefit.AmountOff(Money most)) {
                assertThat(taken).isLessThanOrEqualTo(most);
            }
        }
    }

    @Property(tries = TRIES)
    void exclusiveOnesAreAlone(@ForAll long seed) {
        Scene scene = Scene.of(seed);
        List<UUID> exclusive = scene.promotions().stream()
                .filter(Promotion::exclusive)
                .map(Promotion::id)
                .toList();
        for (Quote.Part part : scene.quote().parts()) {
            List<UUID> taking =
                    part.discounts().map(Discount::promotionId).distinct().toList();
            if (taking.stream().anyMatch(exclusive::contains)) {
                assertThat(taking).hasSize(1);
            }
        }
    }

    @Property(tries = TRIES)
    void aPromotionOfTheMallTakesNothingFromSellers(@ForAll @LongRange(min = 0) long seed) {
        Scene scene = Scene.of(seed);
        List<Promotion> ofSellers =
                scene.promotions().stream().filter(p -> p.shopId() != null).toList();
        Quote without = Quote.of(scene.wishes(), scene.rules(), ApplyPromotions.to(scene.basket(), ofSellers, NOW));
        assertThat(scene.quote().parts().stream().map(Quote.Part::seller).toList())
                .isEqualTo(without.parts().stream().map(Quote.Part::seller).toList());
    }

    @Test
    void aPercentageIsDividedByLargestRemainder() {
        Quote quote = quote(
                List.of(wish(SHOP, 1, eur(100)), wish(SHOP, 1, eur(100)), wish(SHOP, 1, eur(101))),
                given(SHOP, new Benefit.Percentage(1000), 0, false));
        assertThat(quote.discount()).isEqualTo(eur(30)); // 30.1
        assertThat(quote.parts().getFirst().lines().stream().map(Quote.Line::paid))
                .containsExactly(eur(90), eur(90), eur(91));
    }

    @Test
    void theCheapestPiecesAreFree() {
        Quote quote = quote(
                List.of(wish(SHOP, 2, eur(1000)), wish(SHOP, 3, eur(300)), wish(SHOP, 1, eur(500))),
                given(null, new Benefit.BuyGetFree(2, 1), 0, false));
        assertThat(quote.discount()).isEqualTo(eur(600));
    }

    @Test
    void theHighestTierThatIsReachedCounts() {
        var tiers = new Benefit.Tiered(List.of(new Benefit.Tier(3, 1000), new Benefit.Tier(5, 2000)));
        assertThat(quote(List.of(wish(SHOP, 2, eur(1000))), given(SHOP, tiers, 0, false))
                        .discount())
                .isEqualTo(eur(0));
        assertThat(quote(List.of(wish(SHOP, 4, eur(1000))), given(SHOP, tiers, 0, false))
                        .discount())
                .isEqualTo(eur(400));
        assertThat(quote(List.of(wish(SHOP, 5, eur(1000))), given(SHOP, tiers, 0, false))
                        .discount())
                .isEqualTo(eur(1000));
    }

    @Test
    void shippingIsFreeForTheShopInQuestion() {
        Quote quote = quote(
                List.of(wish(SHOP, 1, eur(1000)), wish(OTHER, 1, eur(1000))),
                given(OTHER, new Benefit.FreeShipping(), 0, false));
        assertThat(quote.total()).isEqualTo(eur(2490));
        assertThat(quote.parts().get(1).shippingDiscounts()).hasSize(1);
    }

    @Test
    void sellersComeBeforeTheMallAndAHigherPriorityBeforeALower() {
        Promotion mall = given(null, new Benefit.AmountOff(eur(100)), 9, false);
        Promotion first = given(SHOP, new Benefit.Percentage(5000), 5, false);
        Promotion second = given(SHOP, new Benefit.AmountOff(eur(100)), 1, false);
        Quote quote = quote(List.of(wish(SHOP, 1, eur(1000))), mall, second, first);
        assertThat(quote.discounts().stream().map(Discount::promotionId))
                .containsExactly(first.id(), second.id(), mall.id());
        assertThat(quote.items().minus(quote.discount())).isEqualTo(eur(300));
    }

    @Test
    void refusalsSayWhy() {
        Promotion exclusive = given(SHOP, new Benefit.Percentage(1000), 5, true);
        Promotion another = given(SHOP, new Benefit.Percentage(1000), 0, false);
        Promotion elsewhere = given(OTHER, new Benefit.Percentage(1000), 0, false);
        var basket = Quote.basket(List.of(wish(SHOP, 1, eur(1000))), rules());
        Discounts discounts = ApplyPromotions.to(basket, List.of(another, elsewhere, exclusive), NOW);
        assertThat(discounts.refused())
                .containsOnlyKeys(another.id(), elsewhere.id())
                .containsEntry(another.id(), Refusal.DOES_NOT_COMBINE)
                .containsEntry(elsewhere.id(), Refusal.NOT_FOR_THESE_GOODS);
    }

    @Test
    void theMallPaysTheSellerWhatItsPromotionTakesBeyondTheCommission() {
        Quote.Part part = quote(
                        List.of(wish(SHOP, 1, eur(10_000))), given(null, new Benefit.Percentage(5000), 0, false))
                .parts()
                .getFirst();
        assertThat(part.total()).isEqualTo(eur(5000));
        assertThat(part.seller()).isEqualTo(eur(10_000 - 1597 - 800));
        assertThat(part.commission().amount()).isNegative();
    }

    private static Money taken(Stream<Discount> discounts, Promotion promotion, String currency) {
        return Discount.sum(
                discounts.filter(d -> d.promotionId().equals(promotion.id())).toList(), currency);
    }

    private static Quote quote(List<Quote.Wish> wishes, Promotion... promotions) {
        return Quote.of(wishes, rules(), ApplyPromotions.to(Quote.basket(wishes, rules()), List.of(promotions), NOW));
    }

    private static Quote.Rules rules() {
        return new Quote.Rules(eur(490), eur(5000), 1900, 800);
    }

    private static Promotion given(@Nullable UUID shop, Benefit benefit, int priority, boolean exclusive) {
        return new Promotion(
                UUID.randomUUID(),
                shop,
                "Promotion",
                null,
                benefit,
                priority,
                exclusive,
                NOW,
                null,
                eur(0),
                Promotion.Limits.NONE,
                new Promotion.Uses(0, eur(0), 0));
    }

    private static Quote.Wish wish(UUID shop, int quantity, Money price) {
        return new Quote.Wish(
                shop, "Shop", UUID.randomUUID(), UUID.randomUUID(), "slug", "SKU", "Title", "", quantity, price, "");
    }

    private static Money eur(long cents) {
        return Money.of(cents, "EUR");
    }
}
