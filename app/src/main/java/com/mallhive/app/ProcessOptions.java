package com.mallhive.app;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the commands that look at settings or run services. */
final class ProcessOptions {
    @Option(names = "--port", paramLabel = "PORT", description = "The public port (8080); others follow it.")
    @Nullable
    Integer port;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "data",
            description = "Where everything is kept (${DEFAULT-VALUE}).")
    Path data = Path.of("data");

    @Option(
            names = "--target",
            paramLabel = "NAMES",
            defaultValue = "all",
            description =
                    "What to run: all, or a list of accounts, catalog, inventory, cart, orders, payments, notifications,"
                            + " discovery, analytics, sandbox, edge, storefront, admin (${DEFAULT-VALUE}).")
    String target = "all";

    @Option(names = "--config", paramLabel = "FILE", description = "Settings file (mallhive.yaml).")
    @Nullable
    Path config;

    @Option(names = "--set", paramLabel = "KEY=VALUE", description = "One setting, for example orders.shipping=0.")
    Map<String, String> set = new HashMap<>();

    @Option(
            names = "--insecure-demo",
            description =
                    "Let the sandbox, the mailbox and the demo sign-ins be reached from other machines, the latter two under the"
                            + " host of http.public-url.")
    boolean insecureDemo;

    Set<Targets> targets() {
        return Targets.parse(target);
    }

    Path dataFolder() {
        return data.toAbsolutePath().normalize();
    }

    /** Reads the settings; what the targets of this process need from each other is filled in. */
    Settings settings() {
        Path file = config == null ? Path.of("mallhive.yaml") : config;
        if (config != null && (!Files.isReadable(config) || Files.isDirectory(config))) {
            throw new StartupFailure("cannot read the settings file " + config);
        }
        Map<String, String> overrides = new HashMap<>(set);
        if (port != null) {
            overrides.put("http.port", Integer.toString(port));
        }
        Settings read = Settings.load(file, System.getenv(), overrides, Targets.sections());
        SandboxWiring.fill(read, targets(), insecureDemo, overrides);
        return Settings.load(file, System.getenv(), overrides, Targets.sections());
    }
}
