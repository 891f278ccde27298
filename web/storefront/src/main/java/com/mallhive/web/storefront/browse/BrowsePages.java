package com.mallhive.web.storefront.browse;

import com.mallhive.api.analytics.v1.VisitEvent;
import com.mallhive.api.catalog.v1.Category;
import com.mallhive.api.catalog.v1.ListProductsRequest;
import com.mallhive.api.discovery.v1.SearchRequest;
import com.mallhive.api.discovery.v1.SearchResponse;
import com.mallhive.api.discovery.v1.SuggestRequest;
import com.mallhive.api.discovery.v1.Suggestion;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Soft;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Crumb;
import com.mallhive.web.ui.EmptyState;
import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Pager;
import com.mallhive.web.ui.ProductCard;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lists of products with facets: a category, and what the search found. */
public final class BrowsePages {
    private static final Logger LOG = LoggerFactory.getLogger(BrowsePages.class);

    private final Services services;
    private final Categories categories;
    private final String publicUrl;
    private final String currency;

    /**
     * A list with its facets.
     *
     * @param choosing whether the visitor is at the filters, which stay open on a phone then
     * @param continued whether this is not the beginning of the list; {@code firstUrl} leads there
     */
    public record View(
            String title,
            List<Crumb> crumbs,
            FacetView facets,
            boolean choosing,
            List<ProductCard> products,
            Pager pager,
            String countText,
            @Nullable Notice correction,
            @Nullable EmptyState empty,
            List<ProductCard> instead,
            boolean continued,
            String firstUrl) {}

    /** A suggestion while typing. */
    public record Hint(
            String kind, String text, String url, @Nullable String picture) {}

    public BrowsePages(Services services, Categories categories, String publicUrl, String currency) {
        this.services = services;
        this.categories = categories;
        this.publicUrl = publicUrl;
        this.currency = currency;
    }

    public void category(Visit visit) {
        CategoryTree tree = categories.tree();
        Category category = tree.find(visit.path("slug"));
        if (category == null) {
            throw Problem.notFound("category");
        }
        if (!category.getSlug().equals(visit.path("slug"))) {
            visit.redirect(CategoryTree.url(category));
            return;
        }
        String url = CategoryTree.url(category);
        SearchQuery query = SearchQuery.of(visit, url, category.getSlug(), currency);
        SearchResponse found = search(query, category);
        if (moreOnly(visit, query, found)) {
            return;
        }
        var builder = visit.frame(PageFrame.Kind.STOREFRONT, category.getName())
                .nav(tree.nav(), tree.path(category.getId()).getFirst().getSlug());
        if (!query.narrowed() && query.after().isEmpty() && query.words().isEmpty()) {
            builder.indexed(publicUrl + url, category.getName() + " from many independent shops, in one cart.");
        }
        List<Crumb> crumbs = tree.crumbs(category.getId(), null);
        visit.show("browse", builder.build(), view(visit, query, found, category.getName(), crumbs));
    }

    public void search(Visit visit) {
        SearchQuery query = SearchQuery.of(visit, "/search", visit.query("category"), currency);
        Category category =
                query.category().isEmpty() ? null : categories.tree().find(query.category());
        SearchResponse found = search(query, category);
        if (moreOnly(visit, query, found)) {
            return;
        }
        String title = query.words().isEmpty() ? "Everything in the mall" : "“" + query.words() + "”";
        var frame = visit.frame(PageFrame.Kind.STOREFRONT, query.words().isEmpty() ? title : "Search: " + query.words())
                .query(query.words())
                .build();
        visit.note(VisitEvent.Type.SEARCH, null);
        List<Crumb> crumbs = List.of(new Crumb("Home", "/"), new Crumb("Search", null));
        visit.show("browse", frame, view(visit, query, found, title, crumbs));
    }

    /** Completions for the search field of the header. */
    public void suggest(Visit visit) {
        String words = visit.query("q");
        List<Hint> hints = words.isEmpty() || words.length() > 100
                ? List.of()
                : Soft.get(
                        () -> services
                                .discovery()
                                .suggest(SuggestRequest.newBuilder().setQ(words).build())
                                .getSuggestionsList()
                                .stream()
                                .map(BrowsePages::hint)
                                .toList(),
                        List.of());
        visit.part("suggest", Map.of("hints", hints, "words", words));
    }

    private View view(Visit visit, SearchQuery query, SearchResponse found, String title, List<Crumb> crumbs) {
        CategoryTree tree = categories.tree();
        Cards cards = new Cards(tree, visit.assets(), visit.locale());
        List<ProductCard> products = cards.of(found.getProductsList());
        FacetView facets = FacetView.of(query, found, tree, currency, visit.locale());
        String corrected = found.getCorrectedQuery();
        Notice correction = corrected.isEmpty()
                ? null
                : new Notice(
                        Tone.INFO,
                        null,
                        "Nothing matches “" + query.words() + "”. These are the results for “" + corrected + "”.",
                        null);
        boolean nothing = products.isEmpty() && query.after().isEmpty();
        int total = Math.max(found.getTotal(), products.size());
        return new View(
                title,
                crumbs,
                facets,
                choosing(visit, query),
                products,
                pager(query, found),
                total == 1 ? "1 product" : String.format(visit.locale(), "%,d products", total),
                correction,
                nothing ? emptyState(visit, query) : null,
                nothing ? instead(cards) : List.of(),
                !query.after().isEmpty(),
                query.following("", 0).url(currency));
    }

    /** Without the search the catalog still knows what is in a category, though nothing of facets and stock. */
    private SearchResponse search(SearchQuery query, @Nullable Category category) {
        try {
            return services.discovery().search(query.request());
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            if (problem.kind() == Problem.Kind.INVALID || !query.after().isEmpty()) {
                throw problem;
            }
            LOG.warn("the search does not answer: {}", e.getStatus());
            return query.words().isEmpty() ? fromCatalog(query, category) : SearchResponse.getDefaultInstance();
        }
    }

    private SearchResponse fromCatalog(SearchQuery query, @Nullable Category category) {
        var answer = services.catalog()
                .listProducts(ListProductsRequest.newBuilder()
                        .setCategory(category == null ? "" : category.getId())
                        .setMinPrice(query.min())
                        .setMaxPrice(query.max())
                        .setPageSize(48)
                        .build());
        var found = SearchResponse.newBuilder().setTotal(answer.getProductsCount());
        answer.getProductsList().forEach(product -> found.addProducts(Cards.plain(product)));
        return found.build();
    }

    private boolean moreOnly(Visit visit, SearchQuery query, SearchResponse found) {
        if (!ShopPages.isMore(visit, "results")) {
            return false;
        }
        Cards cards = new Cards(categories.tree(), visit.assets(), visit.locale());
        visit.part("moreProducts", Map.of("cards", cards.of(found.getProductsList()), "pager", pager(query, found)));
        return true;
    }

    /** Whether a filter has just been chosen, and not another order. */
    private static boolean choosing(Visit visit, SearchQuery query) {
        String before = visit.ctx().header("HX-Current-URL");
        if (!visit.isHtmx() || before == null) {
            return false;
        }
        return before.contains("sort=")
                ? before.contains("sort=" + query.sortName())
                : query.sort() == SearchRequest.Sort.RELEVANCE;
    }

    private Pager pager(SearchQuery query, SearchResponse found) {
        int shown = query.seen() + found.getProductsCount();
        String token = found.getNextPageToken();
        return new Pager(
                token.isEmpty() ? null : query.following(token, shown).url(currency),
                "results",
                shown,
                Math.max(found.getTotal(), shown));
    }

    private EmptyState emptyState(Visit visit, SearchQuery query) {
        Art art = Art.of(visit.assets().path("ui/art/search.webp"), "", 4);
        if (query.narrowed()) {
            return new EmptyState(
                    "Nothing passes all of these filters",
                    "Take one of them away above, or begin anew without any.",
                    art,
                    new Link("Remove all filters", query.bare().url(currency)));
        }
        return query.words().isEmpty()
                ? new EmptyState(
                        "Nothing here yet",
                        "No shop has listed anything here so far. The other categories are fuller.",
                        art,
                        new Link("See all categories", "/categories"))
                : new EmptyState(
                        "Nothing found for “" + query.words() + "”",
                        "Try fewer or more general words, check the spelling, or look through the categories.",
                        art,
                        new Link("See all categories", "/categories"));
    }

    private List<ProductCard> instead(Cards cards) {
        return Soft.get(
                () -> services
                        .catalog()
                        .listProducts(
                                ListProductsRequest.newBuilder().setPageSize(8).build())
                        .getProductsList()
                        .stream()
                        .map(product -> cards.of(product, true))
                        .toList(),
                List.of());
    }

    private static Hint hint(Suggestion suggestion) {
        String url = switch (suggestion.getKind()) {
            case "product" -> "/p/" + suggestion.getSlug();
            case "category" -> "/c/" + suggestion.getSlug();
            default -> "/search?brand=" + Urls.encode(suggestion.getText());
        };
        String picture = suggestion.getThumbnailUrl();
        return new Hint(suggestion.getKind(), suggestion.getText(), url, picture.isEmpty() ? null : picture);
    }
}
