package com.mallhive.catalog;

import static com.mallhive.platform.rpc.Unary.answer;

import com.google.protobuf.Empty;
import com.mallhive.api.catalog.v1.*;
import com.mallhive.api.type.Picture;
import com.mallhive.catalog.categories.Categories;
import com.mallhive.catalog.domain.ProductDraft;
import com.mallhive.catalog.events.ProductWire;
import com.mallhive.catalog.media.Pictures;
import com.mallhive.catalog.products.ProductReader;
import com.mallhive.catalog.products.WriteProduct;
import com.mallhive.catalog.store.ProductStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The contract of the catalog, answered by its use cases. */
final class CatalogApi extends CatalogGrpc.CatalogImplBase {
    private static final Set<String> FIELDS =
            Set.of("title", "description", "brand", "category_id", "options", "variants", "picture_ids");

    private final ProductReader<Product> reader;
    private final WriteProduct products;
    private final Categories categories;
    private final Pictures pictures;
    private final Database database;
    private final ProductStore store;

    CatalogApi(
            ProductReader<Product> reader,
            WriteProduct products,
            Categories categories,
            Pictures pictures,
            Database database,
            ProductStore store) {
        this.reader = reader;
        this.products = products;
        this.categories = categories;
        this.pictures = pictures;
        this.database = database;
        this.store = store;
    }

    @Override
    public void listCategories(ListCategoriesRequest request, StreamObserver<ListCategoriesResponse> out) {
        var answer = ListCategoriesResponse.newBuilder();
        categories.tree().all().forEach(category -> answer.addCategories(wire(category)));
        answer(out, answer.build());
    }

    @Override
    public void createCategory(CreateCategoryRequest request, StreamObserver<Category> out) {
        answer(
                out,
                wire(categories.create(
                        request.getName(),
                        request.getSlug(),
                        id("parentId", request.getParentId()),
                        request.getPosition(),
                        request.getPictureUrl())));
    }

    @Override
    public void updateCategory(UpdateCategoryRequest request, StreamObserver<Category> out) {
        answer(
                out,
                wire(categories.update(
                        UUID.fromString(request.getCategory()),
                        request.hasName() ? request.getName() : null,
                        request.hasParentId() ? request.getParentId() : null,
                        request.hasPosition() ? request.getPosition() : null)));
    }

    @Override
    public void deleteCategory(DeleteCategoryRequest request, StreamObserver<Empty> out) {
        categories.delete(UUID.fromString(request.getCategory()));
        answer(out, Empty.getDefaultInstance());
    }

    @Override
    public void createProduct(CreateProductRequest request, StreamObserver<Product> out) {
        ProductDraft draft = new ProductDraft(
                request.getTitle(),
                request.getDescription(),
                request.getBrand(),
                id("categoryId", request.getCategoryId()),
                options(request.getOptionsList()),
                variants(request.getVariantsList()),
                request.getPictureIdsList());
        answer(out, ProductWire.product(products.create(Caller.current().shop(), draft)));
    }

    @Override
    public void getProduct(GetProductRequest request, StreamObserver<Product> out) {
        var entry = reader.find(request.getProduct()).orElseThrow(ProductReader::missing);
        if (!entry.product().published()
                && !maySeeDraftsOf(entry.product().shop().id())) {
            throw ProductReader.missing();
        }
        answer(out, entry.rendered());
    }

    @Override
    public void listProducts(ListProductsRequest request, StreamObserver<ListProductsResponse> out) {
        UUID shop = id("shop", request.getShop());
        if (request.getIncludeDrafts() && !Caller.current().isOperator() && (shop == null || !maySeeDraftsOf(shop))) {
            throw Problem.forbidden("Drafts are shown to their own shop only: name it in \"shop\".");
        }
        var page = reader.page(
                new ProductStore.Filter(
                        id("category", request.getCategory()),
                        shop,
                        request.getMinPrice(),
                        request.getMaxPrice(),
                        request.getIncludeDrafts()),
                request.getPageSize(),
                request.getPageToken());
        answer(
                out,
                ListProductsResponse.newBuilder()
                        .addAllProducts(page.entries().stream()
                                .map(ProductReader.Entry::rendered)
                                .toList())
                        .setNextPageToken(page.next())
                        .build());
    }

    @Override
    public void updateProduct(UpdateProductRequest request, StreamObserver<Product> out) {
        Set<String> fields = fields(request);
        answer(
                out,
                ProductWire.product(products.update(
                        Caller.current().shop(),
                        UUID.fromString(request.getProduct()),
                        request.getEtag(),
                        before -> new ProductDraft(
                                fields.contains("title") ? request.getTitle() : before.title(),
                                fields.contains("description") ? request.getDescription() : before.description(),
                                fields.contains("brand") ? request.getBrand() : before.brand(),
                                fields.contains("category_id")
                                        ? id("categoryId", request.getCategoryId())
                                        : before.categoryId(),
                                fields.contains("options") ? options(request.getOptionsList()) : before.options(),
                                fields.contains("variants") ? variants(request.getVariantsList()) : before.variants(),
                                fields.contains("picture_ids") ? request.getPictureIdsList() : before.pictureIds()))));
    }

    @Override
    public void deleteProduct(DeleteProductRequest request, StreamObserver<Empty> out) {
        products.delete(Caller.current().shop(), UUID.fromString(request.getProduct()));
        answer(out, Empty.getDefaultInstance());
    }

    @Override
    public void publishProduct(PublishProductRequest request, StreamObserver<Product> out) {
        publish(request.getProduct(), true, out);
    }

    @Override
    public void unpublishProduct(UnpublishProductRequest request, StreamObserver<Product> out) {
        publish(request.getProduct(), false, out);
    }

    @Override
    public void createUpload(CreateUploadRequest request, StreamObserver<Upload> out) {
        var ticket = pictures.begin(Caller.current().shop(), request.getContentType(), request.getSize());
        answer(
                out,
                Upload.newBuilder()
                        .setId(ticket.id().toString())
                        .setUrl(ticket.url())
                        .setExpireTime(Wire.timestamp(ticket.expiry()))
                        .build());
    }

    @Override
    public void completeUpload(CompleteUploadRequest request, StreamObserver<Picture> out) {
        var picture =
                pictures.complete(Caller.current().shop(), Wire.id("upload", request.getUpload()), request.getAlt());
        answer(out, ProductWire.picture(picture));
    }

    @Override
    public void getOffers(GetOffersRequest request, StreamObserver<GetOffersResponse> out) {
        var answer = GetOffersResponse.newBuilder();
        reader.byOffers(ids(request.getOfferIdsList()))
                .forEach((offer, entry) -> entry.product().variants().stream()
                        .filter(v -> v.offerId().equals(offer))
                        .forEach(v -> answer.addOffers(ProductWire.offer(entry.product(), v))));
        answer(out, answer.build());
    }

    @Override
    public void getOfferOwners(GetOfferOwnersRequest request, StreamObserver<GetOfferOwnersResponse> out) {
        var answer = GetOfferOwnersResponse.newBuilder();
        database.statement(session -> store.owners(session, ids(request.getOfferIdsList())))
                .forEach((offer, shop) -> answer.putShopIds(offer.toString(), shop.toString()));
        answer(out, answer.build());
    }

    private void publish(String product, boolean published, StreamObserver<Product> out) {
        answer(
                out,
                ProductWire.product(products.publish(Caller.current().shop(), UUID.fromString(product), published)));
    }

    private static boolean maySeeDraftsOf(UUID shop) {
        var person = Caller.current().person();
        return person != null && (person.isOperator() || shop.equals(person.shopId()));
    }

    private static Set<String> fields(UpdateProductRequest request) {
        if (!request.hasUpdateMask()) {
            return request.getAllFields().keySet().stream()
                    .map(field -> field.getName())
                    .filter(FIELDS::contains)
                    .collect(Collectors.toSet());
        }
        Set<String> fields = Set.copyOf(request.getUpdateMask().getPathsList());
        fields.stream().filter(f -> !FIELDS.contains(f)).findFirst().ifPresent(f -> {
            throw Problem.invalid(
                    "updateMask",
                    "\"" + f + "\" is not one of title, description, brand, categoryId, options, variants, pictureIds");
        });
        if (fields.contains("title") && request.getTitle().isBlank()) {
            throw Problem.invalid("title", "must have 3 to 160 characters");
        }
        if (fields.contains("variants") && request.getVariantsCount() == 0) {
            throw Problem.invalid("variants", "must have at least one variant");
        }
        return fields;
    }

    private static List<com.mallhive.catalog.domain.Product.Option> options(List<ProductOption> options) {
        return options.stream()
                .map(o -> new com.mallhive.catalog.domain.Product.Option(o.getName(), List.copyOf(o.getValuesList())))
                .toList();
    }

    private static List<ProductDraft.VariantDraft> variants(List<VariantInput> variants) {
        return variants.stream()
                .map(v -> new ProductDraft.VariantDraft(
                        v.getSku(),
                        v.getOptionsList().stream()
                                .map(o ->
                                        new com.mallhive.catalog.domain.Product.OptionValue(o.getName(), o.getValue()))
                                .toList(),
                        Wire.money(v.getPrice()),
                        v.hasCompareAt() ? Wire.money(v.getCompareAt()) : null,
                        v.getPictureId(),
                        v.getWeightGrams()))
                .toList();
    }

    private static List<UUID> ids(List<String> ids) {
        return ids.stream().map(UUID::fromString).toList();
    }

    private static @Nullable UUID id(String field, String text) {
        return text.isEmpty() ? null : Wire.id(field, text);
    }

    private static Category wire(com.mallhive.catalog.domain.Category category) {
        UUID parent = category.parentId();
        return Category.newBuilder()
                .setId(category.id().toString())
                .setSlug(category.slug())
                .setName(category.name())
                .setParentId(parent == null ? "" : parent.toString())
                .setPosition(category.position())
                .setPictureUrl(category.pictureUrl())
                .build();
    }
}
