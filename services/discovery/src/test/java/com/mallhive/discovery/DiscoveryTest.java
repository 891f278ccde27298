package com.mallhive.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Message;
import com.google.protobuf.util.Timestamps;
import com.mallhive.api.catalog.v1.OptionValue;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.discovery.v1.DiscoveryGrpc;
import com.mallhive.api.discovery.v1.Facet;
import com.mallhive.api.discovery.v1.FacetValue;
import com.mallhive.api.discovery.v1.ProductCard;
import com.mallhive.api.discovery.v1.RecommendRequest;
import com.mallhive.api.discovery.v1.SearchRequest;
import com.mallhive.api.discovery.v1.SearchResponse;
import com.mallhive.api.discovery.v1.SuggestRequest;
import com.mallhive.api.events.v1.AvailabilityChanged;
import com.mallhive.api.events.v1.OrderPaid;
import com.mallhive.api.events.v1.ProductChanged;
import com.mallhive.api.events.v1.ProductDeleted;
import com.mallhive.api.events.v1.SoldLine;
import com.mallhive.api.type.Money;
import com.mallhive.discovery.search.ProductIndex;
import com.mallhive.discovery.search.SearchProducts;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestPlatform;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Search and recommendations, from the events that arrive to what is found. */
class DiscoveryTest {
    private static final String SHOP = new UUID(0, 1).toString();

    private final TestPlatform platform =
            TestPlatform.of("discovery").set("discovery.refresh", "10ms").build();

    DiscoveryTest() {
        platform.run(DiscoveryModule::new);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void aPublishedProductIsFoundAndAWithdrawnOneIsNot() {
        Product kettle = product(1, "Copper kettle", "Hearth", 4900);
        changed(kettle, 2);
        found("kettle", "Copper kettle");
        changed(kettle.toBuilder().setStatus(Product.Status.DRAFT).build(), 3);
        found("kettle");
        changed(kettle, 4);
        found("kettle", "Copper kettle");
        arrive(
                kettle.getId(),
                5,
                ProductDeleted.newBuilder().setProductId(kettle.getId()).build());
        found("kettle");
    }

    @Test
    void anOvertakenEventDoesNotBringThePastBack() {
        Product old = product(1, "Copper kettle", "Hearth", 4900);
        changed(old.toBuilder().setTitle("Steel kettle").build(), 9);
        changed(old, 8);
        found("kettle", "Steel kettle");
        arrive(
                old.getId(),
                10,
                ProductDeleted.newBuilder().setProductId(old.getId()).build());
        changed(old, 9);
        found("kettle");
    }

    @Test
    void optionsMustHoldOnOneVariant() {
        Product shirt = product(1, "Linen shirt", "Loom", 3900).toBuilder()
                .clearVariants()
                .addVariants(variant(3900, "Blue", "S"))
                .addVariants(variant(3900, "Red", "L"))
                .build();
        changed(shirt, 2);
        found("shirt", "Linen shirt");
        assertThat(titles(search(b -> b.addOption("Colour:Blue").addOption("Size:S"))))
                .containsExactly("Linen shirt");
        assertThat(titles(search(b -> b.addOption("Colour:Blue").addOption("Size:L"))))
                .isEmpty();
        assertThat(titles(search(
                        b -> b.addOption("Colour:Blue").addOption("Colour:Red").addOption("Size:L"))))
                .containsExactly("Linen shirt");
    }

    @Test
    void facetsCountWhatEachChoiceWouldFind() {
        changed(product(1, "Copper kettle", "Hearth", 4900), 2);
        changed(product(2, "Steel kettle", "Hearth", 2900), 2);
        changed(product(3, "Glass kettle", "Clear", 1900), 2);
        found("kettle", "Copper kettle", "Steel kettle", "Glass kettle");
        Facet brands = search(b -> b.setQ("kettle").addBrand("Clear")).getFacetsList().stream()
                .filter(f -> f.getField().equals("brand"))
                .findFirst()
                .orElseThrow();
        assertThat(brands.getValuesList())
                .extracting(FacetValue::getValue, FacetValue::getCount, FacetValue::getSelected)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("Hearth", 2, false),
                        org.assertj.core.groups.Tuple.tuple("Clear", 1, true));
    }

    @Test
    void pricesNarrowAndSort() {
        changed(product(1, "Copper kettle", "Hearth", 4900), 2);
        changed(product(2, "Steel kettle", "Hearth", 2900), 2);
        changed(product(3, "Glass kettle", "Clear", 1900), 2);
        found("kettle", "Copper kettle", "Steel kettle", "Glass kettle");
        assertThat(titles(search(b -> b.setMinPrice(2000).setMaxPrice(4900).setSort(SearchRequest.Sort.PRICE_ASC))))
                .containsExactly("Steel kettle", "Copper kettle");
        assertThat(titles(search(b -> b.setSort(SearchRequest.Sort.PRICE_DESC))))
                .containsExactly("Copper kettle", "Steel kettle", "Glass kettle");
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        for (int i = 1; i <= 5; i++) {
            changed(product(i, "Kettle no. " + i, "Hearth", 1000L * i), 2);
        }
        Eventually.until("all are found", () -> search(b -> b.setQ("kettle")).getTotal() == 5);
        SearchResponse first =
                search(b -> b.setSort(SearchRequest.Sort.PRICE_ASC).setPageSize(2));
        SearchResponse second = search(
                b -> b.setSort(SearchRequest.Sort.PRICE_ASC).setPageSize(2).setPageToken(first.getNextPageToken()));
        SearchResponse third = search(
                b -> b.setSort(SearchRequest.Sort.PRICE_ASC).setPageSize(2).setPageToken(second.getNextPageToken()));
        assertThat(List.of(titles(first), titles(second), titles(third)))
                .containsExactly(
                        List.of("Kettle no. 1", "Kettle no. 2"),
                        List.of("Kettle no. 3", "Kettle no. 4"),
                        List.of("Kettle no. 5"));
        assertThat(third.getNextPageToken()).isEmpty();
    }

    @Test
    void stockIsFollowed() {
        Product kettle = product(1, "Copper kettle", "Hearth", 4900);
        changed(kettle, 2);
        String offer = kettle.getVariants(0).getOfferId();
        available(offer, 2, true);
        Eventually.until(
                "in stock", () -> titles(search(b -> b.setInStock(true))).contains("Copper kettle"));
        available(offer, 4, false);
        available(offer, 3, true);
        Eventually.until(
                "sold out", () -> titles(search(b -> b.setInStock(true))).isEmpty());
        found("kettle", "Copper kettle");
    }

    @Test
    void misspeltWordsAreCorrectedAndBeginningsSuggested() {
        changed(product(1, "Copper kettle", "Hearth", 4900), 2);
        found("kettle", "Copper kettle");
        assertThat(titles(search(b -> b.setQ("ketle")))).containsExactly("Copper kettle");
        assertThat(stub().suggest(SuggestRequest.newBuilder().setQ("copp").build())
                        .getSuggestionsList())
                .anySatisfy(s -> {
                    assertThat(s.getKind()).isEqualTo("product");
                    assertThat(s.getText()).isEqualTo("Copper kettle");
                });
    }

    @Test
    void whatIsBoughtTogetherIsRecommendedWithItsReason() {
        Product kettle = product(1, "Copper kettle", "Hearth", 4900);
        Product tea = product(2, "Green tea", "Leaf", 900);
        Product lamp = product(3, "Desk lamp", "Lux", 2900);
        for (Product each : List.of(kettle, tea, lamp)) {
            changed(each, 2);
            available(each.getVariants(0).getOfferId(), 2, true);
        }
        Eventually.until("all are found", () -> search(b -> b.setInStock(true)).getTotal() == 3);
        OrderPaid order = OrderPaid.newBuilder()
                .setOrderId(UUID.randomUUID().toString())
                .setTime(Timestamps.fromMillis(platform.clock().millis()))
                .addLines(SoldLine.newBuilder().setProductId(kettle.getId()))
                .addLines(SoldLine.newBuilder().setProductId(tea.getId()))
                .build();
        UUID once = UUID.randomUUID();
        platform.arrive(once, order.getOrderId(), 2, order);
        platform.arrive(once, order.getOrderId(), 2, order);
        List<ProductCard> cards = stub().recommend(RecommendRequest.newBuilder()
                        .setKind(RecommendRequest.Kind.BOUGHT_TOGETHER)
                        .addProduct(kettle.getId())
                        .build())
                .getProductsList();
        assertThat(cards).extracting(ProductCard::getTitle).containsExactly("Green tea");
        assertThat(cards.getFirst().getReason()).isNotBlank();
    }

    @Test
    void theIndexIsBuiltAgainFromTheTables() {
        changed(product(1, "Copper kettle", "Hearth", 4900), 2);
        found("kettle", "Copper kettle");
        try (ProductIndex again = new ProductIndex(platform.database(), Duration.ofMillis(10))) {
            again.start();
            var answer = new SearchProducts(again, 10)
                    .search(SearchRequest.newBuilder().setQ("kettle").build());
            assertThat(titles(answer)).containsExactly("Copper kettle");
        }
    }

    private void found(String query, String... titles) {
        Eventually.until(
                query + " finds " + List.of(titles),
                () -> titles(search(b -> b.setQ(query))).size() == titles.length
                        && titles(search(b -> b.setQ(query))).containsAll(List.of(titles)));
    }

    private SearchResponse search(java.util.function.UnaryOperator<SearchRequest.Builder> what) {
        return stub().search(what.apply(SearchRequest.newBuilder()).build());
    }

    private static List<String> titles(SearchResponse answer) {
        return answer.getProductsList().stream().map(ProductCard::getTitle).toList();
    }

    private void changed(Product product, long version) {
        arrive(
                product.getId(),
                version,
                ProductChanged.newBuilder().setProduct(product).build());
    }

    private void available(String offer, long version, boolean available) {
        arrive(
                offer,
                version,
                AvailabilityChanged.newBuilder()
                        .setOfferId(offer)
                        .setAvailable(available)
                        .build());
    }

    private void arrive(String aggregate, long version, Message event) {
        platform.arrive(UUID.randomUUID(), aggregate, version, event);
    }

    private DiscoveryGrpc.DiscoveryBlockingStub stub() {
        return DiscoveryGrpc.newBlockingStub(platform.channelOf("edge"));
    }

    private static Product product(int number, String title, String brand, long price) {
        return Product.newBuilder()
                .setId(new UUID(1, number).toString())
                .setShopId(SHOP)
                .setShopName("A shop")
                .setSlug("product-" + number)
                .setTitle(title)
                .setDescription("Made to be found.")
                .setBrand(brand)
                .setCategoryId(new UUID(3, 1).toString())
                .setStatus(Product.Status.PUBLISHED)
                .addVariants(Variant.newBuilder()
                        .setId(new UUID(4, number).toString())
                        .setOfferId(new UUID(2, number).toString())
                        .setPrice(euros(price)))
                .build();
    }

    private static Variant variant(long price, String colour, String size) {
        return Variant.newBuilder()
                .setId(UUID.randomUUID().toString())
                .setOfferId(UUID.randomUUID().toString())
                .setPrice(euros(price))
                .addOptions(OptionValue.newBuilder().setName("Colour").setValue(colour))
                .addOptions(OptionValue.newBuilder().setName("Size").setValue(size))
                .build();
    }

    private static Money euros(long cents) {
        return Money.newBuilder().setAmount(cents).setCurrency("EUR").build();
    }
}
