package com.mallhive.web.storefront.browse;

import com.mallhive.api.accounts.v1.GetShopRequest;
import com.mallhive.api.accounts.v1.Shop;
import com.mallhive.api.analytics.v1.VisitEvent;
import com.mallhive.api.catalog.v1.Category;
import com.mallhive.api.catalog.v1.GetProductRequest;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.discovery.v1.RecommendRequest;
import com.mallhive.api.inventory.v1.BatchGetStockRequest;
import com.mallhive.api.inventory.v1.Stock;
import com.mallhive.api.type.Picture;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Soft;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Crumb;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Price;
import com.mallhive.web.ui.ProductCard;
import com.mallhive.web.ui.Tone;
import com.mallhive.web.ui.VariantPicker;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page of a product. */
public final class ProductPage {
    private final Services services;
    private final Categories categories;
    private final String publicUrl;

    /** The page. */
    public record View(
            String title,
            String brand,
            List<String> paragraphs,
            List<Crumb> crumbs,
            List<Art> pictures,
            Price price,
            VariantPicker picker,
            VariantPicker.Variant chosen,
            boolean draft,
            Seller seller,
            List<ProductCard> together,
            List<ProductCard> similar) {}

    /** Who sells it. */
    public record Seller(String name, String url, String tagline, String place) {}

    public ProductPage(Services services, Categories categories, String publicUrl) {
        this.services = services;
        this.categories = categories;
        this.publicUrl = publicUrl;
    }

    public void show(Visit visit) {
        Product product = services.catalog()
                .getProduct(GetProductRequest.newBuilder()
                        .setProduct(visit.path("slug"))
                        .build());
        String url = "/p/" + product.getSlug();
        if (!product.getSlug().equals(visit.path("slug"))) {
            visit.redirect(url);
            return;
        }
        Map<String, Integer> stock = stock(product);
        VariantPicker picker = Variants.picker(product, stock, visit.query("variant"), visit.locale());
        View view = view(visit, product, picker);
        boolean draft = product.getStatus() == Product.Status.DRAFT;
        var builder = visit.frame(PageFrame.Kind.STOREFRONT, product.getTitle(), draftNotice(draft, product));
        CategoryTree tree = categories.tree();
        List<Category> path = tree.path(product.getCategoryId());
        builder.nav(tree.nav(), path.isEmpty() ? null : path.getFirst().getSlug());
        if (!draft) {
            builder.indexed(publicUrl + url, description(product)).jsonLd(ProductJson.of(product, stock, publicUrl));
            if (product.getPicturesCount() > 0) {
                builder.image(publicUrl + product.getPictures(0).getUrl())
                        .preloadImage(view.pictures().getFirst().src());
            }
        }
        visit.note(VisitEvent.Type.PRODUCT_VIEW, product.getId());
        visit.show("product", builder.build(), view);
    }

    private View view(Visit visit, Product product, VariantPicker picker) {
        CategoryTree tree = categories.tree();
        Cards cards = new Cards(tree, visit.assets(), visit.locale());
        VariantPicker.Variant chosen = picker.variants().stream()
                .filter(v -> v.id().equals(picker.selectedId()))
                .findFirst()
                .orElseThrow();
        return new View(
                product.getTitle(),
                product.getBrand(),
                product.getDescription().lines().filter(line -> !line.isBlank()).toList(),
                tree.crumbs(product.getCategoryId(), product.getTitle()),
                pictures(product, picker, cards, tree),
                new Price(chosen.price(), chosen.was(), "Value added tax included, delivery added in the cart"),
                picker,
                chosen,
                product.getStatus() == Product.Status.DRAFT,
                seller(product),
                recommend(cards, product, RecommendRequest.Kind.BOUGHT_TOGETHER),
                recommend(cards, product, RecommendRequest.Kind.SIMILAR));
    }

    private Map<String, Integer> stock(Product product) {
        if (product.getVariantsCount() == 0) {
            return Map.of();
        }
        var request = BatchGetStockRequest.newBuilder()
                .addAllOfferIds(product.getVariantsList().stream()
                        .map(Variant::getOfferId)
                        .toList())
                .build();
        return services.inventory().batchGetStock(request).getStockList().stream()
                .collect(Collectors.toMap(Stock::getOfferId, Stock::getAvailable, (a, _) -> a));
    }

    private Seller seller(Product product) {
        Shop shop = Soft.get(
                () -> services.accounts()
                        .getShop(GetShopRequest.newBuilder()
                                .setShop(product.getShopId())
                                .build()),
                Shop.getDefaultInstance());
        return new Seller(
                product.getShopName(), "/shop/" + product.getShopSlug(), shop.getTagline(), HomePage.place(shop));
    }

    private List<ProductCard> recommend(Cards cards, Product product, RecommendRequest.Kind kind) {
        return Soft.get(
                () -> cards.plain(services.discovery()
                        .recommend(RecommendRequest.newBuilder()
                                .setKind(kind)
                                .addProduct(product.getId())
                                .setLimit(8)
                                .build())
                        .getProductsList()),
                List.of());
    }

    /** All pictures, that of the chosen variant first; the first one moves over from the list. */
    private static List<Art> pictures(Product product, VariantPicker picker, Cards cards, CategoryTree tree) {
        if (product.getPicturesCount() == 0) {
            return List.of(cards.art("", product.getCategoryId(), ""));
        }
        String first = picker.variants().stream()
                .filter(v -> v.id().equals(picker.selectedId()))
                .map(VariantPicker.Variant::picture)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .orElse(product.getPictures(0).getUrl());
        int tint = tree.tint(product.getCategoryId());
        List<Art> arts = product.getPicturesList().stream()
                .sorted((a, b) ->
                        Boolean.compare(b.getUrl().equals(first), a.getUrl().equals(first)))
                .map(picture -> art(picture, product, tint))
                .collect(Collectors.toCollection(java.util.ArrayList::new));
        arts.set(0, cards.main(arts.getFirst(), product.getId()));
        return arts;
    }

    private static Art art(Picture picture, Product product, int tint) {
        String alt = picture.getAlt().isEmpty() ? product.getTitle() : picture.getAlt();
        return Art.of(picture.getUrl(), alt, tint);
    }

    private static Notice[] draftNotice(boolean draft, Product product) {
        return draft
                ? new Notice[] {
                    new Notice(
                            Tone.INFO,
                            "Only you can see this",
                            "The product is a draft of your shop.",
                            new com.mallhive.web.ui.Link("Go on editing", "/desk/products/" + product.getId()))
                }
                : new Notice[0];
    }

    private static String description(Product product) {
        String text = product.getDescription().isBlank()
                ? product.getTitle() + " from " + product.getShopName()
                : product.getDescription().replaceAll("\\s+", " ").strip();
        return text.length() <= 158 ? text : text.substring(0, 157) + "…";
    }
}
