package com.mallhive.web.storefront.browse;

import com.mallhive.api.accounts.v1.ListShopsRequest;
import com.mallhive.api.accounts.v1.Shop;
import com.mallhive.api.catalog.v1.Category;
import com.mallhive.api.catalog.v1.ListProductsRequest;
import com.mallhive.api.discovery.v1.RecommendRequest;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Soft;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.ProductCard;
import java.util.List;

/** The front page and the page of all categories. */
public final class HomePage {
    private static final int ON_A_SHELF = 12;
    private static final int IN_THE_HERO = 6;

    private final Services services;
    private final Categories categories;
    private final String publicUrl;

    /** The front page. */
    public record View(
            List<String> heroPictures,
            List<Tile> categories,
            List<ProductCard> forYou,
            List<ProductCard> trending,
            List<ProductCard> fresh,
            List<ShopTile> shops) {}

    /** A category with its picture. */
    public record Tile(String name, String url, Art art) {}

    /** A shop in a list. */
    public record ShopTile(String name, String url, String tagline, String place) {}

    /** All categories, grouped by the top ones. */
    public record AllCategories(List<Group> groups) {}

    /** A top category with those below it. */
    public record Group(Tile top, List<Tile> children) {}

    public HomePage(Services services, Categories categories, String publicUrl) {
        this.services = services;
        this.categories = categories;
        this.publicUrl = publicUrl;
    }

    public void home(Visit visit) {
        CategoryTree tree = categories.tree();
        Cards cards = new Cards(tree, visit.assets(), visit.locale());
        List<ProductCard> trending = recommend(cards, RecommendRequest.Kind.TRENDING, false);
        List<ProductCard> forYou =
                visit.signedIn() == null ? List.of() : recommend(cards, RecommendRequest.Kind.FOR_YOU, true);
        List<ProductCard> fresh = Soft.get(
                () -> services
                        .catalog()
                        .listProducts(ListProductsRequest.newBuilder()
                                .setPageSize(ON_A_SHELF)
                                .build())
                        .getProductsList()
                        .stream()
                        .map(product -> cards.of(product, true))
                        .toList(),
                List.of());
        List<ShopTile> shops =
                Soft.get(
                        () -> services
                                .accounts()
                                .listShops(ListShopsRequest.newBuilder()
                                        .setPageSize(6)
                                        .build())
                                .getShopsList()
                                .stream()
                                .map(ShopPages::tile)
                                .toList(),
                        List.of());
        List<Tile> tiles = tiles(visit, tree, tree.tops());
        List<String> hero = tree.tops().stream()
                .map(Category::getPictureUrl)
                .filter(url -> !url.isEmpty())
                .limit(IN_THE_HERO)
                .toList();
        var frame = visit.frame(PageFrame.Kind.STOREFRONT, "MallHive")
                .indexed(
                        publicUrl + "/",
                        "One cart for many independent shops: good things from people who make or choose them themselves.")
                .build();
        visit.show("home", frame, new View(hero, tiles, forYou, trending, fresh, shops));
    }

    public void allCategories(Visit visit) {
        CategoryTree tree = categories.tree();
        List<Group> groups = tree.tops().stream()
                .map(top -> new Group(tile(visit, tree, top), tiles(visit, tree, tree.children(top.getId()))))
                .toList();
        var frame = visit.frame(PageFrame.Kind.STOREFRONT, "All categories")
                .indexed(publicUrl + "/categories", "Everything that the shops of the mall sell, by category.")
                .build();
        visit.show("categories", frame, new AllCategories(groups));
    }

    private List<ProductCard> recommend(Cards cards, RecommendRequest.Kind kind, boolean reasons) {
        var products = Soft.get(
                () -> services.discovery()
                        .recommend(RecommendRequest.newBuilder()
                                .setKind(kind)
                                .setLimit(ON_A_SHELF)
                                .build())
                        .getProductsList(),
                List.<com.mallhive.api.discovery.v1.ProductCard>of());
        return reasons ? cards.of(products) : cards.plain(products);
    }

    private static List<Tile> tiles(Visit visit, CategoryTree tree, List<Category> list) {
        return list.stream().map(category -> tile(visit, tree, category)).toList();
    }

    private static Tile tile(Visit visit, CategoryTree tree, Category category) {
        String picture =
                category.getPictureUrl().isEmpty() ? visit.assets().path("ui/mark.svg") : category.getPictureUrl();
        return new Tile(
                category.getName(), CategoryTree.url(category), Art.of(picture, "", tree.tint(category.getId())));
    }

    /** Where a shop is, in words. */
    static String place(Shop shop) {
        String country = shop.getCountry().isEmpty()
                ? ""
                : java.util.Locale.of("", shop.getCountry()).getDisplayCountry(java.util.Locale.ENGLISH);
        return shop.getCity().isEmpty()
                ? country
                : country.isEmpty() ? shop.getCity() : shop.getCity() + ", " + country;
    }
}
