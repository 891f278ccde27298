package com.mallhive.app;

import com.mallhive.accounts.AccountsModule;
import com.mallhive.accounts.AccountsSettings;
import com.mallhive.analytics.AnalyticsModule;
import com.mallhive.analytics.AnalyticsSettings;
import com.mallhive.cart.CartModule;
import com.mallhive.cart.CartSettings;
import com.mallhive.catalog.CatalogModule;
import com.mallhive.catalog.CatalogSettings;
import com.mallhive.discovery.DiscoveryModule;
import com.mallhive.discovery.DiscoverySettings;
import com.mallhive.inventory.InventoryModule;
import com.mallhive.inventory.InventorySettings;
import com.mallhive.notifications.NotificationsModule;
import com.mallhive.notifications.NotificationsSettings;
import com.mallhive.orders.OrdersModule;
import com.mallhive.orders.OrdersSettings;
import com.mallhive.payments.PaymentsModule;
import com.mallhive.payments.PaymentsSettings;
import com.mallhive.payments.sandbox.SandboxModule;
import com.mallhive.payments.sandbox.SandboxSettings;
import com.mallhive.platform.Platform;
import com.mallhive.platform.http.HttpSettings;
import com.mallhive.platform.lifecycle.Module;
import com.mallhive.platform.rpc.RpcSettings;
import com.mallhive.platform.settings.Nearest;
import com.mallhive.web.admin.AdminModule;
import com.mallhive.web.admin.AdminSettings;
import com.mallhive.web.edge.EdgeModule;
import com.mallhive.web.edge.EdgeSettings;
import com.mallhive.web.storefront.StorefrontModule;
import com.mallhive.web.storefront.StorefrontSettings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The whole topology: what a process can run. */
enum Targets {
    ACCOUNTS(Kind.SERVICE, AccountsSettings.class, AccountsModule::new),
    CATALOG(Kind.SERVICE, CatalogSettings.class, CatalogModule::new),
    INVENTORY(Kind.SERVICE, InventorySettings.class, InventoryModule::new),
    CART(Kind.SERVICE, CartSettings.class, CartModule::new),
    ORDERS(Kind.SERVICE, OrdersSettings.class, OrdersModule::new),
    PAYMENTS(Kind.SERVICE, PaymentsSettings.class, PaymentsModule::new),
    NOTIFICATIONS(Kind.SERVICE, NotificationsSettings.class, NotificationsModule::new),
    DISCOVERY(Kind.SERVICE, DiscoverySettings.class, DiscoveryModule::new),
    ANALYTICS(Kind.SERVICE, AnalyticsSettings.class, AnalyticsModule::new),
    /** Stripe's stand-in; never beside a real key. */
    SANDBOX(Kind.SANDBOX, SandboxSettings.class, SandboxModule::new),
    EDGE(Kind.PUBLIC, EdgeSettings.class, EdgeModule::new),
    STOREFRONT(Kind.PUBLIC, StorefrontSettings.class, StorefrontModule::new),
    ADMIN(Kind.PRIVATE, AdminSettings.class, AdminModule::new);

    /** What a target needs and where it is reached. */
    enum Kind {
        /** gRPC, a database. */
        SERVICE,
        /** A database, an HTTP port of its own. */
        SANDBOX,
        /** The public HTTP port. */
        PUBLIC,
        /** The operators' HTTP port. */
        PRIVATE
    }

    private final Kind kind;
    private final Class<? extends Record> settings;

    @SuppressWarnings("ImmutableEnumChecker") // a constructor reference
    private final Function<Platform, Module> module;

    Targets(Kind kind, Class<? extends Record> settings, Function<Platform, Module> module) {
        this.kind = kind;
        this.settings = settings;
        this.module = module;
    }

    /** The name in {@code --target}, in settings, in certificates. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    Kind kind() {
        return kind;
    }

    boolean hasDatabase() {
        return kind == Kind.SERVICE || kind == Kind.SANDBOX;
    }

    Module create(Platform platform) {
        return module.apply(platform);
    }

    /** Reads {@code all} or a list such as {@code orders,cart}. */
    static Set<Targets> parse(String text) {
        if (text.equals("all")) {
            return EnumSet.allOf(Targets.class);
        }
        Set<Targets> targets = EnumSet.noneOf(Targets.class);
        for (String name : text.split(",", -1)) {
            targets.add(Arrays.stream(values())
                    .filter(t -> t.label().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new UsageFailure("unknown target \"" + name + "\""
                            + Nearest.of(
                                            name,
                                            Arrays.stream(values())
                                                    .map(Targets::label)
                                                    .toList())
                                    .map(n -> "; did you mean \"" + n + "\"?")
                                    .orElse(""))));
        }
        return targets;
    }

    /** Every section of settings with its record. */
    static Map<String, Class<? extends Record>> sections() {
        Map<String, Class<? extends Record>> sections = new LinkedHashMap<>();
        sections.put("http", HttpSettings.class);
        sections.put("rpc", RpcSettings.class);
        sections.put("database", PostgresSettings.class);
        sections.put("mall", MallSettings.class);
        for (Targets target : values()) {
            sections.put(target.label(), target.settings);
        }
        return sections;
    }
}
