package com.mallhive.web.storefront;

import com.mallhive.api.accounts.v1.RefreshSessionRequest;
import com.mallhive.platform.Platform;
import com.mallhive.platform.http.OwnHosts;
import com.mallhive.platform.lifecycle.WebModule;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.web.storefront.account.AccountPages;
import com.mallhive.web.storefront.account.SignInPages;
import com.mallhive.web.storefront.browse.BrowsePages;
import com.mallhive.web.storefront.browse.Categories;
import com.mallhive.web.storefront.browse.HomePage;
import com.mallhive.web.storefront.browse.ProductPage;
import com.mallhive.web.storefront.browse.ShopPages;
import com.mallhive.web.storefront.buy.CartPages;
import com.mallhive.web.storefront.buy.Carts;
import com.mallhive.web.storefront.buy.CheckoutPages;
import com.mallhive.web.storefront.buy.OrderPages;
import com.mallhive.web.storefront.desk.Desk;
import com.mallhive.web.storefront.desk.DeskOrders;
import com.mallhive.web.storefront.desk.DeskProducts;
import com.mallhive.web.storefront.desk.DeskToday;
import com.mallhive.web.storefront.desk.ListingPages;
import com.mallhive.web.storefront.desk.OpenShop;
import com.mallhive.web.storefront.desk.StockBook;
import com.mallhive.web.storefront.info.InfoPages;
import com.mallhive.web.storefront.info.MailboxPage;
import com.mallhive.web.storefront.info.Measuring;
import com.mallhive.web.storefront.info.WellKnown;
import com.mallhive.web.storefront.visit.Csrf;
import com.mallhive.web.storefront.visit.Live;
import com.mallhive.web.storefront.visit.Pages;
import com.mallhive.web.storefront.visit.SecurityHeaders;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Sessions;
import com.mallhive.web.storefront.visit.StaticFiles;
import com.mallhive.web.storefront.visit.Visits;
import com.mallhive.web.ui.Assets;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.SizeUnit;
import io.javalin.http.servlet.JavalinServlet;
import java.util.Locale;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;

/** The storefront: every page of buyers and sellers, rendered on the server. */
public final class StorefrontModule implements WebModule {
    private final Live live;
    private final Measuring measuring;
    private final ListingPages listing;
    private final SignInPages signIn;
    private final Handler handler;

    public StorefrontModule(Platform platform) {
        var settings = platform.settings(StorefrontSettings.class);
        var services = Services.of(platform);
        var categories = new Categories(services.catalog(), platform.clock());
        var assets = Assets.load(StorefrontModule.class.getClassLoader());
        this.live = new Live(settings.liveStreams());
        this.measuring = new Measuring(services.analytics());
        var sessions = new Sessions(
                platform.vault(),
                token -> new Caller("storefront", null, null, null)
                        .call(() -> services.accounts()
                                .refreshSession(RefreshSessionRequest.newBuilder()
                                        .setRefreshToken(token)
                                        .build())),
                platform.tokens()::verify,
                platform.clock());
        var visits = new Visits(
                new Visits.Rules(
                        settings.secureCookies(),
                        Locale.forLanguageTag(settings.locale()),
                        settings.cartLife(),
                        settings.signInsPerMinute()),
                sessions,
                new Csrf(platform.vault()),
                new Pages(),
                assets,
                () -> categories.tree().nav(),
                measuring,
                new OwnHosts(platform.publicUrl()),
                platform.clock());
        String url = platform.publicUrl();
        var carts = new Carts(services.carts());
        var desk = new Desk(services);
        var stock = new StockBook(services.inventory());
        this.listing = new ListingPages(services, categories, desk, stock, settings.currency());
        this.signIn = new SignInPages(
                services, carts, settings.demoAccounts(), settings.demoPassword(), settings.demoSignIns());
        var routes = new Routes(
                visits,
                new StaticFiles(assets),
                new HomePage(services, categories, url),
                new BrowsePages(services, categories, url, settings.currency()),
                new ProductPage(services, categories, url),
                new ShopPages(services, categories, url),
                new CartPages(services, carts),
                new CheckoutPages(services, carts),
                new OrderPages(services, live),
                signIn,
                new AccountPages(services),
                new OpenShop(services),
                desk,
                new DeskToday(services, desk, live, settings.currency(), platform.clock()),
                new DeskProducts(services, categories, desk, stock, settings.currency()),
                listing,
                new DeskOrders(services, desk),
                new InfoPages(url),
                new WellKnown(services.catalog(), categories, assets, url, platform.clock()),
                settings.mailbox() ? new MailboxPage(services, url) : null);
        this.handler = handler(routes, settings);
    }

    /** Serves every page; everything that nobody else takes on the public port. */
    @Override
    public Handler handler() {
        return handler;
    }

    /** The demo is there: the sign-in page offers its people from now on. */
    public void demoIsThere() {
        signIn.offerDemo();
    }

    @Override
    public void start() {
        measuring.start();
    }

    @Override
    public void stop() {
        live.close();
        measuring.close();
        listing.close();
    }

    private static Handler handler(Routes routes, StorefrontSettings settings) {
        var headers = new SecurityHeaders(settings.paymentOrigins(), settings.secureCookies());
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.http.compressionStrategy = CompressionStrategy.GZIP;
            config.http.maxRequestSize = 256 << 10;
            config.router.ignoreTrailingSlashes = true;
            config.jetty.multipartConfig.maxFileSize(11, SizeUnit.MB);
            config.jetty.multipartConfig.maxTotalRequestSize(64, SizeUnit.MB);
            config.jetty.multipartConfig.maxInMemoryFileSize(1, SizeUnit.MB);
            config.routes.before(headers);
            routes.addTo(config.routes);
        });
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.addServlet(new ServletHolder(new JavalinServlet(javalin.unsafe)), "/*");
        return context;
    }
}
