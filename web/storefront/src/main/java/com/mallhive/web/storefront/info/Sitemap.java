package com.mallhive.web.storefront.info;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.ListProductsRequest;
import com.mallhive.api.catalog.v1.ListProductsResponse;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Wire;
import com.mallhive.web.storefront.browse.Categories;
import com.mallhive.web.storefront.browse.CategoryTree;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The addresses that search engines should know (https://www.sitemaps.org/protocol.html): front pages, categories and every
 * product on sale, in files of limited length under an index. Read from the catalog at most once an hour and kept compressed.
 */
final class Sitemap {
    private static final Duration FRESH = Duration.ofHours(1);
    private static final List<String> FRONT = List.of("/", "/categories", "/shops", "/about");
    private static final int PAGE = 100;

    private final CatalogGrpc.CatalogBlockingStub catalog;
    private final Categories categories;
    private final String publicUrl;
    private final int perFile;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile List<byte[]> files = List.of();
    private volatile Instant until = Instant.MIN;

    /** @param perFile addresses in one file */
    Sitemap(
            CatalogGrpc.CatalogBlockingStub catalog,
            Categories categories,
            String publicUrl,
            int perFile,
            Clock clock) {
        this.catalog = catalog;
        this.categories = categories;
        this.publicUrl = publicUrl;
        this.perFile = perFile;
        this.clock = clock;
    }

    /** The file that names all others, or everything where one file is enough. */
    String index() {
        List<byte[]> all = files();
        if (all.size() == 1) {
            return inflate(all.getFirst());
        }
        StringBuilder index = new StringBuilder("""
                <?xml version="1.0" encoding="UTF-8"?>
                <sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                """);
        for (int i = 1; i <= all.size(); i++) {
            index.append("<sitemap><loc>")
                    .append(escape(publicUrl + "/sitemap-" + i + ".xml"))
                    .append("</loc></sitemap>\n");
        }
        return index.append("</sitemapindex>\n").toString();
    }

    /** The file of this number, from 1; null where there is none. */
    @Nullable
    String file(int number) {
        List<byte[]> all = files();
        return number < 1 || number > all.size() ? null : inflate(all.get(number - 1));
    }

    private List<byte[]> files() {
        if (clock.instant().isBefore(until)) {
            return files;
        }
        // One request reads the catalog; the others go on with what there is, unless that is nothing.
        if (files.isEmpty()) {
            lock.lock();
        } else if (!lock.tryLock()) {
            return files;
        }
        try {
            if (!clock.instant().isBefore(until)) {
                files = new Caller("storefront", null, null, null).call(this::read);
                until = clock.instant().plus(FRESH);
            }
        } finally {
            lock.unlock();
        }
        return files;
    }

    private List<byte[]> read() {
        List<byte[]> all = new ArrayList<>();
        File file = new File();
        FRONT.forEach(path -> file.add(path, null));
        categories.tree().all().forEach(category -> file.add(CategoryTree.url(category), null));
        String token = "";
        do {
            ListProductsResponse page = catalog.listProducts(ListProductsRequest.newBuilder()
                    .setPageSize(PAGE)
                    .setPageToken(token)
                    .build());
            for (Product product : page.getProductsList()) {
                if (file.count >= perFile) {
                    all.add(file.end());
                }
                file.add("/p/" + product.getSlug(), Wire.instant(product.getUpdateTime()));
            }
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        all.add(file.end());
        return List.copyOf(all);
    }

    /** The file that is being written. */
    private final class File {
        private final StringBuilder xml = new StringBuilder();
        private int count;

        void add(String path, @Nullable Instant changed) {
            xml.append("<url><loc>").append(escape(publicUrl + path)).append("</loc>");
            if (changed != null) {
                xml.append("<lastmod>")
                        .append(changed.truncatedTo(ChronoUnit.SECONDS))
                        .append("</lastmod>");
            }
            xml.append("</url>\n");
            count++;
        }

        byte[] end() {
            String whole = """
                    <?xml version="1.0" encoding="UTF-8"?>
                    <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
                    """ + xml + "</urlset>\n";
            xml.setLength(0);
            count = 0;
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(whole.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    }

    private static String inflate(byte[] file) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
