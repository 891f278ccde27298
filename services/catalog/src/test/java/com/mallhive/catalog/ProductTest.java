package com.mallhive.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.FieldMask;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.GetShopRequest;
import com.mallhive.api.accounts.v1.Shop;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.CreateCategoryRequest;
import com.mallhive.api.catalog.v1.CreateProductRequest;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.UpdateProductRequest;
import com.mallhive.api.catalog.v1.VariantInput;
import com.mallhive.api.type.Money;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.TestPlatform;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What sellers and operators write into the catalog, on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ProductTest {
    private static final Person SELLER =
            new Person(UUID.randomUUID(), Set.of("seller"), UUID.randomUUID(), UUID.randomUUID());
    private static final Person OPERATOR = new Person(UUID.randomUUID(), Set.of("operator"), null, UUID.randomUUID());

    private TestPlatform platform;

    @BeforeAll
    void open() {
        platform = TestPlatform.of("catalog").peer("accounts", new OneShop()).build();
        platform.run(CatalogModule::new);
    }

    @AfterAll
    void close() {
        platform.close();
    }

    @Test
    void aSkuBelongsToOneProductOfAShop() {
        create("Mug", "MUG-1", "MUG-2");

        Problem problem = refused(SELLER, catalog -> catalog.createProduct(product("Cup", "CUP-1", "MUG-2")));

        assertThat(problem.type()).isEqualTo("sku-taken");
        assertThat(problem.kind()).isEqualTo(Problem.Kind.CONFLICT);
        assertThat(problem.violations()).extracting(Problem.Violation::field).containsExactly("variants.sku");
    }

    @ParameterizedTest
    @CsvSource({"'   '", "' a '", "''"})
    void aTitleIsMoreThanSpaces(String title) {
        Product known = create("Plate", "P-" + UUID.randomUUID().toString().substring(30));
        assertThat(fields(refused(SELLER, catalog -> catalog.createProduct(product(title, "SPACES")))))
                .contains("title");
        assertThat(fields(refused(
                        SELLER,
                        catalog -> catalog.updateProduct(UpdateProductRequest.newBuilder()
                                .setProduct(known.getId())
                                .setTitle(title)
                                .setUpdateMask(FieldMask.newBuilder().addPaths("title"))
                                .build()))))
                .contains("title");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "data:image/png;base64,AA",
                "http://example.com/a.png",
                "//example.com/a.png",
                "/admin/",
                "https://example.com/ a.png"
            })
    void aPictureOfACategoryIsOfTheMallOrComesBySafeWays(String url) {
        Problem problem = refused(
                OPERATOR,
                catalog -> catalog.createCategory(
                        category("Kitchen").setPictureUrl(url).build()));
        assertThat(fields(problem)).containsExactly("pictureUrl");
        assertThat(problem.violations().getFirst().message()).contains("/media/", "https://");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/media/catalog/pictures/1-320.webp", "/assets/a.svg", "https://example.com/a.png"})
    void otherPicturesAreTaken(String url) {
        var made = as(
                OPERATOR,
                catalog -> catalog.createCategory(
                        category("C " + UUID.randomUUID()).setPictureUrl(url).build()));
        assertThat(made.getPictureUrl()).isEqualTo(url);
    }

    @Test
    void aCategoryHasAName() {
        assertThat(fields(refused(
                        OPERATOR,
                        catalog -> catalog.createCategory(category(" \t ").build()))))
                .containsExactly("name");
    }

    private Product create(String title, String... skus) {
        return as(SELLER, catalog -> catalog.createProduct(product(title, skus)));
    }

    private <T> T as(Person person, Function<CatalogGrpc.CatalogBlockingStub, T> call) {
        return platform.as(person, () -> call.apply(CatalogGrpc.newBlockingStub(platform.channelOf("edge"))));
    }

    private Problem refused(Person person, Function<CatalogGrpc.CatalogBlockingStub, ?> call) {
        Problem[] problem = new Problem[1];
        assertThatThrownBy(() -> as(person, call))
                .isInstanceOfSatisfying(StatusRuntimeException.class, e -> problem[0] = Problem.from(e));
        return problem[0];
    }

    private static java.util.List<String> fields(Problem problem) {
        return problem.violations().stream().map(Problem.Violation::field).toList();
    }

    private static CreateCategoryRequest.Builder category(String name) {
        return CreateCategoryRequest.newBuilder().setName(name);
    }

    private static CreateProductRequest product(String title, String... skus) {
        var product = CreateProductRequest.newBuilder().setTitle(title);
        if (skus.length > 1) {
            product.addOptions(com.mallhive.api.catalog.v1.ProductOption.newBuilder()
                    .setName("Size")
                    .addAllValues(java.util.List.of(skus)));
        }
        for (String sku : skus) {
            var variant = VariantInput.newBuilder()
                    .setSku(sku)
                    .setPrice(Money.newBuilder().setAmount(100).setCurrency("EUR"));
            if (skus.length > 1) {
                variant.addOptions(com.mallhive.api.catalog.v1.OptionValue.newBuilder()
                        .setName("Size")
                        .setValue(sku));
            }
            product.addVariants(variant);
        }
        return product.build();
    }

    private static final class OneShop extends AccountsGrpc.AccountsImplBase {
        @Override
        public void getShop(GetShopRequest request, StreamObserver<Shop> out) {
            out.onNext(Shop.newBuilder()
                    .setId(String.valueOf(SELLER.shopId()))
                    .setName("Shop")
                    .setSlug("shop")
                    .build());
            out.onCompleted();
        }
    }
}
