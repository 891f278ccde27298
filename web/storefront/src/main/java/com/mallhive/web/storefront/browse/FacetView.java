package com.mallhive.web.storefront.browse;

import com.mallhive.api.catalog.v1.Category;
import com.mallhive.api.discovery.v1.Facet;
import com.mallhive.api.discovery.v1.FacetValue;
import com.mallhive.api.discovery.v1.SearchResponse;
import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.MoneyFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The filters of a list.
 *
 * @param path where the form leads to
 * @param words what was searched for, kept by the form
 * @param category kept by the form of the search page
 * @param links facets that are followed by a link: categories, ranges of prices
 * @param boxes facets with check boxes
 * @param chips chosen filters, each with the address without it
 * @param clearUrl the address without any filter
 */
public record FacetView(
        String path,
        String words,
        String category,
        List<LinkFacet> links,
        List<BoxFacet> boxes,
        String min,
        String max,
        String currencySign,
        boolean inStock,
        String sort,
        List<Link> chips,
        String clearUrl) {
    private static final Pattern RANGE = Pattern.compile("([0-9]{0,9})-([0-9]{0,9})");

    /** Values to follow. */
    public record LinkFacet(String label, List<LinkValue> values) {}

    /** A value to follow. */
    public record LinkValue(String label, String url, int count, boolean selected) {}

    /** Values to tick. */
    public record BoxFacet(String name, String label, boolean open, List<Box> boxes) {}

    /** A value to tick. */
    public record Box(String id, String value, String label, int count, boolean checked) {}

    static FacetView of(SearchQuery query, SearchResponse found, CategoryTree tree, String currency, Locale locale) {
        List<LinkFacet> links = new ArrayList<>();
        List<BoxFacet> boxes = new ArrayList<>();
        List<Link> chips = new ArrayList<>();
        for (Facet facet : found.getFacetsList()) {
            switch (facet.getField()) {
                case "category" -> links.add(categories(query, facet, tree, currency));
                case "price" -> links.add(prices(query, facet, currency, locale));
                case "brand", "shop", "option" -> boxes.add(boxes(query, facet, boxes.size()));
                default -> {}
            }
        }
        chips(query, found, tree, currency, locale, chips);
        links.removeIf(facet -> facet.values().isEmpty());
        boxes.removeIf(facet -> facet.boxes().isEmpty());
        return new FacetView(
                query.path(),
                query.words(),
                query.path().equals("/search") ? query.category() : "",
                links,
                boxes,
                query.min() == 0 ? "" : MoneyFormat.plain(query.min(), currency),
                query.max() == 0 ? "" : MoneyFormat.plain(query.max(), currency),
                java.util.Currency.getInstance(currency).getSymbol(locale),
                query.inStock(),
                query.sortName(),
                chips,
                query.bare().url(currency));
    }

    /** How many filters are chosen. */
    public int chosen() {
        return chips.size();
    }

    private static LinkFacet categories(SearchQuery query, Facet facet, CategoryTree tree, String currency) {
        List<LinkValue> values = new ArrayList<>();
        List<Category> offered = below(query, tree);
        for (FacetValue value : facet.getValuesList()) {
            Category category = tree.find(value.getValue());
            if (category != null && !offered.contains(category)) {
                continue;
            }
            String url = query.path().equals("/search")
                    ? query.within(value.getValue()).url(currency)
                    : category == null ? query.path() : CategoryTree.url(category);
            boolean here = category != null && category.getSlug().equals(query.category());
            values.add(new LinkValue(label(value), url, value.getCount(), value.getSelected() || here));
        }
        return new LinkFacet("Category", values);
    }

    /** One level at a time: the top categories first, then those below the chosen one, or beside it at the end. */
    private static List<Category> below(SearchQuery query, CategoryTree tree) {
        Category chosen = tree.find(query.category());
        if (chosen == null) {
            return tree.tops();
        }
        List<Category> children = tree.children(chosen.getId());
        return children.isEmpty() ? tree.children(chosen.getParentId()) : children;
    }

    private static LinkFacet prices(SearchQuery query, Facet facet, String currency, Locale locale) {
        List<LinkValue> values = new ArrayList<>();
        for (FacetValue value : facet.getValuesList()) {
            Matcher range = RANGE.matcher(value.getValue());
            if (range.matches()) {
                long min = range.group(1).isEmpty() ? 0 : Long.parseLong(range.group(1));
                long max = range.group(2).isEmpty() ? 0 : Long.parseLong(range.group(2));
                boolean here = query.min() == min && query.max() == max && (min > 0 || max > 0);
                String url = here
                        ? query.without("price", "").url(currency)
                        : query.priced(min, max).url(currency);
                values.add(new LinkValue(range(min, max, currency, locale), url, value.getCount(), here));
            }
        }
        return new LinkFacet("Price", values);
    }

    private static BoxFacet boxes(SearchQuery query, Facet facet, int index) {
        List<String> chosen = chosen(query, facet.getField());
        List<Box> boxes = new ArrayList<>();
        for (FacetValue value : facet.getValuesList()) {
            boxes.add(new Box(
                    "facet-" + index + "-" + boxes.size(),
                    value.getValue(),
                    label(value),
                    value.getCount(),
                    value.getSelected() || chosen.contains(value.getValue())));
        }
        boolean open = index < 3 || boxes.stream().anyMatch(Box::checked);
        return new BoxFacet(facet.getField(), facet.getLabel(), open, boxes);
    }

    private static void chips(
            SearchQuery query,
            SearchResponse found,
            CategoryTree tree,
            String currency,
            Locale locale,
            List<Link> chips) {
        if (query.path().equals("/search") && !query.category().isEmpty()) {
            Category category = tree.find(query.category());
            chips.add(new Link(
                    category == null ? query.category() : category.getName(),
                    query.without("category", "").url(currency)));
        }
        for (String field : List.of("brand", "shop", "option")) {
            for (String value : chosen(query, field)) {
                chips.add(new Link(
                        nameOf(found, field, value), query.without(field, value).url(currency)));
            }
        }
        if (query.min() > 0 || query.max() > 0) {
            chips.add(new Link(
                    range(query.min(), query.max(), currency, locale),
                    query.without("price", "").url(currency)));
        }
        if (query.inStock()) {
            chips.add(new Link("In stock", query.without("stock", "").url(currency)));
        }
    }

    /** A range of prices in words; 0 is no limit. */
    static String range(long min, long max, String currency, Locale locale) {
        String from = amount(min, currency, locale);
        String to = amount(max, currency, locale);
        return max == 0 ? from + " and more" : min == 0 ? "Up to " + to : from + " to " + to;
    }

    private static String amount(long minor, String currency, Locale locale) {
        String rounded = MoneyFormat.rounded(minor, currency, locale);
        String exact = MoneyFormat.plain(minor, currency);
        return exact.matches(".*\\.0*") || !exact.contains(".") ? rounded : MoneyFormat.format(minor, currency, locale);
    }

    private static List<String> chosen(SearchQuery query, String field) {
        return switch (field) {
            case "brand" -> query.brands();
            case "shop" -> query.shops();
            default -> query.options();
        };
    }

    private static String nameOf(SearchResponse found, String field, String value) {
        for (Facet facet : found.getFacetsList()) {
            if (facet.getField().equals(field)) {
                for (FacetValue each : facet.getValuesList()) {
                    if (each.getValue().equals(value)) {
                        return field.equals("option") ? facet.getLabel() + ": " + label(each) : label(each);
                    }
                }
            }
        }
        return field.equals("option") ? value.replaceFirst(":", ": ") : value;
    }

    private static String label(FacetValue value) {
        return value.getLabel().isEmpty() ? value.getValue() : value.getLabel();
    }
}
