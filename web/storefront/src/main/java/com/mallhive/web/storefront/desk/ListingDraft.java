package com.mallhive.web.storefront.desk;

import com.mallhive.api.catalog.v1.OptionValue;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.ProductOption;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.catalog.v1.VariantInput;
import com.mallhive.api.type.Money;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.storefront.visit.MoneyInput;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Options and variants of a listing as its form tells them. A seller writes "Colour" and "Blue, Red"; every combination
 * becomes a variant. Rows of the table of variants belong to a combination, so they survive a change of the options.
 */
final class ListingDraft {
    /** How many options the form offers. */
    static final int OPTIONS = 3;

    private static final int MOST_VARIANTS = 100;

    /** A variant with what the form says of its stock; null where it says nothing. */
    record Row(VariantInput variant, @Nullable Integer stock) {}

    private final Form form;
    private final String currency;
    private final List<ProductOption> options = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    private ListingDraft(Form form, String currency) {
        this.form = form;
        this.currency = currency;
    }

    /** What the form says; what is wrong is noted in the form. */
    static ListingDraft of(Form form, String currency, @Nullable Product before) {
        ListingDraft draft = new ListingDraft(form, currency);
        draft.readOptions();
        draft.readVariants(before);
        return draft;
    }

    List<ProductOption> options() {
        return options;
    }

    List<Row> rows() {
        return rows;
    }

    private void readOptions() {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < OPTIONS; i++) {
            String name = form.text("option." + i);
            List<String> values = Arrays.stream(form.text("values." + i).split("[,;\n]"))
                    .map(String::strip)
                    .filter(v -> !v.isEmpty())
                    .distinct()
                    .toList();
            if (name.isEmpty() && values.isEmpty()) {
                continue;
            }
            if (name.isEmpty()) {
                form.error("option." + i, "Name what the variants differ in, such as Colour.");
            } else if (values.isEmpty()) {
                form.error("values." + i, "Enter the values, with commas between them.");
            } else if (!names.add(name.toLowerCase(Locale.ROOT))) {
                form.error("option." + i, "This option is there already.");
            } else {
                options.add(ProductOption.newBuilder()
                        .setName(name)
                        .addAllValues(values)
                        .build());
            }
        }
    }

    private void readVariants(@Nullable Product before) {
        List<List<OptionValue>> combinations = combinations();
        if (combinations.size() > MOST_VARIANTS) {
            form.error(
                    "values.0",
                    "That would make " + combinations.size() + " variants; " + MOST_VARIANTS
                            + " are possible. Take some values away.");
            return;
        }
        Map<String, Integer> rowOf = new HashMap<>();
        for (int i = 0; form.has("combination." + i); i++) {
            rowOf.put(form.text("combination." + i), i);
        }
        Map<String, Variant> known = new LinkedHashMap<>();
        if (before != null) {
            before.getVariantsList().forEach(v -> known.put(key(v.getOptionsList()), v));
        }
        Set<String> skus = new HashSet<>();
        known.values().forEach(v -> skus.add(v.getSku()));
        for (int i = 0; form.has("sku." + i); i++) {
            skus.add(form.text("sku." + i));
        }
        for (List<OptionValue> combination : combinations) {
            Integer row = rowOf.get(key(combination));
            rows.add(row == null ? fresh(combination, skus) : edited(combination, row, known.get(key(combination))));
        }
    }

    /** A variant whose row is in the table. */
    private Row edited(List<OptionValue> combination, int i, @Nullable Variant before) {
        VariantInput.Builder variant = VariantInput.newBuilder().addAllOptions(combination);
        variant.setSku(form.required("sku." + i, "Enter an article number."));
        long price = amount("price." + i, "Enter a price such as 12.50.");
        variant.setPrice(money(price));
        String was = form.text("was." + i);
        if (!was.isEmpty()) {
            long former = amount("was." + i, "Enter a price such as 15.00, or nothing.");
            if (former > price) {
                variant.setCompareAt(money(former));
            } else {
                form.error("was." + i, "The former price must be higher than today's.");
            }
        }
        if (before != null) {
            variant.setPictureId(before.getPictureId()).setWeightGrams(before.getWeightGrams());
        }
        if (form.has("picture." + i)) {
            variant.setPictureId(form.text("picture." + i));
        }
        Integer stock = form.text("stock." + i).isEmpty() ? null : form.number("stock." + i, 0, 0, 1_000_000);
        return new Row(variant.build(), stock);
    }

    /** A combination that is new: it takes the common price and stock, and an article number is made for it. */
    private Row fresh(List<OptionValue> combination, Set<String> skus) {
        long price = form.has("price")
                ? amount("price", "Enter a price such as 12.50.")
                : amount("price.0", "Enter a price such as 12.50.");
        VariantInput.Builder variant =
                VariantInput.newBuilder().addAllOptions(combination).setPrice(money(price));
        String was = form.text("was");
        if (!was.isEmpty()) {
            long former = amount("was", "Enter a price such as 15.00, or nothing.");
            if (former > price) {
                variant.setCompareAt(money(former));
            } else {
                form.error("was", "The former price must be higher than today's.");
            }
        }
        variant.setSku(sku(combination, skus));
        int stock = form.has("stock") ? form.number("stock", 0, 0, 1_000_000) : 0;
        return new Row(variant.build(), stock);
    }

    private List<List<OptionValue>> combinations() {
        List<List<OptionValue>> all = new ArrayList<>();
        all.add(List.of());
        for (ProductOption option : options) {
            List<List<OptionValue>> longer = new ArrayList<>();
            for (List<OptionValue> begun : all) {
                for (String value : option.getValuesList()) {
                    List<OptionValue> next = new ArrayList<>(begun);
                    next.add(OptionValue.newBuilder()
                            .setName(option.getName())
                            .setValue(value)
                            .build());
                    longer.add(next);
                }
            }
            all = longer;
            if (all.size() > 5000) {
                break;
            }
        }
        return all;
    }

    /** Names a combination in the form. */
    static String key(List<OptionValue> combination) {
        return String.join(
                "\u001f",
                combination.stream().map(o -> o.getName() + "=" + o.getValue()).toList());
    }

    /** An article number from the title and the values, which the shop does not have yet as far as the form knows. */
    private String sku(List<OptionValue> combination, Set<String> taken) {
        StringBuilder base =
                new StringBuilder(code(form.text("sku").isEmpty() ? form.text("title") : form.text("sku"), 8));
        combination.forEach(o -> base.append('-').append(code(o.getValue(), 6)));
        String wish = base.length() > 56 ? base.substring(0, 56) : base.toString();
        String sku = wish;
        for (int i = 2; !taken.add(sku); i++) {
            sku = wish + "-" + i;
        }
        return sku;
    }

    private static String code(String text, int length) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("[^A-Za-z0-9]", "")
                .toUpperCase(Locale.ROOT);
        if (plain.isEmpty()) {
            return "X";
        }
        return plain.length() > length ? plain.substring(0, length) : plain;
    }

    private long amount(String field, String message) {
        OptionalLong amount = MoneyInput.parse(form.text(field), currency);
        if (amount.isEmpty() || amount.getAsLong() < 1 || amount.getAsLong() > 100_000_000L) {
            form.error(field, message);
            return 1;
        }
        return amount.getAsLong();
    }

    private Money money(long amount) {
        return Money.newBuilder().setAmount(amount).setCurrency(currency).build();
    }
}
