package com.mallhive.app;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.mallhive.app.bench.HttpLine;
import com.mallhive.app.bench.Scenario;
import com.mallhive.platform.settings.Settings;
import com.mallhive.platform.telemetry.Logging;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The training run of the AOT cache (JEP 514): starts a mall in a fresh folder, does a little of everything and ends, so that
 * the JVM can note what it loaded and how often it ran.
 */
@Command(name = "train", description = "The training run after a build.", hidden = true)
final class Train implements Callable<Integer> {
    private static final String[] PAGES = {
        "/",
        "/search?q=coffee",
        "/cart",
        "/sign-in",
        "/shops",
        "/v1/products",
        "/v1/search?q=tea",
        "/v1/categories",
        "/v1/search:suggest?q=co",
        "/openapi.json",
        "/v1/orders",
        "/nowhere"
    };

    private static final List<Scenario> PRACTICE =
            List.of(Scenario.PRODUCT_READ, Scenario.SEARCH, Scenario.CART_ADD, Scenario.CHECKOUT);
    private static final long PRACTICE_NANOS = TimeUnit.SECONDS.toNanos(3);
    private static final int BUYERS = 8;

    @Mixin
    private ProcessOptions options = new ProcessOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        options.set.putAll(Map.of("http.port", "18980", "mall.log-format", "text", "edge.sign-ins-per-minute", "0"));
        Settings settings = options.settings();
        Logging.start(false, "warn");
        DemoClock clock = new DemoClock();
        try (Mall mall = Mall.start(settings, options.targets(), options.dataFolder(), clock)) {
            new DemoFilling(mall, clock, options.dataFolder())
                    .fillALittle(spec.commandLine().getOut());
            try (HttpClient http = HttpClient.newHttpClient()) {
                for (int round = 0; round < 3; round++) {
                    for (String page : PAGES) {
                        var request = HttpRequest.newBuilder(
                                        URI.create(mall.http().url() + page))
                                .build();
                        var _ = http.send(request, HttpResponse.BodyHandlers.discarding());
                    }
                }
                practise(http, mall.http().port());
            } catch (IOException e) {
                spec.commandLine().getErr().println("a page was not reached: " + e.getMessage());
            }
        }
        return 0;
    }

    /** Buyers who do what buyers do most, so that the cache also holds the profiles of that code (JEP 515). */
    private static void practise(HttpClient http, int port) throws IOException, InterruptedException {
        Scenario.Goods goods = goods(http, "http://127.0.0.1:" + port + "/v1/products");
        for (Scenario scenario : PRACTICE) {
            long end = System.nanoTime() + PRACTICE_NANOS;
            try (var buyers = Executors.newFixedThreadPool(BUYERS)) {
                for (int i = 0; i < BUYERS; i++) {
                    var _ = buyers.submit(() -> {
                        try (HttpLine line = new HttpLine(port)) {
                            Scenario.Buyer buyer = new Scenario.Buyer();
                            while (System.nanoTime() < end) {
                                scenario.run(line, goods, buyer);
                            }
                        }
                        return true;
                    });
                }
            }
        }
    }

    private static Scenario.Goods goods(HttpClient http, String products) throws IOException, InterruptedException {
        List<String> ids = new ArrayList<>();
        List<String> offers = new ArrayList<>();
        for (JsonElement card : json(http, products + "?pageSize=40").getAsJsonArray("products")) {
            ids.add(card.getAsJsonObject().get("id").getAsString());
            json(http, products + "/" + ids.getLast())
                    .getAsJsonArray("variants")
                    .forEach(v -> offers.add(v.getAsJsonObject().get("offerId").getAsString()));
        }
        return new Scenario.Goods(ids, offers, offers.getFirst());
    }

    private static JsonObject json(HttpClient http, String url) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(url)).build();
        return JsonParser.parseString(
                        http.send(request, HttpResponse.BodyHandlers.ofString()).body())
                .getAsJsonObject();
    }
}
