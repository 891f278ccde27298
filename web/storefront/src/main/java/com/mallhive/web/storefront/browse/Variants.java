package com.mallhive.web.storefront.browse;

import com.mallhive.api.catalog.v1.OptionValue;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.ProductOption;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.type.Picture;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.ui.MoneyFormat;
import com.mallhive.web.ui.VariantPicker;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The choice between the variants of a product; a variant is named by its offer. */
final class Variants {
    private static final int LOW = 5;
    private static final int MOST_AT_ONCE = 99;

    private Variants() {}

    /** @param wanted the offer that the address names; otherwise the first one that can be bought is shown */
    static VariantPicker picker(Product product, Map<String, Integer> stock, String wanted, Locale locale) {
        List<Variant> all = product.getVariantsList();
        if (all.isEmpty()) {
            throw Problem.notFound("product");
        }
        Variant selected = all.stream()
                .filter(v -> v.getOfferId().equals(wanted))
                .findFirst()
                .or(() -> all.stream().filter(v -> available(stock, v) > 0).findFirst())
                .orElse(all.getFirst());
        Map<String, String> chosen = options(selected);
        List<VariantPicker.Axis> axes = new ArrayList<>();
        for (ProductOption option : product.getOptionsList()) {
            axes.add(axis(product, option, chosen, stock));
        }
        List<VariantPicker.Variant> variants =
                all.stream().map(v -> variant(product, v, stock, locale)).toList();
        return new VariantPicker(axes, variants, selected.getOfferId());
    }

    private static VariantPicker.Axis axis(
            Product product, ProductOption option, Map<String, String> chosen, Map<String, Integer> stock) {
        List<VariantPicker.Value> values = new ArrayList<>();
        for (String value : option.getValuesList()) {
            Map<String, String> wish = new LinkedHashMap<>(chosen);
            wish.put(option.getName(), value);
            Optional<Variant> exact = product.getVariantsList().stream()
                    .filter(v -> options(v).equals(wish))
                    .findFirst();
            // A combination that nobody makes leads to the nearest one, so that every link leads somewhere.
            Optional<Variant> any = exact.or(() -> product.getVariantsList().stream()
                    .filter(v -> value.equals(options(v).get(option.getName())))
                    .findFirst());
            boolean out = exact.isEmpty() || available(stock, exact.get()) <= 0;
            any.ifPresent(v -> values.add(
                    new VariantPicker.Value(value, "/p/" + product.getSlug() + "?variant=" + v.getOfferId(), out)));
        }
        return new VariantPicker.Axis(option.getName(), chosen.getOrDefault(option.getName(), ""), values);
    }

    private static VariantPicker.Variant variant(
            Product product, Variant variant, Map<String, Integer> stock, Locale locale) {
        int available = available(stock, variant);
        var price = variant.getPrice();
        boolean sale = variant.hasCompareAt() && variant.getCompareAt().getAmount() > price.getAmount();
        return new VariantPicker.Variant(
                variant.getOfferId(),
                variant.getSku(),
                options(variant),
                MoneyFormat.format(price.getAmount(), price.getCurrency(), locale),
                sale ? MoneyFormat.format(variant.getCompareAt().getAmount(), price.getCurrency(), locale) : null,
                available <= 0 ? "Sold out" : available <= LOW ? "Only " + available + " left" : "In stock",
                available <= 0 ? "none" : available <= LOW ? "low" : "in",
                picture(product, variant),
                Math.clamp(available, 1, MOST_AT_ONCE));
    }

    private static @Nullable String picture(Product product, Variant variant) {
        return product.getPicturesList().stream()
                .filter(p -> p.getId().equals(variant.getPictureId()))
                .map(Picture::getUrl)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, String> options(Variant variant) {
        Map<String, String> options = new LinkedHashMap<>();
        for (OptionValue option : variant.getOptionsList()) {
            options.put(option.getName(), option.getValue());
        }
        return options;
    }

    private static int available(Map<String, Integer> stock, Variant variant) {
        return stock.getOrDefault(variant.getOfferId(), 0);
    }
}
