package com.mallhive.orders;

import com.mallhive.api.orders.v1.CreatePromotionRequest;
import com.mallhive.api.orders.v1.Promotion;
import com.mallhive.api.orders.v1.PromotionTier;
import com.mallhive.api.orders.v1.UpdatePromotionRequest;
import com.mallhive.orders.pricing.Benefit;
import com.mallhive.orders.promotions.ManagePromotions;
import com.mallhive.orders.store.PromotionStore;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Promotions as the contract tells them. */
final class PromotionWire {
    private PromotionWire() {}

    /** @param shop who gives it; null: the mall */
    static com.mallhive.orders.pricing.Promotion promotion(
            CreatePromotionRequest request, @Nullable UUID shop, String currency, Instant now) {
        Instant start = request.hasStartTime() ? Wire.instant(request.getStartTime()) : now;
        Instant end = request.hasEndTime() ? Wire.instant(request.getEndTime()) : null;
        if (end != null && !end.isAfter(start)) {
            throw Problem.invalid("endTime", "must be after the start");
        }
        String code = request.getCouponCode();
        if (request.getMaxUsesPerBuyer() > 0 && code.isEmpty()) {
            throw Problem.invalid("maxUsesPerBuyer", "needs a coupon code");
        }
        return new com.mallhive.orders.pricing.Promotion(
                Ids.next(),
                shop,
                request.getName().strip(),
                code.isEmpty() ? null : code.toUpperCase(Locale.ROOT),
                benefit(request, currency),
                request.getPriority(),
                request.getExclusive(),
                start,
                end,
                request.hasMinimumSpend()
                        ? amount("minimumSpend", request.getMinimumSpend(), currency)
                        : Money.zero(currency),
                new com.mallhive.orders.pricing.Promotion.Limits(
                        positive(request.getMaxUses()),
                        positive(request.getMaxUsesPerBuyer()),
                        request.hasBudget() ? amount("budget", request.getBudget(), currency) : null),
                new com.mallhive.orders.pricing.Promotion.Uses(0, Money.zero(currency), 0));
    }

    static ManagePromotions.Change change(UpdatePromotionRequest request) {
        return new ManagePromotions.Change(
                request.getName().isEmpty() ? null : request.getName().strip(),
                request.hasEndTime() ? Wire.instant(request.getEndTime()) : null,
                positive(request.getMaxUses()),
                positive(request.getMaxUsesPerBuyer()),
                request.hasBudget()
                        ? amount(
                                "budget",
                                request.getBudget(),
                                request.getBudget().getCurrency())
                        : null);
    }

    static Promotion promotion(PromotionStore.Kept kept) {
        var promotion = kept.promotion();
        var wire = Promotion.newBuilder()
                .setId(promotion.id().toString())
                .setName(promotion.name())
                .setMinimumSpend(Wire.money(promotion.minimumSpend()))
                .setStartTime(Wire.timestamp(promotion.start()))
                .setPriority(promotion.priority())
                .setExclusive(promotion.exclusive())
                .setUses(promotion.uses().count())
                .setSpent(Wire.money(promotion.uses().spent()))
                .setCreateTime(Wire.timestamp(kept.createdAt()));
        UUID shop = promotion.shopId();
        if (shop != null) {
            wire.setShopId(shop.toString());
        }
        String code = promotion.code();
        if (code != null) {
            wire.setCouponCode(code);
        }
        Instant end = promotion.end();
        if (end != null) {
            wire.setEndTime(Wire.timestamp(end));
        }
        Integer uses = promotion.limits().uses();
        if (uses != null) {
            wire.setMaxUses(uses);
        }
        Integer perBuyer = promotion.limits().usesPerBuyer();
        if (perBuyer != null) {
            wire.setMaxUsesPerBuyer(perBuyer);
        }
        Money budget = promotion.limits().budget();
        if (budget != null) {
            wire.setBudget(Wire.money(budget));
        }
        switch (promotion.benefit()) {
            case Benefit.Percentage(int points) ->
                wire.setKind(Promotion.Kind.PERCENTAGE).setBasisPoints(points);
            case Benefit.AmountOff(Money amount) ->
                wire.setKind(Promotion.Kind.AMOUNT_OFF).setAmount(Wire.money(amount));
            case Benefit.BuyGetFree(int buy, int free) ->
                wire.setKind(Promotion.Kind.BUY_GET_FREE).setBuyQuantity(buy).setFreeQuantity(free);
            case Benefit.FreeShipping _ -> wire.setKind(Promotion.Kind.FREE_SHIPPING);
            case Benefit.Tiered(List<Benefit.Tier> tiers) -> {
                wire.setKind(Promotion.Kind.TIERED);
                tiers.forEach(tier -> wire.addTiers(PromotionTier.newBuilder()
                        .setFromQuantity(tier.fromQuantity())
                        .setBasisPoints(tier.basisPoints())));
            }
        }
        return wire.build();
    }

    private static Benefit benefit(CreatePromotionRequest request, String currency) {
        return switch (request.getKind()) {
            case PERCENTAGE -> new Benefit.Percentage(required("basisPoints", request.getBasisPoints()));
            case AMOUNT_OFF -> {
                Money amount = amount("amount", request.getAmount(), currency);
                if (amount.isZero()) {
                    throw Problem.invalid("amount.amount", "must be more than nothing");
                }
                yield new Benefit.AmountOff(amount);
            }
            case BUY_GET_FREE ->
                new Benefit.BuyGetFree(
                        required("buyQuantity", request.getBuyQuantity()),
                        required("freeQuantity", request.getFreeQuantity()));
            case FREE_SHIPPING -> new Benefit.FreeShipping();
            case TIERED -> {
                required("tiers", request.getTiersCount());
                yield new Benefit.Tiered(request.getTiersList().stream()
                        .map(tier -> new Benefit.Tier(tier.getFromQuantity(), tier.getBasisPoints()))
                        .toList());
            }
            default -> throw Problem.invalid("kind", "must be one of the kinds");
        };
    }

    private static Money amount(String field, com.mallhive.api.type.Money money, String currency) {
        if (!money.getCurrency().equals(currency)) {
            throw Problem.invalid(field + ".currency", "must be " + currency + ", the mall's currency");
        }
        if (money.getAmount() < 0) {
            throw Problem.invalid(field + ".amount", "must not be negative");
        }
        return Wire.money(money);
    }

    private static int required(String field, int value) {
        if (value < 1) {
            throw Problem.invalid(field, "is required for this kind");
        }
        return value;
    }

    private static @Nullable Integer positive(int value) {
        return value > 0 ? value : null;
    }
}
