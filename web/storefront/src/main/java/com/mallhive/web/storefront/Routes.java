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
import com.mallhive.web.storefront.visit.StaticFiles;
import com.mallhive.web.storefront.visit.Visits;
import io.javalin.config.RoutesConfig;
import java.util.List;

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
        MailboxPage mailbox) {

    void addTo(RoutesConfig routes) {
        routes.get("/assets/<file>", assets);
        shopping(routes);
        buying(routes);
        people(routes);
        desk(routes);
        information(routes);
        routes.error(404, visits.missing());
    }

    private void shopping(RoutesConfig routes) {
        routes.get("/", visits.get(home::home));
        routes.get("/categories", visits.get(home::allCategories));
        routes.get("/c/{slug}", visits.get(browse::category));
        routes.get("/search", visits.get(browse::search));
        routes.get("/search/suggest", visits.get(browse::suggest));
        routes.get("/p/{slug}", visits.get(product::show));
        routes.get("/shops", visits.get(shops::shops));
        routes.get("/shop/{slug}", visits.get(shops::shop));
    }

    private void buying(RoutesConfig routes) {
        routes.get("/cart", visits.get(cart::show));
        routes.post("/cart/lines", visits.post(cart::add));
        routes.post("/cart/lines/{line}", visits.post(cart::change));
        routes.get("/checkout", visits.get(checkout::show));
        routes.post("/checkout", visits.post(checkout::place));
        routes.get("/orders/{order}", visits.get(orders::show));
        routes.get("/orders/{order}/live", visits.get(orders::live));
        routes.post("/orders/{order}/cancel", visits.post(orders::cancel));
        routes.get("/account/orders", visits.get(orders::list));
    }

    private void people(RoutesConfig routes) {
        routes.get("/register", visits.get(signIn::register));
        routes.post("/register", visits.post(signIn::doRegister));
        routes.get("/sign-in", visits.get(signIn::signIn));
        routes.post("/sign-in", visits.post(signIn::doSignIn));
        routes.post("/sign-in/demo", visits.post(signIn::demo));
        routes.post("/sign-out", visits.post(signIn::signOut));
        routes.get("/account", visits.get(account::profile));
        routes.post("/account", visits.post(account::save));
        routes.get("/account/verify", visits.get(account::verify));
        routes.get("/account/forgot", visits.get(account::forgot));
        routes.post("/account/forgot", visits.post(account::sendReset));
        routes.get("/account/new-password", visits.get(account::newPassword));
        routes.post("/account/new-password", visits.post(account::setPassword));
    }

    private void desk(RoutesConfig routes) {
        routes.get("/sell", visits.get(openShop::show));
        routes.post("/sell", visits.post(openShop::open));
        routes.get("/desk", visits.get(today::show));
        routes.get("/desk/shop", visits.get(desk::storefront));
        routes.get("/desk/alerts", visits.get(today::alerts));
        routes.get("/desk/alerts/live", visits.get(today::liveAlerts));
        routes.get("/desk/products", visits.get(products::list));
        routes.get("/desk/products/new", visits.get(listing::blank));
        routes.post("/desk/products/new", visits.post(listing::create));
        routes.post("/desk/products/preview", visits.post(listing::preview));
        routes.get("/desk/products/{product}", visits.get(listing::edit));
        routes.post("/desk/products/{product}", visits.post(listing::save));
        routes.post("/desk/products/{product}/price", visits.post(products::price));
        routes.post("/desk/products/{product}/stock", visits.post(products::stock));
        routes.post("/desk/products/{product}/publish", visits.post(products::publish));
        routes.post("/desk/products/{product}/unpublish", visits.post(products::unpublish));
        routes.post("/desk/products/{product}/delete", visits.post(products::delete));
        routes.get("/desk/orders", visits.get(deskOrders::list));
        routes.get("/desk/orders/{order}", visits.get(deskOrders::detail));
        routes.post("/desk/orders/{order}/ship", visits.post(deskOrders::ship));
    }

    private void information(RoutesConfig routes) {
        for (String name : List.of("about", "privacy", "terms", "track")) {
            routes.get("/" + name, visits.get(info.page(name, "/" + name)));
        }
        for (String name : List.of("delivery", "returns", "contact", "fees")) {
            routes.get("/help/" + name, visits.get(info.page(name, "/help/" + name)));
        }
        routes.post("/consent", visits.post(info::consent));
        routes.get("/mailbox", visits.get(mailbox::show));
    }
}
