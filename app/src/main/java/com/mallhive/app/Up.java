package com.mallhive.app;

import com.mallhive.app.demo.DemoMall;
import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.rpc.RpcSettings;
import com.mallhive.platform.settings.Settings;
import com.mallhive.platform.telemetry.Logging;
import com.mallhive.web.storefront.StorefrontModule;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./mallhive up}: runs the mall, or a part of it, until Ctrl-C. */
@Command(name = "up", description = "Run the mall, or a part of it, until Ctrl-C.", sortOptions = false)
final class Up implements Callable<Integer> {
    @Mixin
    private ProcessOptions options = new ProcessOptions();

    @Option(
            names = "--demo",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Fill an empty mall with demo shops, products and orders (default); --no-demo leaves it empty.")
    private boolean demo;

    @Option(names = "--open", description = "Open the mall in the browser.")
    private boolean open;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Settings settings = options.settings();
        MallSettings own = settings.section("mall", MallSettings.class);
        Logging.start(json(own), own.logLevel());
        Path data = options.dataFolder();
        boolean whole = options.target.equals("all");
        DemoClock clock = new DemoClock();
        Mall mall = Mall.start(settings, options.targets(), data, clock);
        CountDownLatch over = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            mall.close();
            over.countDown();
        }));
        PrintWriter out = spec.commandLine().getOut();
        DemoFilling filling = new DemoFilling(mall, clock, data);
        boolean demoThere = whole && (demo ? filling.fillIfEmpty(out) : filling.isThere());
        if (demoThere) {
            ((StorefrontModule) mall.module(Targets.STOREFRONT)).demoIsThere();
        }
        banner(out, mall, settings.section("rpc", RpcSettings.class).listen(), demoThere);
        if (open) {
            openBrowser(mall.http().url());
        }
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return 0;
    }

    private void banner(PrintWriter out, Mall mall, @Nullable String rpcListens, boolean demoThere) {
        long millis = Clock.systemUTC().millis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        var http = mall.http();
        Set<Targets> here = options.targets();
        boolean open = here.stream().anyMatch(t -> t.kind() == Targets.Kind.PUBLIC);
        String what = open
                ? "MallHive is open: " + http.url()
                : "MallHive runs " + here.stream().map(Targets::label).collect(Collectors.joining(", "));
        out.println();
        out.printf("%s   (ready in %d.%d s)%n", what, millis / 1000, millis % 1000 / 100);
        if (here.contains(Targets.EDGE)) {
            out.printf("  API reference   %s/docs%n", http.url());
        }
        if (here.contains(Targets.STOREFRONT) && here.contains(Targets.SANDBOX)) {
            out.printf("  Mailbox         %s/mailbox%n", http.url());
        }
        if (here.contains(Targets.ADMIN)) {
            out.printf("  Operators       http://%s:%d%n", http.host(), http.admin());
        }
        if (here.size() < Targets.values().length && here.stream().anyMatch(t -> t.kind() == Targets.Kind.SERVICE)) {
            out.printf(
                    "  gRPC            %s%n",
                    rpcListens == null ? "this process only: rpc.listen is not set" : rpcListens);
        }
        out.printf("  Health, metrics http://%s:%d%n", http.host(), http.management());
        if (demoThere) {
            out.println();
            DemoMall.SIGN_INS.forEach((role, email) ->
                    out.printf("  Sign in as %-9s %s   password: %s%n", role, email, DemoMall.PASSWORD));
        }
        out.println();
        out.flush();
    }

    private static boolean json(MallSettings own) {
        return switch (own.logFormat()) {
            case JSON -> true;
            case TEXT -> false;
            case AUTO -> !Terminal.isThere();
        };
    }

    private static void openBrowser(String url) {
        String program = System.getProperty("os.name", "").startsWith("Mac") ? "open" : "xdg-open";
        try {
            new ProcessBuilder(program, url)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new StartupFailure("cannot open a browser with " + program + "; open " + url + " yourself");
        }
    }
}
