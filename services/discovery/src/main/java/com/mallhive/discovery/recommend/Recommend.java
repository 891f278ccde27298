package com.mallhive.discovery.recommend;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.mallhive.api.discovery.v1.ProductCard;
import com.mallhive.api.discovery.v1.RecommendRequest;
import com.mallhive.discovery.search.Lookups;
import com.mallhive.discovery.store.DiscoveryStore;
import com.mallhive.discovery.store.DiscoveryStore.Count;
import com.mallhive.platform.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Chooses products for an occasion, each with its reason. Only what can be bought, and nothing twice. */
public final class Recommend {
    private static final int CANDIDATES = 100;

    private final Database database;
    private final DiscoveryStore store;
    private final Lookups lookups;
    private final LoadingCache<List<UUID>, List<Count>> together;
    private final LoadingCache<LocalDate, List<Count>> trending;
    private final int trendingDays;
    private final Clock clock;

    public Recommend(Database database, DiscoveryStore store, Lookups lookups, int trendingDays, Clock clock) {
        this.database = database;
        this.store = store;
        this.lookups = lookups;
        this.trendingDays = trendingDays;
        this.clock = clock;
        this.together = Caffeine.newBuilder()
                .maximumSize(5_000)
                .expireAfterWrite(Duration.ofSeconds(2))
                .build(products -> database.read(session -> store.together(session, products, CANDIDATES)));
        this.trending = Caffeine.newBuilder()
                .maximumSize(4)
                .expireAfterWrite(Duration.ofSeconds(2))
                .build(since -> database.read(session -> store.trending(session, since, CANDIDATES)));
    }

    /** @param buyer the signed-in buyer, or null */
    public List<ProductCard> recommend(
            RecommendRequest.Kind kind, List<UUID> products, @Nullable UUID buyer, int limit) {
        Map<String, ProductCard> chosen = new LinkedHashMap<>();
        Set<String> exclude = Set.copyOf(products.stream().map(UUID::toString).toList());
        switch (kind) {
            case SIMILAR -> similar(chosen, products, limit);
            case BOUGHT_TOGETHER -> boughtTogether(chosen, products, "Often bought together");
            case FOR_YOU -> forYou(chosen, buyer, limit);
            case TRENDING -> trending(chosen);
            default -> {
                if (products.isEmpty()) {
                    trending(chosen);
                } else {
                    similar(chosen, products, limit);
                }
            }
        }
        return chosen.values().stream()
                .filter(card -> card.getInStock() && !exclude.contains(card.getProductId()))
                .limit(limit)
                .toList();
    }

    private void similar(Map<String, ProductCard> chosen, List<UUID> products, int limit) {
        products.forEach(product -> add(chosen, lookups.similar(product, limit + products.size()), "Similar"));
    }

    private void boughtTogether(Map<String, ProductCard> chosen, List<UUID> products, String reason) {
        if (!products.isEmpty()) {
            add(chosen, lookups.cards(ids(together.get(products))), reason);
        }
    }

    private void forYou(Map<String, ProductCard> chosen, @Nullable UUID buyer, int limit) {
        if (buyer != null) {
            List<UUID> bought = database.read(session -> store.bought(session, buyer, 20));
            boughtTogether(chosen, bought, "Goes with what you bought");
            bought.forEach(product -> chosen.remove(product.toString()));
        }
        if (chosen.size() < limit) {
            trending(chosen);
        }
    }

    private void trending(Map<String, ProductCard> chosen) {
        LocalDate since = clock.instant().atOffset(ZoneOffset.UTC).toLocalDate().minusDays(trendingDays);
        add(chosen, lookups.cards(ids(trending.get(since))), "Trending now");
    }

    private static List<String> ids(List<Count> counts) {
        List<String> ids = new ArrayList<>();
        counts.forEach(count -> ids.add(count.product().toString()));
        return ids;
    }

    private static void add(Map<String, ProductCard> chosen, List<ProductCard> cards, String reason) {
        cards.forEach(card -> chosen.putIfAbsent(
                card.getProductId(), card.toBuilder().setReason(reason).build()));
    }
}
