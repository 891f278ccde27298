package com.mallhive.discovery.search;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.events.v1.ProductChanged;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.Tail;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.miscellaneous.PerFieldAnalyzerWrapper;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.facet.FacetsConfig;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * The search index of this replica, in memory: built from the service's tables at start, then following their changes. It
 * needs no backup, and no other replica.
 */
public final class ProductIndex implements AutoCloseable {
    private static final JsonFormat.Parser PARSER = JsonFormat.parser().ignoringUnknownFields();

    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final FacetsConfig facets = new FacetsConfig();
    private final Map<String, ProductChanged> products = new ConcurrentHashMap<>();
    private final Map<String, String> productOfOffer = new ConcurrentHashMap<>();
    private final Map<String, Boolean> available = new ConcurrentHashMap<>();
    private final Map<String, String> labels = new ConcurrentHashMap<>();
    private final Set<String> dirty = new HashSet<>();
    private final AtomicLong generation = new AtomicLong();
    private final Tail productTail;
    private final Tail availabilityTail;

    public ProductIndex(Database database, Duration refresh) {
        try {
            this.writer = new IndexWriter(new ByteBuffersDirectory(), new IndexWriterConfig(analyzer()));
            this.searchers = new SearcherManager(writer, new SearcherFactory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        for (String dimension : new String[] {ProductDoc.FACET_CATEGORY, ProductDoc.FACET_OPTION}) {
            facets.setMultiValued(dimension, true);
        }
        this.availabilityTail = new Tail(
                database,
                "offer_id, available",
                "availability",
                true,
                refresh,
                row -> availability(row.getString("offer_id"), row.getBoolean("available")),
                this::flush);
        this.productTail = new Tail(
                database,
                "id, state",
                "product",
                true,
                refresh,
                row -> product(row.getString("id"), row.getString("state")),
                this::flush);
    }

    static Analyzer analyzer() {
        return new PerFieldAnalyzerWrapper(new EnglishAnalyzer(), Map.of(ProductDoc.PLAIN, new StandardAnalyzer()));
    }

    /** Reads the tables; when it returns everything is findable. */
    public void start() {
        availabilityTail.start();
        productTail.start();
    }

    SearcherManager searchers() {
        return searchers;
    }

    FacetsConfig facets() {
        return facets;
    }

    /** Grows with each change of the index. */
    long generation() {
        return generation.get();
    }

    /** What people call a category's slug or a shop's id. */
    String label(String key) {
        return labels.getOrDefault(key, key);
    }

    /** How many products are on sale. */
    public int size() {
        return products.size();
    }

    @Override
    public void close() {
        productTail.close();
        availabilityTail.close();
        try {
            searchers.close();
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void availability(String offer, boolean now) {
        available.put(offer, now);
        String product = productOfOffer.get(offer);
        if (product != null) {
            dirty.add(product);
        }
    }

    private synchronized void product(String id, String state) {
        ProductChanged event = state.isEmpty() ? null : parse(state);
        ProductChanged before = products.remove(id);
        if (before != null) {
            before.getProduct().getVariantsList().forEach(v -> productOfOffer.remove(v.getOfferId()));
        }
        if (event != null && event.getProduct().getStatus() == Product.Status.PUBLISHED) {
            products.put(id, event);
            for (Variant variant : event.getProduct().getVariantsList()) {
                productOfOffer.put(variant.getOfferId(), id);
            }
            labels.put(event.getProduct().getShopId(), event.getProduct().getShopName());
            for (int i = 0; i < event.getCategorySlugsCount(); i++) {
                labels.put(event.getCategorySlugs(i), event.getCategoryNames(i));
            }
        }
        dirty.add(id);
    }

    private synchronized void flush() {
        try {
            for (String id : dirty) {
                ProductChanged event = products.get(id);
                Term key = new Term(ProductDoc.ID, id);
                if (event == null) {
                    writer.deleteDocuments(key);
                } else {
                    writer.updateDocument(
                            key, facets.build(ProductDoc.of(event, offer -> available.getOrDefault(offer, false))));
                }
            }
            dirty.clear();
            searchers.maybeRefreshBlocking();
            generation.incrementAndGet();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProductChanged parse(String state) {
        var event = ProductChanged.newBuilder();
        try {
            PARSER.merge(state, event);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored product is not readable", e);
        }
        return event.build();
    }
}
