package com.mallhive.app;

import com.mallhive.platform.settings.Settings;
import com.mallhive.platform.telemetry.Logging;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * The training run of the AOT cache (JEP 514): starts a mall in a fresh folder, does a little of everything and ends, so that
 * the JVM can note what it loaded.
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

    @Mixin
    private ProcessOptions options = new ProcessOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        options.set.putAll(Map.of("http.port", "18980", "mall.log-format", "text"));
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
            } catch (IOException e) {
                spec.commandLine().getErr().println("a page was not reached: " + e.getMessage());
            }
        }
        return 0;
    }
}
