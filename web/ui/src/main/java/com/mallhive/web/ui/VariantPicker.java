package com.mallhive.web.ui;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The choice between the variants of a product. Without JavaScript every value is a link to the same page with another
 * variant; with it the page changes in place.
 *
 * @param selectedId the variant that is shown and put into the cart
 */
public record VariantPicker(List<Axis> axes, List<Variant> variants, String selectedId) {

    /** One thing to choose, such as the colour, with the value that is chosen now. */
    public record Axis(String name, String selected, List<Value> values) {}

    /**
     * A value to choose.
     *
     * @param url the page with the variant that this choice leads to
     * @param out whether that variant is sold out or does not exist
     */
    public record Value(String value, String url, boolean out) {}

    /**
     * A variant as the page shows it.
     *
     * @param options values by axis
     * @param stockLevel "in", "low" or "none"
     * @param picture the address of the main picture, or null to keep the current one
     * @param max the most that one may put into the cart
     */
    public record Variant(
            String id,
            String sku,
            Map<String, String> options,
            String price,
            @Nullable String was,
            String stockText,
            String stockLevel,
            @Nullable String picture,
            int max) {
        /** Whether it cannot be bought. */
        public boolean soldOut() {
            return stockLevel.equals("none");
        }

        /** The options as JSON for the page's script. */
        public String optionsJson() {
            StringBuilder json = new StringBuilder("{");
            new TreeMap<>(options).forEach((name, value) -> {
                if (json.length() > 1) {
                    json.append(',');
                }
                json.append(quoted(name)).append(':').append(quoted(value));
            });
            return json.append('}').toString();
        }

        private static String quoted(String text) {
            StringBuilder json = new StringBuilder("\"");
            text.chars().forEach(c -> {
                if (c == '"' || c == '\\') {
                    json.append('\\').append((char) c);
                } else if (c < ' ') {
                    json.append(String.format("\\u%04x", c));
                } else {
                    json.append((char) c);
                }
            });
            return json.append('"').toString();
        }
    }
}
