package com.mallhive.discovery.search;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.InvalidProtocolBufferException;
import com.mallhive.api.discovery.v1.Facet;
import com.mallhive.api.discovery.v1.FacetValue;
import com.mallhive.api.discovery.v1.ProductCard;
import com.mallhive.api.discovery.v1.SearchRequest;
import com.mallhive.api.discovery.v1.SearchResponse;
import com.mallhive.platform.rpc.PageToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.facet.FacetResult;
import org.apache.lucene.facet.Facets;
import org.apache.lucene.facet.FacetsCollector;
import org.apache.lucene.facet.FacetsCollectorManager;
import org.apache.lucene.facet.LabelAndValue;
import org.apache.lucene.facet.range.LongRange;
import org.apache.lucene.facet.range.LongRangeFacetCounts;
import org.apache.lucene.facet.sortedset.DefaultSortedSetDocValuesReaderState;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetCounts;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesReaderState;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Searches with facets. A facet in which something is chosen counts as if nothing were chosen in it, so that a buyer sees what
 * else there is. Options must hold on one and the same variant.
 */
public final class SearchProducts {
    private static final int MOST_VALUES = 40;
    private static final LongRange[] PRICES = {
        new LongRange("0-1000", 0, true, 1000, false),
        new LongRange("1000-2500", 1000, true, 2500, false),
        new LongRange("2500-5000", 2500, true, 5000, false),
        new LongRange("5000-10000", 5000, true, 10000, false),
        new LongRange("10000-0", 10000, true, Long.MAX_VALUE, true)
    };

    private final ProductIndex index;
    private final TextQuery texts;
    private final Cache<Key, SearchResponse> answers;
    private volatile @Nullable SortedSetDocValuesReaderState state;

    private record Key(SearchRequest request, long generation) {}

    /** A search in parts: what always holds, and what is chosen per facet. */
    private record Plan(Query words, List<Query> always, Map<String, Query> chosen) {
        /** Everything, or everything but what is chosen in one facet. */
        Query query(@Nullable String without) {
            BooleanQuery.Builder query = new BooleanQuery.Builder().add(words, BooleanClause.Occur.MUST);
            always.forEach(q -> query.add(q, BooleanClause.Occur.FILTER));
            chosen.forEach((facet, q) -> {
                if (!facet.equals(without)) {
                    query.add(q, BooleanClause.Occur.FILTER);
                }
            });
            return query.build();
        }
    }

    public SearchProducts(ProductIndex index, int cachedAnswers) {
        this.index = index;
        this.texts = new TextQuery();
        this.answers = Caffeine.newBuilder().maximumSize(cachedAnswers).build();
    }

    /** Answers from memory while the index stays as it is. */
    public SearchResponse search(SearchRequest request) {
        Key key = new Key(request, index.generation());
        SearchResponse known = answers.getIfPresent(key);
        if (known == null) {
            known = withSearcher(searcher -> answer(searcher, request));
            answers.put(key, known);
        }
        return known;
    }

    private SearchResponse answer(IndexSearcher searcher, SearchRequest request) throws IOException {
        Plan plan = plan(request, request.getQ(), TextQuery.Match.ALL);
        TopFieldDocs hits = top(searcher, plan, request);
        String corrected = "";
        if (hits.totalHits.value() == 0 && !request.getQ().isBlank()) {
            corrected = texts.corrected(searcher.getIndexReader(), request.getQ());
            if (corrected.equals(String.join(" ", texts.plain(request.getQ())))) {
                corrected = "";
            } else {
                plan = plan(request, corrected, TextQuery.Match.ALL);
                hits = top(searcher, plan, request);
            }
            if (hits.totalHits.value() == 0) {
                String words = corrected.isEmpty() ? request.getQ() : corrected;
                plan = plan(request, words, TextQuery.Match.MOST);
                hits = top(searcher, plan, request);
            }
        }
        int size = size(request);
        var answer = SearchResponse.newBuilder()
                .setTotal(searcher.count(plan.query(null)))
                .setCorrectedQuery(hits.totalHits.value() == 0 ? "" : corrected);
        ScoreDoc[] docs = hits.scoreDocs;
        for (int i = 0; i < Math.min(size, docs.length); i++) {
            answer.addProducts(card(searcher.storedFields().document(docs[i].doc)));
        }
        if (docs.length > size) {
            answer.setNextPageToken(token((FieldDoc) docs[size - 1], request.getSort()));
        }
        if (!request.getSkipFacets()) {
            answer.addAllFacets(facets(searcher, plan, request));
        }
        return answer.build();
    }

    private TopFieldDocs top(IndexSearcher searcher, Plan plan, SearchRequest request) throws IOException {
        Sort sort = sort(request.getSort());
        int limit = size(request) + 1;
        return request.getPageToken().isEmpty()
                ? searcher.search(plan.query(null), limit, sort)
                : (TopFieldDocs) searcher.searchAfter(
                        after(request, searcher.getIndexReader().maxDoc()), plan.query(null), limit, sort);
    }

    private Plan plan(SearchRequest request, String words, TextQuery.Match match) {
        List<Query> always = new ArrayList<>();
        Map<String, Query> chosen = new LinkedHashMap<>();
        if (!request.getCategory().isEmpty()) {
            always.add(new TermQuery(new Term(ProductDoc.CATEGORY_KEY, request.getCategory())));
        }
        if (request.getInStock()) {
            always.add(new TermQuery(new Term(ProductDoc.IN_STOCK, "true")));
        }
        if (request.getMinPrice() > 0 || request.getMaxPrice() > 0) {
            long max = request.getMaxPrice() == 0 ? Long.MAX_VALUE : request.getMaxPrice();
            chosen.put("price", LongPoint.newRangeQuery(ProductDoc.PRICE, request.getMinPrice(), max));
        }
        if (request.getShopCount() > 0) {
            chosen.put("shop", anyOf(ProductDoc.SHOP, request.getShopList()));
        }
        if (request.getBrandCount() > 0) {
            chosen.put("brand", anyOf(ProductDoc.BRAND_KEY, request.getBrandList()));
        }
        Map<String, List<String>> options = byName(request.getOptionList());
        if (!options.isEmpty()) {
            // one filter for all names together: they must meet on one variant
            chosen.put("option", anyOf(ProductDoc.COMBINATION, combinations(options)));
        }
        return new Plan(texts.words(words, match), always, chosen);
    }

    private List<Facet> facets(IndexSearcher searcher, Plan plan, SearchRequest request) throws IOException {
        SortedSetDocValuesReaderState reader = state(searcher.getIndexReader());
        if (reader == null) {
            return List.of();
        }
        FacetsCollector all = FacetsCollectorManager.search(searcher, plan.query(null), 1, new FacetsCollectorManager())
                .facetsCollector();
        Facets counts = new SortedSetDocValuesFacetCounts(reader, all);
        List<Facet> facets = new ArrayList<>();
        add(facets, "category", "Category", counts, ProductDoc.FACET_CATEGORY, List.of(request.getCategory()));
        add(
                facets,
                "brand",
                "Brand",
                beside(searcher, plan, "brand", reader, counts),
                ProductDoc.FACET_BRAND,
                request.getBrandList());
        add(
                facets,
                "shop",
                "Shop",
                beside(searcher, plan, "shop", reader, counts),
                ProductDoc.FACET_SHOP,
                request.getShopList());
        addOptions(facets, searcher, plan, reader, counts, request);
        addPrices(facets, searcher, plan, all, request);
        return facets;
    }

    /** The counts for a facet in which something may be chosen. */
    private static Facets beside(
            IndexSearcher searcher, Plan plan, String facet, SortedSetDocValuesReaderState reader, Facets all)
            throws IOException {
        return plan.chosen().containsKey(facet)
                ? new SortedSetDocValuesFacetCounts(reader, collect(searcher, plan.query(facet)))
                : all;
    }

    private static FacetsCollector collect(IndexSearcher searcher, Query query) throws IOException {
        return FacetsCollectorManager.search(searcher, query, 1, new FacetsCollectorManager())
                .facetsCollector();
    }

    private void add(
            List<Facet> facets, String field, String label, Facets counts, String dimension, List<String> selected)
            throws IOException {
        FacetResult result = counts.getTopChildren(MOST_VALUES, dimension);
        if (result == null) {
            return;
        }
        var facet = Facet.newBuilder().setField(field).setLabel(label);
        for (LabelAndValue value : result.labelValues) {
            facet.addValues(FacetValue.newBuilder()
                    .setValue(value.label)
                    .setLabel(index.label(value.label))
                    .setCount(value.value.intValue())
                    .setSelected(selected.contains(value.label)));
        }
        facets.add(facet.build());
    }

    /** A facet per option name, the most frequent first. */
    private static void addOptions(
            List<Facet> facets,
            IndexSearcher searcher,
            Plan plan,
            SortedSetDocValuesReaderState reader,
            Facets all,
            SearchRequest request)
            throws IOException {
        Map<String, List<String>> chosen = byName(request.getOptionList());
        Map<String, Facet.Builder> byName = new LinkedHashMap<>();
        addOptionValues(byName, all, null, chosen.keySet(), request.getOptionList());
        for (String name : chosen.keySet()) {
            Map<String, List<String>> others = new LinkedHashMap<>(chosen);
            others.remove(name);
            Map<String, Query> rest = new LinkedHashMap<>(plan.chosen());
            rest.remove("option");
            if (!others.isEmpty()) {
                rest.put("option", anyOf(ProductDoc.COMBINATION, combinations(others)));
            }
            Query query = new Plan(plan.words(), plan.always(), rest).query(null);
            addOptionValues(
                    byName,
                    new SortedSetDocValuesFacetCounts(reader, collect(searcher, query)),
                    name,
                    java.util.Set.of(),
                    request.getOptionList());
        }
        byName.values().stream()
                .sorted(Comparator.comparingInt((Facet.Builder f) -> -f.getValuesList().stream()
                        .mapToInt(FacetValue::getCount)
                        .sum()))
                .limit(6)
                .forEach(f -> facets.add(f.build()));
    }

    private static void addOptionValues(
            Map<String, Facet.Builder> byName,
            Facets counts,
            @Nullable String only,
            java.util.Set<String> except,
            List<String> selected)
            throws IOException {
        FacetResult result = counts.getTopChildren(200, ProductDoc.FACET_OPTION);
        if (result == null) {
            return;
        }
        for (LabelAndValue value : result.labelValues) {
            String name = value.label.substring(0, value.label.indexOf(':'));
            if ((only == null || only.equals(name)) && !except.contains(name)) {
                byName.computeIfAbsent(
                                name, n -> Facet.newBuilder().setField("option").setLabel(n))
                        .addValues(FacetValue.newBuilder()
                                .setValue(value.label)
                                .setLabel(value.label.substring(name.length() + 1))
                                .setCount(value.value.intValue())
                                .setSelected(selected.contains(value.label)));
            }
        }
    }

    private static void addPrices(
            List<Facet> facets, IndexSearcher searcher, Plan plan, FacetsCollector all, SearchRequest request)
            throws IOException {
        FacetsCollector collector = plan.chosen().containsKey("price") ? collect(searcher, plan.query("price")) : all;
        FacetResult result =
                new LongRangeFacetCounts(ProductDoc.PRICE, collector, PRICES).getAllChildren(ProductDoc.PRICE);
        var facet = Facet.newBuilder().setField("price").setLabel("Price");
        String chosen = request.getMinPrice() + "-" + request.getMaxPrice();
        for (LabelAndValue value : result.labelValues) {
            if (value.value.intValue() > 0) {
                facet.addValues(FacetValue.newBuilder()
                        .setValue(value.label)
                        .setLabel(value.label)
                        .setCount(value.value.intValue())
                        .setSelected(chosen.equals(value.label)));
            }
        }
        if (facet.getValuesCount() > 0) {
            facets.add(facet.build());
        }
    }

    private @Nullable SortedSetDocValuesReaderState state(IndexReader reader) throws IOException {
        SortedSetDocValuesReaderState known = state;
        if (known == null || !known.getReader().equals(reader)) {
            try {
                known = new DefaultSortedSetDocValuesReaderState(reader, index.facets());
            } catch (IllegalArgumentException e) {
                return null; // nothing indexed yet
            }
            state = known;
        }
        return known;
    }

    private static Map<String, List<String>> byName(List<String> options) {
        Map<String, List<String>> byName = new LinkedHashMap<>();
        options.forEach(o -> byName.computeIfAbsent(o.substring(0, o.indexOf(':')), _ -> new ArrayList<>())
                .add(o));
        return byName;
    }

    /** One value of each name, in every way. */
    private static List<String> combinations(Map<String, List<String>> byName) {
        List<List<String>> rows = List.of(List.of());
        for (List<String> values : byName.values()) {
            List<List<String>> longer = new ArrayList<>();
            for (List<String> row : rows) {
                for (String value : values) {
                    List<String> next = new ArrayList<>(row);
                    next.add(value);
                    longer.add(next);
                }
            }
            rows = longer;
        }
        return rows.stream().map(ProductDoc::combination).toList();
    }

    private static Query anyOf(String field, List<String> values) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        values.forEach(v -> any.add(new TermQuery(new Term(field, v)), BooleanClause.Occur.SHOULD));
        return any.build();
    }

    private static Sort sort(SearchRequest.Sort wish) {
        SortField id = new SortField(ProductDoc.ID, SortField.Type.STRING);
        return switch (wish) {
            case PRICE_ASC -> new Sort(new SortField(ProductDoc.PRICE, SortField.Type.LONG), id);
            case PRICE_DESC -> new Sort(new SortField(ProductDoc.PRICE, SortField.Type.LONG, true), id);
            case NEWEST -> new Sort(new SortField(ProductDoc.CREATED, SortField.Type.LONG, true), id);
            default -> new Sort(SortField.FIELD_SCORE, id);
        };
    }

    private static String token(FieldDoc last, SearchRequest.Sort sort) {
        Object key = java.util.Objects.requireNonNull(last.fields)[0];
        return PageToken.of(sort.getNumber(), key, ((BytesRef) last.fields[1]).utf8ToString());
    }

    private static FieldDoc after(SearchRequest request, int documents) {
        List<String> key = PageToken.parse(request.getPageToken(), 3);
        try {
            if (Integer.parseInt(key.get(0)) != request.getSortValue()) {
                throw PageToken.invalid();
            }
            Object first = request.getSort() == SearchRequest.Sort.RELEVANCE
                    ? (Object) Float.valueOf(key.get(1))
                    : Long.valueOf(key.get(1));
            return new FieldDoc(Math.max(0, documents - 1), Float.NaN, new Object[] {first, new BytesRef(key.get(2))});
        } catch (NumberFormatException e) {
            throw PageToken.invalid();
        }
    }

    private static int size(SearchRequest request) {
        return request.getPageSize() == 0 ? 24 : request.getPageSize();
    }

    static ProductCard card(Document doc) {
        try {
            BytesRef bytes = doc.getBinaryValue(ProductDoc.CARD);
            return ProductCard.parser().parseFrom(bytes.bytes, bytes.offset, bytes.length);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored card is not readable", e);
        }
    }

    /** What is done with a searcher that stays the same meanwhile. */
    @FunctionalInterface
    interface Work<T> {
        T run(IndexSearcher searcher) throws IOException;
    }

    <T> T withSearcher(Work<T> work) {
        return withSearcher(index, work);
    }

    static <T> T withSearcher(ProductIndex index, Work<T> work) {
        try {
            IndexSearcher searcher = index.searchers().acquire();
            try {
                return work.run(searcher);
            } finally {
                index.searchers().release(searcher);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
