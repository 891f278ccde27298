package com.mallhive.web.storefront.browse;

import com.mallhive.api.discovery.v1.SearchRequest;
import com.mallhive.web.storefront.visit.MoneyInput;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.MoneyFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The whole state of a search, as its address holds it.
 *
 * @param path "/search", or "/c/" and the category's slug
 * @param category id or slug, or empty
 * @param min lowest price in minor units, 0 for none
 * @param max highest price in minor units, 0 for none
 * @param after the page token, or empty at the beginning
 * @param seen how many products came before this part
 */
public record SearchQuery(
        String path,
        String words,
        String category,
        List<String> brands,
        List<String> shops,
        List<String> options,
        long min,
        long max,
        boolean inStock,
        SearchRequest.Sort sort,
        String after,
        int seen) {
    private static final int MOST = 20;
    private static final int PAGE = 24;

    static SearchQuery of(Visit visit, String path, String category, String currency) {
        return new SearchQuery(
                path,
                cut(visit.query("q"), 200),
                category,
                many(visit, "brand"),
                many(visit, "shop"),
                many(visit, "option").stream().filter(o -> o.indexOf(':') > 0).toList(),
                amount(visit.query("min"), currency),
                amount(visit.query("max"), currency),
                visit.query("stock").equals("1"),
                sort(visit.query("sort")),
                cut(visit.query("after"), 400),
                visit.query("seen").matches("[0-9]{1,6}") ? Integer.parseInt(visit.query("seen")) : 0);
    }

    SearchRequest request() {
        return SearchRequest.newBuilder()
                .setQ(words)
                .setCategory(category)
                .addAllBrand(brands)
                .addAllShop(shops)
                .addAllOption(options)
                .setMinPrice(min)
                .setMaxPrice(max)
                .setInStock(inStock)
                .setSort(sort)
                .setPageSize(PAGE)
                .setPageToken(after)
                .build();
    }

    /** Whether anything narrows the search down. */
    boolean narrowed() {
        return !brands.isEmpty() || !shops.isEmpty() || !options.isEmpty() || min > 0 || max > 0 || inStock;
    }

    /** The same without a filter's value. */
    SearchQuery without(String field, String value) {
        UnaryOperator<List<String>> drop =
                list -> list.stream().filter(v -> !v.equals(value)).toList();
        return new SearchQuery(
                path,
                words,
                field.equals("category") ? "" : category,
                field.equals("brand") ? drop.apply(brands) : brands,
                field.equals("shop") ? drop.apply(shops) : shops,
                field.equals("option") ? drop.apply(options) : options,
                field.equals("price") ? 0 : min,
                field.equals("price") ? 0 : max,
                !field.equals("stock") && inStock,
                sort,
                "",
                0);
    }

    /** The same for other words. */
    SearchQuery saying(String otherWords) {
        return new SearchQuery(path, otherWords, category, brands, shops, options, min, max, inStock, sort, "", 0);
    }

    /** The same in another category, found by the search page. */
    SearchQuery within(String otherCategory) {
        return new SearchQuery(path, words, otherCategory, brands, shops, options, min, max, inStock, sort, "", 0);
    }

    /** The same in this range of prices. */
    SearchQuery priced(long newMin, long newMax) {
        return new SearchQuery(path, words, category, brands, shops, options, newMin, newMax, inStock, sort, "", 0);
    }

    /** Without any filter. */
    SearchQuery bare() {
        return new SearchQuery(path, words, category, List.of(), List.of(), List.of(), 0, 0, false, sort, "", 0);
    }

    /** What comes after. */
    SearchQuery following(String token, int seenNow) {
        return new SearchQuery(path, words, category, brands, shops, options, min, max, inStock, sort, token, seenNow);
    }

    /** The address. */
    String url(String currency) {
        List<String> parts = new ArrayList<>();
        add(parts, "q", words);
        if (path.equals("/search")) {
            add(parts, "category", category);
        }
        brands.forEach(brand -> add(parts, "brand", brand));
        shops.forEach(shop -> add(parts, "shop", shop));
        options.forEach(option -> add(parts, "option", option));
        add(parts, "min", min == 0 ? "" : MoneyFormat.plain(min, currency));
        add(parts, "max", max == 0 ? "" : MoneyFormat.plain(max, currency));
        add(parts, "stock", inStock ? "1" : "");
        add(parts, "sort", sort == SearchRequest.Sort.RELEVANCE ? "" : sortName());
        add(parts, "after", after);
        add(parts, "seen", seen == 0 ? "" : Integer.toString(seen));
        return parts.isEmpty() ? path : path + "?" + String.join("&", parts);
    }

    /** As the address names the order. */
    String sortName() {
        return sort.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static SearchRequest.Sort sort(String name) {
        return Stream.of(
                        SearchRequest.Sort.RELEVANCE,
                        SearchRequest.Sort.PRICE_ASC,
                        SearchRequest.Sort.PRICE_DESC,
                        SearchRequest.Sort.NEWEST)
                .filter(sort ->
                        sort.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(name))
                .findFirst()
                .orElse(SearchRequest.Sort.RELEVANCE);
    }

    private static long amount(String text, String currency) {
        OptionalLong amount = MoneyInput.parse(text, currency);
        return amount.isPresent() && amount.getAsLong() <= 100_000_000L ? amount.getAsLong() : 0;
    }

    private static List<String> many(Visit visit, String name) {
        return visit.ctx().queryParams(name).stream()
                .map(String::strip)
                .filter(value -> !value.isEmpty() && value.length() <= 110)
                .distinct()
                .limit(MOST)
                .toList();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length);
    }

    private static void add(List<String> parts, String name, String value) {
        if (!value.isEmpty()) {
            parts.add(name + "=" + Urls.encode(value));
        }
    }
}
