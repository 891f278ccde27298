package com.mallhive.web.admin;

import com.mallhive.api.accounts.v1.RefreshSessionRequest;
import com.mallhive.platform.Platform;
import com.mallhive.platform.http.OwnHosts;
import com.mallhive.platform.lifecycle.WebModule;
import com.mallhive.platform.limits.RateLimit;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.web.admin.pages.CategoryPages;
import com.mallhive.web.admin.pages.DeadLetterPages;
import com.mallhive.web.admin.pages.ListPages;
import com.mallhive.web.admin.pages.OrderPages;
import com.mallhive.web.admin.pages.Overview;
import com.mallhive.web.admin.pages.SignInPages;
import com.mallhive.web.admin.visit.Csrf;
import com.mallhive.web.admin.visit.Guard;
import com.mallhive.web.admin.visit.Operators;
import com.mallhive.web.admin.visit.Services;
import com.mallhive.web.admin.visit.StaticFiles;
import com.mallhive.web.admin.visit.Templates;
import com.mallhive.web.admin.visit.Visits;
import com.mallhive.web.ui.Assets;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.RoutesConfig;
import io.javalin.http.servlet.JavalinServlet;
import java.time.Duration;
import java.util.Locale;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;

/** The operators' pages, on a port of their own. */
public final class AdminModule implements WebModule {
    private final Handler handler;

    public AdminModule(Platform platform) {
        var settings = platform.settings(AdminSettings.class);
        var services = Services.of(platform);
        var assets = Assets.load(AdminModule.class.getClassLoader());
        var operators = new Operators(
                platform.vault(),
                token -> new Caller("admin", null, null, null)
                        .call(() -> services.accounts()
                                .refreshSession(RefreshSessionRequest.newBuilder()
                                        .setRefreshToken(token)
                                        .build())),
                platform.tokens()::verify,
                platform.clock(),
                settings.sessionLife());
        var visits = new Visits(
                operators,
                new Csrf(platform.vault()),
                new Templates(),
                assets,
                platform.clock(),
                Locale.forLanguageTag(settings.locale()),
                settings.currency(),
                settings.secureCookies());
        String mall = platform.publicUrl();
        var attempts = new RateLimit(settings.signInsPerMinute(), Duration.ofMinutes(1), platform.clock());
        var signIn = new SignInPages(services, attempts);
        var overview = new Overview(services, platform.clock());
        var orders = new OrderPages(services);
        var lists = new ListPages(services, mall);
        var categories = new CategoryPages(services);
        var letters = new DeadLetterPages(services);
        Javalin javalin = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.startup.startupWatcherEnabled = false;
            config.startup.showOldJavalinVersionWarning = false;
            config.http.compressionStrategy = CompressionStrategy.GZIP;
            config.http.maxRequestSize = 64 << 10;
            config.router.ignoreTrailingSlashes = true;
            RoutesConfig routes = config.routes;
            routes.before(new Guard(new OwnHosts(mall, settings.hosts()), settings.secureCookies()));
            routes.get("/assets/<file>", new StaticFiles(assets));
            routes.get("/sign-in", visits.open(signIn::show));
            routes.post("/sign-in", visits.openForm(signIn::signIn));
            routes.post("/sign-out", visits.form(signIn::signOut));
            routes.get("/", visits.page(overview::show));
            routes.get("/orders", visits.page(orders::list));
            routes.get("/orders.csv", visits.page(orders::csv));
            routes.get("/orders/{order}", visits.page(orders::show));
            routes.post("/orders/{order}/cancel", visits.form(orders::cancel));
            routes.get("/products", visits.page(lists::products));
            routes.get("/shops", visits.page(lists::shops));
            routes.get("/stock", visits.page(lists::stock));
            routes.get("/ledger", visits.page(lists::ledger));
            routes.get("/categories", visits.page(categories::list));
            routes.post("/categories", visits.form(categories::add));
            routes.get("/categories/{category}", visits.page(categories::show));
            routes.post("/categories/{category}", visits.form(categories::save));
            routes.post("/categories/{category}/delete", visits.form(categories::delete));
            routes.get("/dead-letters", visits.page(letters::list));
            routes.post("/dead-letters/{service}/{event}/replay", visits.form(letters::replay));
            routes.error(404, visits.missing());
        });
        ServletContextHandler context = new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
        context.addServlet(new ServletHolder(new JavalinServlet(javalin.unsafe)), "/*");
        this.handler = context;
    }

    /** Serves every page of the operators' port. */
    @Override
    public Handler handler() {
        return handler;
    }

    @Override
    public void start() {}

    @Override
    public void stop() {}
}
