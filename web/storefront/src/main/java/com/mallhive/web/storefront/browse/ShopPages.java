package com.mallhive.web.storefront.browse;

import com.mallhive.api.accounts.v1.GetShopRequest;
import com.mallhive.api.accounts.v1.ListShopsRequest;
import com.mallhive.api.accounts.v1.Shop;
import com.mallhive.api.catalog.v1.ListProductsRequest;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Pager;
import com.mallhive.web.ui.ProductCard;
import java.util.List;
import java.util.Map;

/** The list of shops and the page of a shop. */
public final class ShopPages {
    private static final int PAGE = 24;

    private final Services services;
    private final Categories categories;
    private final String publicUrl;

    /** The shops of the mall. */
    public record ShopList(List<HomePage.ShopTile> shops, Pager pager, boolean continued) {}

    /** A shop with what it sells. */
    public record ShopView(
            String name,
            String url,
            String tagline,
            String description,
            String place,
            String since,
            List<ProductCard> products,
            Pager pager) {}

    public ShopPages(Services services, Categories categories, String publicUrl) {
        this.services = services;
        this.categories = categories;
        this.publicUrl = publicUrl;
    }

    public void shops(Visit visit) {
        String after = visit.query("after");
        var answer = services.accounts()
                .listShops(ListShopsRequest.newBuilder()
                        .setPageSize(PAGE)
                        .setPageToken(after)
                        .build());
        List<HomePage.ShopTile> tiles =
                answer.getShopsList().stream().map(ShopPages::tile).toList();
        Pager pager = pager("/shops", answer.getNextPageToken(), "shops", tiles.size());
        if (isMore(visit, "shops")) {
            visit.part("shopTiles", Map.of("shops", tiles, "pager", pager));
            return;
        }
        var frame = visit.frame(PageFrame.Kind.STOREFRONT, "Shops")
                .indexed(publicUrl + "/shops", "The independent shops of the mall, the newest first.")
                .build();
        visit.show("shops", frame, new ShopList(tiles, pager, !after.isEmpty()));
    }

    public void shop(Visit visit) {
        Shop shop = services.accounts()
                .getShop(GetShopRequest.newBuilder().setShop(visit.path("slug")).build());
        String url = "/shop/" + shop.getSlug();
        if (!shop.getSlug().equals(visit.path("slug"))) {
            visit.redirect(url);
            return;
        }
        var answer = services.catalog()
                .listProducts(ListProductsRequest.newBuilder()
                        .setShop(shop.getId())
                        .setPageSize(PAGE)
                        .setPageToken(visit.query("after"))
                        .build());
        Cards cards = new Cards(categories.tree(), visit.assets(), visit.locale());
        List<ProductCard> products = answer.getProductsList().stream()
                .map(product -> cards.of(product, false))
                .toList();
        Pager pager = pager(url, answer.getNextPageToken(), "results", products.size());
        if (isMore(visit, "results")) {
            visit.part("moreProducts", Map.of("cards", products, "pager", pager));
            return;
        }
        String words = shop.getTagline().isEmpty() ? "A shop in the mall." : shop.getTagline();
        var frame = visit.frame(PageFrame.Kind.STOREFRONT, shop.getName())
                .indexed(publicUrl + url, words)
                .build();
        visit.show(
                "shop",
                frame,
                new ShopView(
                        shop.getName(),
                        url,
                        shop.getTagline(),
                        shop.getDescription(),
                        HomePage.place(shop),
                        Dates.month(shop.getCreateTime(), visit.locale()),
                        products,
                        pager));
    }

    static HomePage.ShopTile tile(Shop shop) {
        return new HomePage.ShopTile(
                shop.getName(), "/shop/" + shop.getSlug(), shop.getTagline(), HomePage.place(shop));
    }

    /** Whether htmx asks for further entries of the list with this id. */
    static boolean isMore(Visit visit, String target) {
        return visit.isHtmx() && target.equals(visit.ctx().header("HX-Target"));
    }

    private static Pager pager(String url, String next, String target, int shown) {
        return new Pager(next.isEmpty() ? null : url + "?after=" + Urls.encode(next), target, shown, null);
    }
}
