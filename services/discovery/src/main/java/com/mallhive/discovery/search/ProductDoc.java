package com.mallhive.discovery.search;

import com.mallhive.api.catalog.v1.OptionValue;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.discovery.v1.ProductCard;
import com.mallhive.api.events.v1.ProductChanged;
import com.mallhive.api.type.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.facet.sortedset.SortedSetDocValuesFacetField;
import org.apache.lucene.util.BytesRef;

/** A product as a document of the index. */
final class ProductDoc {
    static final String ID = "id";
    static final String TITLE = "title";
    static final String PLAIN = "plain";
    static final String BRAND = "brand";
    static final String CATEGORY = "category";
    static final String OPTIONS = "options";
    static final String DESCRIPTION = "description";
    static final String SHOP = "shop";
    static final String SKU = "sku";
    static final String BRAND_KEY = "brandKey";
    static final String CATEGORY_KEY = "categoryKey";
    static final String COMBINATION = "combination";
    static final String IN_STOCK = "inStock";
    static final String PRICE = "price";
    static final String CREATED = "created";
    static final String CARD = "card";
    static final String FACET_CATEGORY = "f.category";
    static final String FACET_BRAND = "f.brand";
    static final String FACET_SHOP = "f.shop";
    static final String FACET_OPTION = "f.option";
    private static final int MOST_COMBINED = 4;

    private ProductDoc() {}

    /** @param available whether an offer can be bought */
    static Document of(ProductChanged event, Predicate<String> available) {
        Product product = event.getProduct();
        ProductCard card = card(product, available);
        Document doc = new Document();
        doc.add(new StringField(ID, product.getId(), Field.Store.YES));
        doc.add(new SortedDocValuesField(ID, new BytesRef(product.getId())));
        doc.add(new TextField(TITLE, product.getTitle(), Field.Store.NO));
        doc.add(new TextField(PLAIN, product.getTitle() + " " + product.getBrand(), Field.Store.NO));
        doc.add(new TextField(BRAND, product.getBrand(), Field.Store.NO));
        doc.add(new TextField(CATEGORY, String.join(" ", event.getCategoryNamesList()), Field.Store.NO));
        doc.add(new TextField(DESCRIPTION, product.getDescription(), Field.Store.NO));
        doc.add(new StringField(SHOP, product.getShopId(), Field.Store.NO));
        doc.add(new StringField(IN_STOCK, Boolean.toString(card.getInStock()), Field.Store.NO));
        doc.add(new LongPoint(PRICE, card.getPrice().getAmount()));
        doc.add(new NumericDocValuesField(PRICE, card.getPrice().getAmount()));
        doc.add(new NumericDocValuesField(CREATED, product.getCreateTime().getSeconds()));
        doc.add(new StoredField(CARD, card.toByteArray()));
        doc.add(new SortedSetDocValuesFacetField(FACET_SHOP, product.getShopId()));
        if (!product.getBrand().isEmpty()) {
            doc.add(new StringField(BRAND_KEY, product.getBrand(), Field.Store.NO));
            doc.add(new SortedSetDocValuesFacetField(FACET_BRAND, product.getBrand()));
        }
        event.getCategorySlugsList().forEach(slug -> {
            doc.add(new StringField(CATEGORY_KEY, slug, Field.Store.NO));
            doc.add(new SortedSetDocValuesFacetField(FACET_CATEGORY, slug));
        });
        event.getCategoryIdsList().forEach(id -> doc.add(new StringField(CATEGORY_KEY, id, Field.Store.NO)));
        addVariants(doc, product);
        return doc;
    }

    /** The term that all variants with these option values share, for example "Colour:Blue|Size:XL". */
    static String combination(Iterable<String> options) {
        TreeSet<String> sorted = new TreeSet<>();
        options.forEach(sorted::add);
        return String.join("|", sorted);
    }

    private static void addVariants(Document doc, Product product) {
        Set<String> values = new TreeSet<>();
        Set<String> combinations = new HashSet<>();
        for (Variant variant : product.getVariantsList()) {
            doc.add(new StringField(SKU, variant.getSku().toLowerCase(java.util.Locale.ROOT), Field.Store.NO));
            List<String> options = variant.getOptionsList().stream()
                    .map(o -> o.getName() + ":" + o.getValue())
                    .limit(MOST_COMBINED)
                    .toList();
            values.addAll(options);
            for (int subset = 1; subset < 1 << options.size(); subset++) {
                List<String> chosen = new ArrayList<>();
                for (int i = 0; i < options.size(); i++) {
                    if ((subset & 1 << i) != 0) {
                        chosen.add(options.get(i));
                    }
                }
                combinations.add(combination(chosen));
            }
        }
        combinations.forEach(c -> doc.add(new StringField(COMBINATION, c, Field.Store.NO)));
        values.forEach(v -> doc.add(new SortedSetDocValuesFacetField(FACET_OPTION, v)));
        StringBuilder words = new StringBuilder();
        product.getVariantsList().forEach(v -> {
            for (OptionValue option : v.getOptionsList()) {
                words.append(option.getValue()).append(' ');
            }
        });
        doc.add(new TextField(OPTIONS, words.toString(), Field.Store.NO));
    }

    private static ProductCard card(Product product, Predicate<String> available) {
        Variant cheapest = product.getVariantsList().stream()
                .min(Comparator.comparingLong(v -> v.getPrice().getAmount()))
                .orElse(Variant.getDefaultInstance());
        Money price = cheapest.getPrice();
        var card = ProductCard.newBuilder()
                .setProductId(product.getId())
                .setSlug(product.getSlug())
                .setTitle(product.getTitle())
                .setBrand(product.getBrand())
                .setShopId(product.getShopId())
                .setShopName(product.getShopName())
                .setCategoryId(product.getCategoryId())
                .setPrice(price)
                .setPriceFrom(product.getVariantsList().stream()
                        .anyMatch(v -> v.getPrice().getAmount() != price.getAmount()))
                .setInStock(product.getVariantsList().stream().anyMatch(v -> available.test(v.getOfferId())));
        if (cheapest.hasCompareAt()) {
            card.setCompareAt(cheapest.getCompareAt());
        }
        if (product.getPicturesCount() > 0) {
            card.setThumbnailUrl(product.getPictures(0).getThumbnailUrl());
        }
        return card.build();
    }
}
