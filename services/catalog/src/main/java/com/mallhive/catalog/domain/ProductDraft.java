package com.mallhive.catalog.domain;

import com.mallhive.platform.money.Money;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A product as a seller writes it. */
public record ProductDraft(
        String title,
        String description,
        String brand,
        @Nullable UUID categoryId,
        List<Product.Option> options,
        List<VariantDraft> variants,
        List<String> pictureIds) {

    private static final int SHORTEST_TITLE = 3;

    /** A variant as a seller writes it. */
    public record VariantDraft(
            String sku,
            List<Product.OptionValue> options,
            Money price,
            @Nullable Money compareAt,
            String pictureId,
            int weightGrams) {}

    /** What is wrong with one field. */
    public record Flaw(String field, String message) {}

    /** Everything that does not fit together; empty where all is well. */
    public List<Flaw> flaws(String currency) {
        List<Flaw> flaws = new ArrayList<>();
        if (title.strip().length() < SHORTEST_TITLE) {
            flaws.add(new Flaw("title", "must have at least " + SHORTEST_TITLE + " characters"));
        }
        Map<String, Set<String>> allowed = options.stream()
                .collect(Collectors.toMap(Product.Option::name, o -> Set.copyOf(o.values()), (a, _) -> a));
        if (allowed.size() != options.size()) {
            flaws.add(new Flaw("options", "has two options of the same name"));
        }
        Set<String> skus = new HashSet<>();
        Set<List<Product.OptionValue>> combinations = new HashSet<>();
        for (int i = 0; i < variants.size(); i++) {
            VariantDraft variant = variants.get(i);
            String field = "variants[" + i + "]";
            if (!skus.add(variant.sku())) {
                flaws.add(new Flaw(field + ".sku", "is the SKU of another variant too"));
            }
            if (!combinations.add(variant.options())) {
                flaws.add(new Flaw(field + ".options", "is the same combination as another variant's"));
            }
            if (!variant.options().stream()
                    .map(Product.OptionValue::name)
                    .toList()
                    .equals(options.stream().map(Product.Option::name).toList())) {
                flaws.add(new Flaw(
                        field + ".options", "must have one value for each of the product's options, in their order"));
            } else if (variant.options().stream()
                    .anyMatch(o -> !allowed.getOrDefault(o.name(), Set.of()).contains(o.value()))) {
                flaws.add(new Flaw(field + ".options", "has a value that the product's option does not list"));
            }
            if (!variant.price().currency().equals(currency)) {
                flaws.add(new Flaw(field + ".price.currency", "must be " + currency + ", the currency of this mall"));
            }
            Money before = variant.compareAt();
            if (before != null
                    && (!before.currency().equals(currency)
                            || before.amount() <= variant.price().amount())) {
                flaws.add(new Flaw(field + ".compareAt", "must be more than the price, in " + currency));
            }
            if (!variant.pictureId().isEmpty() && !pictureIds.contains(variant.pictureId())) {
                flaws.add(new Flaw(field + ".pictureId", "must be one of pictureIds"));
            }
        }
        return flaws;
    }
}
