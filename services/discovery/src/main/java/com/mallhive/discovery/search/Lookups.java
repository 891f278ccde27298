package com.mallhive.discovery.search;

import com.mallhive.api.discovery.v1.ProductCard;
import com.mallhive.api.discovery.v1.SuggestRequest;
import com.mallhive.api.discovery.v1.Suggestion;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.mlt.MoreLikeThis;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** Smaller questions to the index: completions, cards by id, similar products. */
public final class Lookups {
    private final ProductIndex index;
    private final TextQuery texts = new TextQuery();

    public Lookups(ProductIndex index) {
        this.index = index;
    }

    /** Products and brands that begin with what is typed. */
    public List<Suggestion> suggest(SuggestRequest request) {
        int limit = request.getLimit() == 0 ? 8 : request.getLimit();
        if (texts.plain(request.getQ()).isEmpty()) {
            return List.of();
        }
        return SearchProducts.withSearcher(index, searcher -> {
            Map<String, Suggestion> suggestions = new LinkedHashMap<>();
            String typed = request.getQ().strip().toLowerCase(Locale.ROOT);
            for (ScoreDoc hit : searcher.search(texts.beginning(request.getQ()), 3 * limit).scoreDocs) {
                ProductCard card = SearchProducts.card(searcher.storedFields().document(hit.doc));
                if (card.getBrand().toLowerCase(Locale.ROOT).startsWith(typed)) {
                    suggestions.putIfAbsent(
                            "brand" + card.getBrand(),
                            Suggestion.newBuilder()
                                    .setKind("brand")
                                    .setText(card.getBrand())
                                    .build());
                }
                suggestions.putIfAbsent(
                        card.getProductId(),
                        Suggestion.newBuilder()
                                .setKind("product")
                                .setText(card.getTitle())
                                .setSlug(card.getSlug())
                                .setThumbnailUrl(card.getThumbnailUrl())
                                .build());
            }
            return suggestions.values().stream().limit(limit).toList();
        });
    }

    /** Cards in the order of the ids; unknown ones are left out. */
    public List<ProductCard> cards(List<String> ids) {
        Map<String, ProductCard> found = new HashMap<>();
        SearchProducts.withSearcher(index, searcher -> {
            var query = new TermInSetQuery(
                    ProductDoc.ID, ids.stream().map(BytesRef::new).toList());
            for (ScoreDoc hit : searcher.search(query, Math.max(1, ids.size())).scoreDocs) {
                ProductCard card = SearchProducts.card(searcher.storedFields().document(hit.doc));
                found.put(card.getProductId(), card);
            }
            return found;
        });
        List<ProductCard> cards = new ArrayList<>();
        ids.forEach(id -> {
            ProductCard card = found.get(id);
            if (card != null) {
                cards.add(card);
            }
        });
        return cards;
    }

    /** Products whose title and category have most in common with this one. */
    public List<ProductCard> similar(UUID product, int limit) {
        List<ProductCard> own = cards(List.of(product.toString()));
        if (own.isEmpty()) {
            return List.of();
        }
        ProductCard card = own.getFirst();
        return SearchProducts.withSearcher(index, searcher -> {
            MoreLikeThis like = new MoreLikeThis(searcher.getIndexReader());
            like.setAnalyzer(ProductIndex.analyzer());
            like.setMinTermFreq(1);
            like.setMinDocFreq(2);
            like.setFieldNames(new String[] {ProductDoc.TITLE});
            BooleanQuery query = new BooleanQuery.Builder()
                    .add(like.like(ProductDoc.TITLE, new StringReader(card.getTitle())), BooleanClause.Occur.SHOULD)
                    .add(
                            new TermQuery(new Term(ProductDoc.CATEGORY_KEY, card.getCategoryId())),
                            BooleanClause.Occur.SHOULD)
                    .add(new TermQuery(new Term(ProductDoc.ID, product.toString())), BooleanClause.Occur.MUST_NOT)
                    .add(new TermQuery(new Term(ProductDoc.IN_STOCK, "true")), BooleanClause.Occur.FILTER)
                    .build();
            List<ProductCard> cards = new ArrayList<>();
            for (ScoreDoc hit : searcher.search(query, limit).scoreDocs) {
                cards.add(SearchProducts.card(searcher.storedFields().document(hit.doc)));
            }
            return cards;
        });
    }
}
