package com.mallhive.web.storefront.desk;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.mallhive.api.accounts.v1.GetShopRequest;
import com.mallhive.api.accounts.v1.Shop;
import com.mallhive.platform.rpc.Person;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.SignedIn;
import com.mallhive.web.storefront.visit.Soft;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.NavLink;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** What the pages of the seller desk have in common: whose shop it is, and where one can go. */
public final class Desk {
    static final String TODAY = "today";
    static final String PRODUCTS = "products";
    static final String ORDERS = "orders";

    private static final List<NavLink> NAV = List.of(
            NavLink.of(TODAY, "Today", "/desk", "home"),
            NavLink.of(ORDERS, "Orders", "/desk/orders", "box"),
            NavLink.of(PRODUCTS, "Products", "/desk/products", "tag"),
            NavLink.of("shop", "Your shop", "/desk/shop", "external"));

    private final Services services;
    private final Cache<UUID, Shop> shops = Caffeine.newBuilder()
            .maximumSize(5_000)
            .expireAfterWrite(Duration.ofMinutes(1))
            .build();

    public Desk(Services services) {
        this.services = services;
    }

    /** The shop of the signed-in seller; others are led elsewhere. */
    UUID shopId(Visit visit) {
        SignedIn session = visit.needShop();
        Person person = session.person();
        UUID id = person == null ? null : person.shopId();
        if (id == null) {
            throw new IllegalStateException("a seller without a shop");
        }
        return id;
    }

    /** The shop as buyers see it; only its id where accounts does not answer. */
    Shop shop(UUID id) {
        Shop known = shops.getIfPresent(id);
        if (known == null) {
            known = Soft.get(
                    () -> services.accounts()
                            .getShop(GetShopRequest.newBuilder()
                                    .setShop(id.toString())
                                    .build()),
                    Shop.getDefaultInstance());
            if (!known.getId().isEmpty()) {
                shops.put(id, known);
            }
        }
        return known;
    }

    /** Leads to the shop's page in the storefront. */
    public void storefront(Visit visit) {
        visit.redirect("/shop/" + shop(shopId(visit)).getSlug());
    }

    PageFrame frame(Visit visit, String title, String active, Notice... notices) {
        String name = shop(shopId(visit)).getName();
        return visit.frame(PageFrame.Kind.SELLER, title, notices)
                .nav(NAV, active)
                .place(name.isEmpty() ? "Seller desk" : name)
                .build();
    }
}
