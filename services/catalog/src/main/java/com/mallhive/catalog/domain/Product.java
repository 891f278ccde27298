package com.mallhive.catalog.domain;

import com.mallhive.platform.money.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Something on sale, in one or more variants. */
public record Product(
        UUID id,
        ShopName shop,
        String slug,
        String title,
        String description,
        String brand,
        @Nullable UUID categoryId,
        boolean published,
        List<Option> options,
        List<Variant> variants,
        List<Picture> pictures,
        Instant createdAt,
        Instant updatedAt,
        long version) {

    /** The shop that sells it. */
    public record ShopName(UUID id, String slug, String name) {}

    /** What variants differ in. */
    public record Option(String name, List<String> values) {}

    /** A variant's value of an option. */
    public record OptionValue(String name, String value) {}

    /** A picture that passed the checks. */
    public record Picture(String id, int width, int height, String alt) {}

    /** One variant with the shop's offer of it. */
    public record Variant(
            UUID id,
            UUID offerId,
            String sku,
            List<OptionValue> options,
            Money price,
            @Nullable Money compareAt,
            String pictureId,
            int weightGrams) {
        /** The options in words, for example "Blue, XL". */
        public String label() {
            return String.join(", ", options.stream().map(OptionValue::value).toList());
        }
    }

    /** The lowest price among the variants, in minor units. */
    public long minPrice() {
        return variants.stream().mapToLong(v -> v.price().amount()).min().orElse(0);
    }

    /** The version as an etag. */
    public String etag() {
        return "v" + version;
    }

    /** The same product, on sale or not. */
    public Product published(boolean now) {
        return new Product(
                id,
                shop,
                slug,
                title,
                description,
                brand,
                categoryId,
                now,
                options,
                variants,
                pictures,
                createdAt,
                updatedAt,
                version);
    }
}
