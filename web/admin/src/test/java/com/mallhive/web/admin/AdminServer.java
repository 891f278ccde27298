package com.mallhive.web.admin;

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
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The production pages of operators on a port of their own, and a browser. Only accounts answer. */
final class AdminServer implements AutoCloseable {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrf\" value=\"([^\"]+)\"");

    private final TestPlatform platform;
    private final HttpServer http;
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .build();

    AdminServer(Map<String, Object> settings, AccountsGrpc.AccountsImplBase accounts) {
        var builder = TestPlatform.of("admin").set("admin.secure-cookies", false);
        settings.forEach(builder::set);
        Map<String, BindableService> services = Map.of(
                "accounts", accounts,
                "catalog", new CatalogGrpc.CatalogImplBase() {},
                "inventory", new InventoryGrpc.InventoryImplBase() {},
                "cart", new CartsGrpc.CartsImplBase() {},
                "orders", new OrdersGrpc.OrdersImplBase() {},
                "payments", new PaymentsGrpc.PaymentsImplBase() {},
                "discovery", new DiscoveryGrpc.DiscoveryImplBase() {},
                "analytics", new AnalyticsGrpc.AnalyticsImplBase() {},
                "notifications", new NotificationsGrpc.NotificationsImplBase() {});
        services.forEach(builder::peer);
        this.platform = builder.build();
        AdminModule module = platform.run(AdminModule::new);
        this.http = new HttpServer("admin", "127.0.0.1", 0, List.of(module.handler()));
        http.start();
    }

    TestPlatform platform() {
        return platform;
    }

    /** A page; headers are names and values. */
    HttpResponse<String> get(String path, String... headers) {
        var request = HttpRequest.newBuilder(address(path));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return send(request.build());
    }

    /** Sends the sign-in form. */
    HttpResponse<String> signIn(String email, String password) {
        Matcher token = TOKEN.matcher(get("/sign-in").body());
        if (!token.find()) {
            throw new AssertionError("no form");
        }
        String form = "csrf=" + encode(token.group(1)) + "&email=" + encode(email) + "&password=" + encode(password);
        return send(HttpRequest.newBuilder(address("/sign-in"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    @Override
    public void close() {
        browser.shutdownNow();
        http.close();
        platform.close();
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + http.port() + path);
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return browser.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new AssertionError(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
