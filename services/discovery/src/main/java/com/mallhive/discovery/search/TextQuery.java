package com.mallhive.discovery.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.spell.DirectSpellChecker;
import org.apache.lucene.search.spell.SuggestMode;
import org.apache.lucene.search.spell.SuggestWord;

/** Turns what a buyer typed into queries: each word in its best field, titles before descriptions. */
final class TextQuery {
    private static final Map<String, Float> FIELDS = Map.of(
            ProductDoc.TITLE, 4f,
            ProductDoc.BRAND, 3f,
            ProductDoc.CATEGORY, 2.5f,
            ProductDoc.OPTIONS, 1.5f,
            ProductDoc.DESCRIPTION, .6f);
    private static final float TIE = .1f;

    private final Analyzer stemmed = ProductIndex.analyzer();

    /** How many of the words must be found. */
    enum Match {
        ALL,
        MOST
    }

    /** The query for the words; everything where there are none. */
    Query words(String text, Match match) {
        List<String> words = plain(text);
        if (words.isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (String word : words) {
            List<Query> fields = new ArrayList<>();
            FIELDS.forEach((field, boost) -> tokens(field, word)
                    .forEach(token -> fields.add(new BoostQuery(new TermQuery(new Term(field, token)), boost))));
            if (fields.isEmpty()) {
                continue; // a stop word
            }
            fields.add(new BoostQuery(new TermQuery(new Term(ProductDoc.SKU, word)), 10f));
            all.add(
                    new DisjunctionMaxQuery(fields, TIE),
                    match == Match.ALL ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD);
        }
        BooleanQuery query = all.build();
        if (query.clauses().isEmpty()) {
            return MatchAllDocsQuery.INSTANCE;
        }
        return match == Match.ALL
                ? query
                : new BooleanQuery.Builder()
                        .add(query, BooleanClause.Occur.MUST)
                        .setMinimumNumberShouldMatch(0)
                        .build();
    }

    /** Titles and brands whose words begin like these; the last word may be unfinished. */
    Query beginning(String text) {
        List<String> words = plain(text);
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (int i = 0; i < words.size(); i++) {
            Term term = new Term(ProductDoc.PLAIN, words.get(i));
            all.add(i == words.size() - 1 ? new PrefixQuery(term) : new TermQuery(term), BooleanClause.Occur.MUST);
        }
        return all.build();
    }

    /** The words with those corrected that nothing contains; the same text where nothing can be corrected. */
    String corrected(IndexReader reader, String text) {
        DirectSpellChecker checker = new DirectSpellChecker();
        checker.setMinQueryLength(3);
        List<String> words = new ArrayList<>();
        try {
            for (String word : plain(text)) {
                Term term = new Term(ProductDoc.PLAIN, word);
                SuggestWord[] better = reader.docFreq(term) > 0
                        ? new SuggestWord[0]
                        : checker.suggestSimilar(term, 1, reader, SuggestMode.SUGGEST_WHEN_NOT_IN_INDEX);
                words.add(better.length == 0 ? word : better[0].string);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return String.join(" ", words);
    }

    List<String> plain(String text) {
        return tokens(ProductDoc.PLAIN, text.toLowerCase(Locale.ROOT));
    }

    private List<String> tokens(String field, String text) {
        List<String> tokens = new ArrayList<>();
        try (TokenStream stream = stemmed.tokenStream(field, text)) {
            CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
            stream.reset();
            while (stream.incrementToken()) {
                tokens.add(term.toString());
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tokens;
    }
}
