package com.mallhive.web.storefront.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.catalog.v1.OptionValue;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.ProductOption;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.type.Money;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.ui.FieldError;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ListingDraftTest {
    @Test
    void aProductWithoutOptionsHasOneVariant() {
        Form form = Form.of(Map.of("title", "Oak spoon", "price", "12,50", "stock", "7"));
        var draft = ListingDraft.of(form, "EUR", null);
        assertThat(form.good()).isTrue();
        assertThat(draft.rows()).hasSize(1);
        var row = draft.rows().getFirst();
        assertThat(row.variant().getSku()).isEqualTo("OAKSPOON");
        assertThat(row.variant().getPrice().getAmount()).isEqualTo(1250);
        assertThat(row.stock()).isEqualTo(7);
    }

    @Test
    void everyCombinationBecomesAVariantWithAnArticleNumberOfItsOwn() {
        Form form = Form.of(Map.of(
                "title", "Shirt",
                "price", "20",
                "option.0", "Colour",
                "values.0", "Blue, Blueish, Red",
                "option.1", "Size",
                "values.1", "S; M"));
        var draft = ListingDraft.of(form, "EUR", null);
        assertThat(form.good()).isTrue();
        assertThat(draft.rows()).hasSize(6);
        assertThat(draft.rows().stream().map(r -> r.variant().getSku()))
                .doesNotHaveDuplicates()
                .contains("SHIRT-BLUE-S", "SHIRT-RED-M");
    }

    @Test
    void rowsSurviveAChangeOfTheOptions() {
        Map<String, String> values = edited();
        values.put("values.0", "S, M, L");
        Form form = Form.of(values);
        var draft = ListingDraft.of(form, "EUR", product());
        assertThat(form.errors()).isEmpty();
        assertThat(draft.rows()).extracting(r -> r.variant().getSku()).startsWith("SPOON-S", "SPOON-M");
        assertThat(draft.rows())
                .extracting(r -> r.variant().getPrice().getAmount())
                .containsExactly(1000L, 1100L, 1000L);
        assertThat(draft.rows()).extracting(ListingDraft.Row::stock).containsExactly(3, null, 0);
        assertThat(draft.rows().getFirst().variant().getPictureId()).isEqualTo("picture-1");
    }

    @Test
    void whatIsWrongIsSaidBesideItsField() {
        Form form = Form.of(Map.of(
                "title",
                "Shirt",
                "price",
                "cheap",
                "was",
                "5",
                "option.0",
                "Colour",
                "option.1",
                "colour",
                "values.1",
                "A"));
        ListingDraft.of(form, "EUR", null);
        assertThat(form.errors()).extracting(FieldError::field).contains("price", "values.0");
    }

    @Test
    void aFormerPriceMustBeHigher() {
        Form form = Form.of(Map.of("title", "Shirt", "price", "20", "was", "15"));
        ListingDraft.of(form, "EUR", null);
        assertThat(form.error("was")).isNotNull();
    }

    @Test
    void tooManyCombinationsAreRefused() {
        Form form = Form.of(Map.of(
                "title", "Shirt",
                "price", "20",
                "option.0", "A",
                "values.0", "1,2,3,4,5,6,7,8,9,10,11",
                "option.1", "B",
                "values.1", "1,2,3,4,5,6,7,8,9,10"));
        var draft = ListingDraft.of(form, "EUR", null);
        assertThat(form.error("values.0")).contains("110");
        assertThat(draft.rows()).isEmpty();
    }

    @Test
    void theKindOfAPictureIsToldByItsFirstBytes() {
        assertThat(Uploads.type(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, 0}))
                .isEqualTo("image/jpeg");
        assertThat(Uploads.type(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0}))
                .isEqualTo("image/png");
        assertThat(Uploads.type("RIFF1234WEBPVP8 ".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEqualTo("image/webp");
        assertThat(Uploads.type("<svg onload=alert(1)>".getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(Uploads.type(new byte[0])).isEmpty();
    }

    private static Map<String, String> edited() {
        Map<String, String> values = new HashMap<>();
        values.put("title", "Spoon");
        values.put("option.0", "Size");
        values.put("combination.0", "Size=S");
        values.put("sku.0", "SPOON-S");
        values.put("price.0", "10.00");
        values.put("was.0", "");
        values.put("stock.0", "3");
        values.put("combination.1", "Size=M");
        values.put("sku.1", "SPOON-M");
        values.put("price.1", "11.00");
        values.put("was.1", "");
        values.put("stock.1", "");
        return values;
    }

    private static Product product() {
        return Product.newBuilder()
                .setId("01a2034e-07ee-7000-9126-b4cf9f18ff00")
                .setTitle("Spoon")
                .addOptions(ProductOption.newBuilder()
                        .setName("Size")
                        .addValues("S")
                        .addValues("M"))
                .addVariants(variant("S", "picture-1", 1000))
                .addVariants(variant("M", "", 1100))
                .build();
    }

    private static Variant variant(String size, String picture, long price) {
        return Variant.newBuilder()
                .setOfferId("offer-" + size.toLowerCase(java.util.Locale.ROOT))
                .setSku("SPOON-" + size)
                .setPictureId(picture)
                .setPrice(Money.newBuilder().setAmount(price).setCurrency("EUR"))
                .addOptions(OptionValue.newBuilder().setName("Size").setValue(size))
                .build();
    }
}
