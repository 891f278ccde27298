package com.mallhive.web.storefront.browse;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.web.ui.MoneyFormat;
import java.util.Map;

/** A product as schema.org describes it to search engines. */
final class ProductJson {
    private ProductJson() {}

    static String of(Product product, Map<String, Integer> stock, String publicUrl) {
        String url = publicUrl + "/p/" + product.getSlug();
        Struct.Builder json = Struct.newBuilder()
                .putFields("@context", text("https://schema.org"))
                .putFields("@type", text("Product"))
                .putFields("name", text(product.getTitle()))
                .putFields("description", text(product.getDescription()))
                .putFields("url", text(url));
        if (!product.getBrand().isEmpty()) {
            json.putFields(
                    "brand",
                    object(Struct.newBuilder()
                            .putFields("@type", text("Brand"))
                            .putFields("name", text(product.getBrand()))));
        }
        ListValue.Builder pictures = ListValue.newBuilder();
        product.getPicturesList().forEach(p -> pictures.addValues(text(publicUrl + p.getUrl())));
        json.putFields("image", Value.newBuilder().setListValue(pictures).build());
        ListValue.Builder offers = ListValue.newBuilder();
        for (Variant variant : product.getVariantsList()) {
            boolean there = stock.getOrDefault(variant.getOfferId(), 0) > 0;
            var price = variant.getPrice();
            offers.addValues(object(Struct.newBuilder()
                    .putFields("@type", text("Offer"))
                    .putFields("sku", text(variant.getSku()))
                    .putFields("url", text(url + "?variant=" + variant.getOfferId()))
                    .putFields("price", text(MoneyFormat.plain(price.getAmount(), price.getCurrency())))
                    .putFields("priceCurrency", text(price.getCurrency()))
                    .putFields(
                            "availability",
                            text(there ? "https://schema.org/InStock" : "https://schema.org/OutOfStock"))
                    .putFields(
                            "seller",
                            object(Struct.newBuilder()
                                    .putFields("@type", text("Organization"))
                                    .putFields("name", text(product.getShopName()))))));
        }
        json.putFields("offers", Value.newBuilder().setListValue(offers).build());
        try {
            return JsonFormat.printer().omittingInsignificantWhitespace().print(json);
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException("a struct always has a JSON form", e);
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    private static Value object(Struct.Builder fields) {
        return Value.newBuilder().setStructValue(fields).build();
    }
}
