package com.mallhive.web.storefront.info;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.Category;
import com.mallhive.api.catalog.v1.ListCategoriesRequest;
import com.mallhive.api.catalog.v1.ListCategoriesResponse;
import com.mallhive.api.catalog.v1.ListProductsRequest;
import com.mallhive.api.catalog.v1.ListProductsResponse;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Unary;
import com.mallhive.platform.rpc.Wire;
import com.mallhive.web.storefront.StorefrontServer;
import com.mallhive.web.storefront.browse.Categories;
import io.grpc.stub.StreamObserver;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WellKnownTest {
    private static final int PRODUCTS = 250;
    private volatile boolean answers = true;
    private final AtomicInteger calls = new AtomicInteger();
    private StorefrontServer shop;

    @BeforeEach
    void open() {
        shop = StorefrontServer.start(Map.of(), Map.of("catalog", catalog()));
    }

    @AfterEach
    void close() {
        shop.close();
    }

    @Test
    void robotsAreToldWhatIsPublic() {
        var robots = shop.get("/robots.txt");
        assertThat(robots.statusCode()).isEqualTo(200);
        assertThat(robots.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain");
        assertThat(robots.body())
                .startsWith("User-agent: *\n")
                .contains("\nDisallow: /checkout\n", "\nSitemap: http://mall.test/sitemap.xml\n")
                .doesNotContain("Disallow: /\n", "mailbox");
    }

    @Test
    void theSitemapHasCategoriesAndWhatIsOnSale() {
        var sitemap = shop.get("/sitemap.xml");
        assertThat(sitemap.statusCode()).isEqualTo(200);
        assertThat(sitemap.headers().firstValue("Content-Type").orElse("")).startsWith("application/xml");
        assertThat(sitemap.body())
                .contains("<urlset", "<loc>http://mall.test/</loc>", "<loc>http://mall.test/c/lamps</loc>")
                .contains("<loc>http://mall.test/p/lamp-0</loc><lastmod>2026-01-02T03:04:05Z</lastmod>")
                .contains("<loc>http://mall.test/p/lamp-249</loc>");
        int before = calls.get();
        shop.get("/sitemap.xml");
        assertThat(calls.get()).as("read once").isEqualTo(before);
        assertThat(shop.get("/sitemap-1.xml").body()).isEqualTo(sitemap.body());
        assertThat(shop.get("/sitemap-2.xml").statusCode()).isEqualTo(404);
        assertThat(shop.get("/sitemap-x.xml").statusCode()).isEqualTo(404);
    }

    @Test
    void manyAddressesGoIntoManyFiles() {
        var stub = CatalogGrpc.newBlockingStub(shop.platform().channel("catalog"));
        var categories = new Categories(stub, shop.platform().clock());
        Sitemap sitemap = new Sitemap(
                stub, categories, "http://mall.test", 100, shop.platform().clock());
        assertThat(sitemap.index())
                .contains("<sitemapindex", "http://mall.test/sitemap-1.xml", "http://mall.test/sitemap-3.xml")
                .doesNotContain("sitemap-4.xml", "/p/");
        int addresses = 0;
        for (int i = 1; i <= 3; i++) {
            int here = String.valueOf(sitemap.file(i)).split("<loc>", -1).length - 1;
            assertThat(here).isBetween(1, 100);
            addresses += here;
        }
        assertThat(addresses).isEqualTo(PRODUCTS + 4 + 1);
        assertThat(sitemap.file(4)).isNull();
        assertThat(sitemap.file(0)).isNull();
        int before = calls.get();
        shop.platform().clock().advance(Duration.ofMinutes(61));
        sitemap.index();
        assertThat(calls.get()).as("read again after an hour").isGreaterThan(before);
    }

    @Test
    void withoutTheCatalogItIsAskedForLater() {
        answers = false;
        var sitemap = shop.get("/sitemap.xml");
        assertThat(sitemap.statusCode()).isEqualTo(503);
        assertThat(sitemap.headers().firstValue("Retry-After")).isPresent();
        answers = true;
        assertThat(shop.get("/sitemap.xml").statusCode()).isEqualTo(200);
    }

    @Test
    void theIconIsWhereBrowsersLookForIt() {
        var icon = shop.get("/favicon.ico");
        assertThat(icon.statusCode()).isEqualTo(302);
        var svg = shop.get(icon.headers().firstValue("Location").orElse(""));
        assertThat(svg.statusCode()).isEqualTo(200);
        assertThat(svg.headers().firstValue("Content-Type").orElse("")).startsWith("image/svg+xml");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/robots.txt", "/sitemap.xml"})
    void cachesMayKeepIt(String path) {
        var answer = shop.get(path);
        String etag = answer.headers().firstValue("ETag").orElse("");
        assertThat(answer.headers().firstValue("Cache-Control")).contains("public, max-age=3600");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        assertThat(shop.get(path, "If-None-Match", etag).statusCode()).isEqualTo(304);
        var head = shop.send(shop.request(path)
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("ETag")).contains(etag);
    }

    private CatalogGrpc.CatalogImplBase catalog() {
        return new CatalogGrpc.CatalogImplBase() {
            @Override
            public void listCategories(ListCategoriesRequest request, StreamObserver<ListCategoriesResponse> out) {
                Unary.answer(
                        out,
                        ListCategoriesResponse.newBuilder()
                                .addCategories(Category.newBuilder()
                                        .setId("1")
                                        .setSlug("lamps")
                                        .setName("Lamps"))
                                .build());
            }

            @Override
            public void listProducts(ListProductsRequest request, StreamObserver<ListProductsResponse> out) {
                calls.incrementAndGet();
                if (!answers) {
                    throw Problem.of(Problem.Kind.UNAVAILABLE, "unavailable", "Later.");
                }
                int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
                int to = Math.min(PRODUCTS, from + request.getPageSize());
                var page = ListProductsResponse.newBuilder().setNextPageToken(to < PRODUCTS ? "" + to : "");
                for (int i = from; i < to; i++) {
                    page.addProducts(Product.newBuilder()
                            .setSlug("lamp-" + i)
                            .setUpdateTime(Wire.timestamp(Instant.parse("2026-01-02T03:04:05.678Z"))));
                }
                Unary.answer(out, page.build());
            }
        };
    }
}
