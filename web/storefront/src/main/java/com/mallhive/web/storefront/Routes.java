package com.mallhive.web.storefront;

import com.mallhive.web.storefront.account.AccountPages;
import com.mallhive.web.storefront.account.SignInPages;
import com.mallhive.web.storefront.browse.BrowsePages;
import com.mallhive.web.storefront.browse.HomePage;
import com.mallhive.web.storefront.browse.ProductPage;
import com.mallhive.web.storefront.browse.ShopPages;
import com.mallhive.web.storefront.buy.CartPages;
import com.mallhive.web.storefront.buy.CheckoutPages;
import com.mallhive.web.storefront.buy.OrderPages;
import com.mallhive.web.storefront.desk.Desk;
import com.mallhive.web.storefront.desk.DeskOrders;
import com.mallhive.web.storefront.desk.DeskProducts;
import com.mallhive.web.storefront.desk.DeskToday;
import com.mallhive.web.storefront.desk.ListingPages;
import com.mallhive.web.storefront.desk.OpenShop;
import com.mallhive.web.storefront.info.InfoPages;
import com.mallhive.web.storefront.info.MailboxPage;
import com.mallhive.web.storefront.info.WellKnown;
import com.mallhive.web.storefront.visit.StaticFiles;
import com.mallhive.web.storefront.visit.Visits;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every address of the storefront and the page behind it. */
record Routes(
        Visits visits,
        StaticFiles assets,
        HomePage home,
        BrowsePages browse,
        ProductPage product,
        ShopPages shops,
        CartPages cart,
        CheckoutPages checkout,
        OrderPages orders,
        SignInPages signIn,
        AccountPages account,
        OpenShop openShop,
        Desk desk,
        DeskToday today,
        DeskProducts products,
        ListingPages listing,
        DeskOrders deskOrders,
        InfoPages info,
        WellKnown wellKnown,
        @Nullable MailboxPage mailbox) {

    void addTo(RoutesConfig routes) {
        routes.get("/assets/<file>", assets);
        shopping(routes);
        buying(routes);
        people(routes);
        desk(routes);
        information(routes);
        programs(routes);
        routes.error(404, visits.missing());
    }

    /** A page, which programs may also ask for without its content. Streams and links that work once are none. */
    private void page(RoutesConfig routes, String path, Visits.Page page) {
        both(routes, path, visits.get(page));
    }

    private static void both(RoutesConfig routes, String path, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
    }

    private void shopping(RoutesConfig routes) {
        page(routes, "/", home::home);
        page(routes, "/categories", home::allCategories);
        page(routes, "/c/{slug}", browse::category);
        page(routes, "/search", browse::search);
        page(routes, "/search/suggest", browse::suggest);
        page(routes, "/p/{slug}", product::show);
        page(routes, "/shops", shops::shops);
        page(routes, "/shop/{slug}", shops::shop);
    }

    private void buying(RoutesConfig routes) {
        page(routes, "/cart", cart::show);
        routes.post("/cart/lines", visits.post(cart::add));
        routes.post("/cart/lines/{line}", visits.post(cart::change));
        page(routes, "/checkout", checkout::show);
        routes.post("/checkout", visits.post(checkout::place));
        page(routes, "/orders/{order}", orders::show);
        routes.get("/orders/{order}/live", visits.get(orders::live));
        routes.post("/orders/{order}/cancel", visits.post(orders::cancel));
        page(routes, "/account/orders", orders::list);
    }

    private void people(RoutesConfig routes) {
        page(routes, "/register", signIn::register);
        routes.post("/register", visits.attempt(signIn::doRegister));
        page(routes, "/sign-in", signIn::signIn);
        routes.post("/sign-in", visits.attempt(signIn::doSignIn));
        routes.post("/sign-in/demo", visits.attempt(visits.ownHost(signIn::demo)));
        routes.post("/sign-out", visits.post(signIn::signOut));
        page(routes, "/account", account::profile);
        routes.post("/account", visits.post(account::save));
        routes.get("/account/verify", visits.get(account::verify));
        page(routes, "/account/forgot", account::forgot);
        routes.post("/account/forgot", visits.attempt(account::sendReset));
        page(routes, "/account/new-password", account::newPassword);
        routes.post("/account/new-password", visits.attempt(account::setPassword));
    }

    private void desk(RoutesConfig routes) {
        page(routes, "/sell", openShop::show);
        routes.post("/sell", visits.post(openShop::open));
        page(routes, "/desk", today::show);
        page(routes, "/desk/shop", desk::storefront);
        page(routes, "/desk/alerts", today::alerts);
        routes.get("/desk/alerts/live", visits.get(today::liveAlerts));
        page(routes, "/desk/products", products::list);
        page(routes, "/desk/products/new", listing::blank);
        routes.post("/desk/products/new", visits.post(listing::create));
        routes.post("/desk/products/preview", visits.post(listing::preview));
        page(routes, "/desk/products/{product}", listing::edit);
        routes.post("/desk/products/{product}", visits.post(listing::save));
        routes.post("/desk/products/{product}/price", visits.post(products::price));
        routes.post("/desk/products/{product}/stock", visits.post(products::stock));
        routes.post("/desk/products/{product}/publish", visits.post(products::publish));
        routes.post("/desk/products/{product}/unpublish", visits.post(products::unpublish));
        routes.post("/desk/products/{product}/delete", visits.post(products::delete));
        page(routes, "/desk/orders", deskOrders::list);
        page(routes, "/desk/orders/{order}", deskOrders::detail);
        routes.post("/desk/orders/{order}/ship", visits.post(deskOrders::ship));
    }

    private void programs(RoutesConfig routes) {
        both(routes, "/robots.txt", wellKnown::robots);
        both(routes, "/sitemap.xml", wellKnown::sitemap);
        both(routes, "/sitemap-{number}.xml", wellKnown::sitemapFile);
        both(routes, "/favicon.ico", wellKnown::favicon);
    }

    private void information(RoutesConfig routes) {
        for (String name : List.of("about", "privacy", "terms", "track")) {
            page(routes, "/" + name, info.page(name, "/" + name));
        }
        for (String name : List.of("delivery", "returns", "contact", "fees")) {
            page(routes, "/help/" + name, info.page(name, "/help/" + name));
        }
        routes.post("/consent", visits.post(info::consent));
        if (mailbox != null) {
            page(routes, "/mailbox", visits.ownHost(mailbox::show));
        }
    }
}
