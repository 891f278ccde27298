package com.mallhive.web.storefront.browse;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.catalog.v1.Category;
import com.mallhive.api.discovery.v1.Facet;
import com.mallhive.api.discovery.v1.FacetValue;
import com.mallhive.api.discovery.v1.SearchRequest;
import com.mallhive.api.discovery.v1.SearchResponse;
import com.mallhive.web.ui.Link;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SearchQueryTest {
    private static final Locale IRELAND = Locale.forLanguageTag("en-IE");
    private static final CategoryTree TREE = new CategoryTree(List.of(
            category("1", "kitchen", "", 0),
            category("2", "cookware", "1", 0),
            category("3", "knives", "1", 1),
            category("4", "garden", "", 1)));

    private final SearchQuery query = new SearchQuery(
            "/search",
            "oak & ash",
            "",
            List.of("Møller & Søn"),
            List.of(),
            List.of("Colour:Blue", "Size:M"),
            1000,
            2550,
            true,
            SearchRequest.Sort.PRICE_ASC,
            "",
            0);

    @Test
    void theAddressHoldsTheWholeState() {
        assertThat(query.url("EUR"))
                .isEqualTo("/search?q=oak+%26+ash&brand=M%C3%B8ller+%26+S%C3%B8n&option=Colour%3ABlue&option=Size%3AM"
                        + "&min=10.00&max=25.50&stock=1&sort=price-asc");
        assertThat(query.bare().url("EUR")).isEqualTo("/search?q=oak+%26+ash&sort=price-asc");
        assertThat(query.following("t", 24).url("EUR")).endsWith("&after=t&seen=24");
    }

    @Test
    void aChipTakesItsFilterAway() {
        assertThat(query.without("option", "Size:M").options()).containsExactly("Colour:Blue");
        assertThat(query.without("price", "").url("EUR")).doesNotContain("min=").doesNotContain("max=");
        FacetView facets = FacetView.of(query, SearchResponse.getDefaultInstance(), TREE, "EUR", IRELAND);
        assertThat(facets.chips())
                .extracting(Link::label)
                .containsExactly("Møller & Søn", "Colour: Blue", "Size: M", "€10 to €25.50", "In stock");
    }

    @Test
    void rangesOfPricesAreWords() {
        assertThat(FacetView.range(0, 1000, "EUR", IRELAND)).isEqualTo("Up to €10");
        assertThat(FacetView.range(1000, 0, "EUR", IRELAND)).isEqualTo("€10 and more");
        assertThat(FacetView.range(999, 2500, "EUR", IRELAND)).isEqualTo("€9.99 to €25");
    }

    @Test
    void categoriesAreOfferedOneLevelAtATime() {
        var found = SearchResponse.newBuilder()
                .addFacets(Facet.newBuilder()
                        .setField("category")
                        .addValues(value("kitchen"))
                        .addValues(value("cookware"))
                        .addValues(value("knives"))
                        .addValues(value("garden")))
                .build();
        assertThat(offered(query, found)).containsExactly("kitchen", "garden");
        assertThat(offered(query.within("kitchen"), found)).containsExactly("cookware", "knives");
        assertThat(offered(query.within("knives"), found)).containsExactly("cookware", "knives");
    }

    @Test
    void everyTopCategoryLendsItsTintToThoseBelow() {
        assertThat(TREE.tint("2")).isEqualTo(TREE.tint("1"));
        assertThat(TREE.tint("4")).isNotEqualTo(TREE.tint("1"));
        assertThat(TREE.tint("unknown")).isBetween(1, 12);
    }

    private static List<String> offered(SearchQuery query, SearchResponse found) {
        return FacetView.of(query, found, TREE, "EUR", IRELAND).links().getFirst().values().stream()
                .map(FacetView.LinkValue::label)
                .toList();
    }

    private static FacetValue value(String slug) {
        return FacetValue.newBuilder().setValue(slug).setLabel(slug).setCount(1).build();
    }

    private static Category category(String id, String slug, String parent, int position) {
        return Category.newBuilder()
                .setId(id)
                .setSlug(slug)
                .setName(slug)
                .setParentId(parent)
                .setPosition(position)
                .build();
    }
}
