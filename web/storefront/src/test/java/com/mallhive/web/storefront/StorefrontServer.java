package com.mallhive.web.storefront;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.discovery.v1.DiscoveryGrpc;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.platform.http.HttpServer;
import com.mallhive.testkit.TestPlatform;
import io.grpc.BindableService;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The production storefront on a port of its own, and a browser. Services that a test does not write refuse every call. */
public final class StorefrontServer implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final TestPlatform platform;
    private final StorefrontModule module;
    private final HttpServer http;
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();

    private StorefrontServer(Map<String, Object> settings, Map<String, BindableService> services) {
        var builder = TestPlatform.of("storefront").set("storefront.secure-cookies", false);
        settings.forEach(builder::set);
        Map<String, BindableService> all = new LinkedHashMap<>(Map.of(
                "accounts", new AccountsGrpc.AccountsImplBase() {},
                "catalog", new CatalogGrpc.CatalogImplBase() {},
                "inventory", new InventoryGrpc.InventoryImplBase() {},
                "cart", new CartsGrpc.CartsImplBase() {},
                "orders", new OrdersGrpc.OrdersImplBase() {},
                "payments", new PaymentsGrpc.PaymentsImplBase() {},
                "discovery", new DiscoveryGrpc.DiscoveryImplBase() {},
                "analytics", new AnalyticsGrpc.AnalyticsImplBase() {},
                "notifications", new NotificationsGrpc.NotificationsImplBase() {}));
        all.putAll(services);
        all.forEach(builder::peer);
        this.platform = builder.build();
        this.module = platform.run(StorefrontModule::new);
        this.http = new HttpServer("storefront", "127.0.0.1", 0, List.of(module.handler()));
        http.start();
    }

    public static StorefrontServer start(Map<String, Object> settings, Map<String, BindableService> services) {
        return new StorefrontServer(settings, services);
    }

    StorefrontModule module() {
        return module;
    }

    public TestPlatform platform() {
        return platform;
    }

    /** A page; headers are names and values. */
    public HttpResponse<String> get(String path, String... headers) {
        return send(request(path, headers).build());
    }

    /** Sends a form with the token that stands in the page. */
    public HttpResponse<String> submit(String page, String action, String... fields) {
        return submitTo("mall.test", page, action, fields);
    }

    /** The same under another name of the host. */
    public HttpResponse<String> submitTo(String host, String page, String action, String... fields) {
        Matcher token = TOKEN.matcher(get(page).body());
        if (!token.find()) {
            throw new AssertionError("no form in " + page);
        }
        StringBuilder form = new StringBuilder("csrf=").append(encode(token.group(1)));
        for (int i = 0; i < fields.length; i += 2) {
            form.append('&').append(fields[i]).append('=').append(encode(fields[i + 1]));
        }
        return send(request(action, "Host", host)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form.toString()))
                .build());
    }

    /** A request to be completed. */
    public HttpRequest.Builder request(String path, String... headers) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + http.port() + path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return request;
    }

    public HttpResponse<String> send(HttpRequest request) {
        try {
            return browser.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        browser.shutdownNow();
        http.close();
        platform.close();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
