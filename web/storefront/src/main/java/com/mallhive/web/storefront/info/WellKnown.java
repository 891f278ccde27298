package com.mallhive.web.storefront.info;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.browse.Categories;
import com.mallhive.web.storefront.visit.Hashes;
import com.mallhive.web.ui.Assets;
import io.grpc.StatusRuntimeException;
import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What programs ask every site for. The same for everybody: it sets no cookies, and caches may keep it. */
public final class WellKnown {
    private static final int PER_SITEMAP = 50_000;
    private static final String TEXT = "text/plain; charset=utf-8";
    /** Pages of one person, and endless combinations. */
    private static final List<String> PRIVATE = List.of(
            "/account", "/cart", "/checkout", "/desk", "/orders", "/register", "/search", "/sell", "/sign-in", "/v1");

    private final Sitemap sitemap;
    private final Assets assets;
    private final String robots;

    public WellKnown(
            CatalogGrpc.CatalogBlockingStub catalog,
            Categories categories,
            Assets assets,
            String publicUrl,
            Clock clock) {
        this(new Sitemap(catalog, categories, publicUrl, PER_SITEMAP, clock), assets, publicUrl);
    }

    WellKnown(Sitemap sitemap, Assets assets, String publicUrl) {
        this.sitemap = sitemap;
        this.assets = assets;
        StringBuilder text = new StringBuilder("User-agent: *\n");
        PRIVATE.forEach(path -> text.append("Disallow: ").append(path).append('\n'));
        this.robots = text.append("\nSitemap: ")
                .append(publicUrl)
                .append("/sitemap.xml\n")
                .toString();
    }

    public void robots(Context ctx) {
        answer(ctx, TEXT, robots);
    }

    public void sitemap(Context ctx) {
        sitemap(ctx, 0);
    }

    public void sitemapFile(Context ctx) {
        String number = ctx.pathParam("number");
        sitemap(ctx, number.matches("[0-9]{1,6}") ? Integer.parseInt(number) : -1);
    }

    /** Browsers ask for it where a page names no icon, for example beside a picture. */
    public void favicon(Context ctx) {
        ctx.header("Cache-Control", "public, max-age=86400");
        ctx.header("Location", assets.path("ui/favicon.svg")).status(302);
    }

    private void sitemap(Context ctx, int number) {
        @Nullable String xml;
        try {
            xml = number == 0 ? sitemap.index() : sitemap.file(number);
        } catch (StatusRuntimeException e) {
            int status = Problem.from(e).kind().httpStatus();
            ctx.status(status)
                    .header("Retry-After", "60")
                    .contentType(TEXT)
                    .result("The catalog does not answer. Try again later.");
            return;
        }
        if (xml == null) {
            ctx.status(404);
        } else {
            answer(ctx, "application/xml; charset=utf-8", xml);
        }
    }

    private static void answer(Context ctx, String type, String text) {
        String etag = "W/\"" + Hashes.of(text) + '"';
        ctx.header("Cache-Control", "public, max-age=3600").header("ETag", etag);
        if (etag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
        } else {
            ctx.contentType(type).result(text);
        }
    }
}
