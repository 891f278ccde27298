package com.mallhive.web.storefront.desk;

import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.ProductOption;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.browse.CategoryTree;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.FieldError;
import com.mallhive.web.ui.MoneyFormat;
import com.mallhive.web.ui.ProductCard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form of a listing.
 *
 * @param id of the product, or empty for a new one
 * @param common price, former price and stock of a new product, for all variants alike
 * @param rows the table of variants of a product that is there
 * @param missing what is needed before it can be on sale
 */
public record ListingView(
        String id,
        String action,
        String title,
        String etag,
        boolean published,
        @Nullable String publicUrl,
        List<FieldError> errors,
        Field titleField,
        Field category,
        Field brand,
        Field description,
        List<OptionFields> options,
        List<Field> common,
        List<VariantRow> rows,
        List<PictureBox> pictures,
        @Nullable String pictureError,
        List<String> missing,
        String previewPicture,
        ProductCard preview) {
    private static final Pattern VARIANT = Pattern.compile("variants\\[(\\d+)]\\.(sku|price|compare_?[aA]t)\\b.*");

    /** What the variants differ in, and its values. */
    public record OptionFields(Field name, Field values) {}

    /** A row of the table of variants. */
    public record VariantRow(
            int index, String combination, String label, Field sku, Field price, Field was, Field stock) {}

    /** A picture that is there. */
    public record PictureBox(String id, Art art) {}

    static ListingView of(
            @Nullable Product product,
            Form form,
            CategoryTree tree,
            String currency,
            Locale locale,
            ProductCard preview) {
        String sign = java.util.Currency.getInstance(currency).getSymbol(locale);
        String id = product == null ? "" : product.getId();
        boolean published = product != null && product.getStatus() == Product.Status.PUBLISHED;
        List<String> missing = new ArrayList<>();
        if (product != null && product.getCategoryId().isEmpty()) {
            missing.add("a category");
        }
        if (product != null && product.getPicturesCount() == 0) {
            missing.add("a picture");
        }
        String previewPicture = product == null || product.getPicturesCount() == 0
                ? ""
                : product.getPictures(0).getThumbnailUrl();
        return new ListingView(
                id,
                product == null ? "/desk/products/new" : "/desk/products/" + id,
                product == null ? "New product" : product.getTitle(),
                product == null ? "" : product.getEtag(),
                published,
                product == null ? null : "/p/" + product.getSlug(),
                form.errors(),
                text(form, "title", "Title")
                        .maxLength(160)
                        .hint("What is it? Material and use help people to find it."),
                category(form, tree),
                text(form, "brand", "Brand").optional().maxLength(80),
                Field.area("description", "Description", form.text("description"))
                        .optional()
                        .maxLength(10_000)
                        .hint("What would you tell somebody in your shop? Paragraphs are kept.")
                        .error(form.error("description")),
                options(form),
                product == null ? common(form, sign) : List.of(),
                product == null ? List.of() : rows(form, sign),
                product == null ? List.of() : pictures(product, tree),
                form.error("pictures"),
                missing,
                previewPicture,
                preview);
    }

    /** The form of a product as it is. */
    static Form formOf(Product product, Map<String, Integer> onHand, String currency) {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("title", product.getTitle());
        values.put("description", product.getDescription());
        values.put("brand", product.getBrand());
        values.put("category", product.getCategoryId());
        int i = 0;
        for (ProductOption option : product.getOptionsList()) {
            values.put("option." + i, option.getName());
            values.put("values." + i, String.join(", ", option.getValuesList()));
            i++;
        }
        int row = 0;
        for (Variant variant : product.getVariantsList()) {
            values.put("combination." + row, ListingDraft.key(variant.getOptionsList()));
            values.put("sku." + row, variant.getSku());
            values.put("price." + row, MoneyFormat.plain(variant.getPrice().getAmount(), currency));
            values.put(
                    "was." + row,
                    variant.hasCompareAt()
                            ? MoneyFormat.plain(variant.getCompareAt().getAmount(), currency)
                            : "");
            Integer stock = onHand.get(variant.getOfferId());
            values.put("stock." + row, stock == null ? "" : Integer.toString(stock));
            row++;
        }
        return Form.of(values);
    }

    /** The catalog's names of fields to those of the form. */
    static Map<String, String> fields(Problem problem) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("categoryId", "category");
        fields.put("category_id", "category");
        fields.put("pictureIds", "pictures");
        fields.put("picture_ids", "pictures");
        fields.put("options", "option.0");
        fields.put("variants", "option.0");
        fields.put("variants.sku", "sku.0");
        fields.put("onHand", "stock.0");
        for (Problem.Violation violation : problem.violations()) {
            Matcher variant = VARIANT.matcher(violation.field());
            if (variant.matches()) {
                String column = variant.group(2).startsWith("compare") ? "was" : variant.group(2);
                fields.put(violation.field(), column + "." + variant.group(1));
            } else if (violation.field().startsWith("options")) {
                fields.put(violation.field(), "option.0");
            } else if (violation.field().startsWith("variants")) {
                fields.put(violation.field(), "option.0");
            }
        }
        return fields;
    }

    private static Field category(Form form, CategoryTree tree) {
        List<Field.Option> options = new ArrayList<>();
        options.add(new Field.Option("", "Choose…"));
        tree.all().forEach(c -> options.add(new Field.Option(c.getId(), tree.label(c))));
        return Field.select("category", "Category", form.text("category"), options)
                .optional()
                .error(form.error("category"));
    }

    private static List<OptionFields> options(Form form) {
        List<OptionFields> options = new ArrayList<>();
        for (int i = 0; i < ListingDraft.OPTIONS; i++) {
            options.add(new OptionFields(
                    text(form, "option." + i, "Option " + (i + 1))
                            .optional()
                            .maxLength(40)
                            .placeholder(i == 0 ? "Colour" : i == 1 ? "Size" : ""),
                    text(form, "values." + i, "Its values")
                            .optional()
                            .maxLength(600)
                            .placeholder(i == 0 ? "Blue, Green, Red" : i == 1 ? "S, M, L" : "")));
        }
        return options;
    }

    private static List<Field> common(Form form, String sign) {
        return List.of(
                text(form, "price", "Price")
                        .prefix(sign)
                        .inputMode("decimal")
                        .maxLength(16)
                        .css("input--number"),
                text(form, "was", "Former price")
                        .prefix(sign)
                        .optional()
                        .inputMode("decimal")
                        .maxLength(16)
                        .css("input--number"),
                text(form, "stock", "Pieces in stock")
                        .optional()
                        .inputMode("numeric")
                        .maxLength(7)
                        .css("input--number"));
    }

    private static List<VariantRow> rows(Form form, String sign) {
        List<VariantRow> rows = new ArrayList<>();
        for (int i = 0; form.has("combination." + i); i++) {
            String combination = form.raw("combination." + i);
            String label = combination.isEmpty()
                    ? "The product"
                    : String.join(
                            ", ",
                            java.util.Arrays.stream(combination.split("\u001f"))
                                    .map(part -> part.substring(part.indexOf('=') + 1))
                                    .toList());
            rows.add(new VariantRow(
                    i,
                    combination,
                    label,
                    text(form, "sku." + i, "Article number").maxLength(64),
                    text(form, "price." + i, "Price in " + sign)
                            .inputMode("decimal")
                            .maxLength(16)
                            .css("input--number"),
                    text(form, "was." + i, "Former price in " + sign)
                            .optional()
                            .inputMode("decimal")
                            .maxLength(16)
                            .css("input--number"),
                    text(form, "stock." + i, "In stock")
                            .optional()
                            .inputMode("numeric")
                            .maxLength(7)
                            .css("input--number")));
        }
        return rows;
    }

    private static List<PictureBox> pictures(Product product, CategoryTree tree) {
        int tint = tree.tint(product.getCategoryId());
        return product.getPicturesList().stream()
                .map(p -> new PictureBox(p.getId(), Art.of(p.getThumbnailUrl(), p.getAlt(), tint)))
                .toList();
    }

    private static Field text(Form form, String name, String label) {
        return Field.text(name, label, form.text(name)).error(form.error(name));
    }
}
