package com.mallhive.app;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.CheckSessionRequest;
import com.mallhive.api.accounts.v1.GetKeySetRequest;
import com.mallhive.platform.blobs.LocalBlobs;
import com.mallhive.platform.database.Cluster;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.EmbeddedPostgres;
import com.mallhive.platform.events.EventSettings;
import com.mallhive.platform.events.Events;
import com.mallhive.platform.http.HttpServer;
import com.mallhive.platform.http.HttpSettings;
import com.mallhive.platform.http.ManagementServer;
import com.mallhive.platform.jobs.JobSettings;
import com.mallhive.platform.jobs.Jobs;
import com.mallhive.platform.lifecycle.Module;
import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.lifecycle.WebModule;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.EventInboxApi;
import com.mallhive.platform.rpc.RpcEventBus;
import com.mallhive.platform.rpc.RpcNetwork;
import com.mallhive.platform.rpc.RpcSettings;
import com.mallhive.platform.security.DevAuthority;
import com.mallhive.platform.security.ReloadingTls;
import com.mallhive.platform.security.TokenVerifier;
import com.mallhive.platform.security.Vault;
import com.mallhive.platform.settings.Settings;
import io.grpc.Channel;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.jetty.server.Handler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running process of the mall: the modules of its targets, wired to each other and to the outside. Started from top to
 * bottom, stopped from bottom to top.
 */
final class Mall implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Mall.class);

    private final Settings settings;
    private final Set<Targets> targets;
    private final Path data;
    private final Clock clock;
    private final HttpSettings http;
    private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Targets, Module> modules = new EnumMap<>(Targets.class);
    private final List<Events> events = new ArrayList<>();
    private final List<Runnable> starters = new ArrayList<>();
    private final Deque<AutoCloseable> closing = new ArrayDeque<>();
    private @Nullable Cluster databases;
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable RpcNetwork network;
    private @Nullable TokenVerifier verifier;

    private Mall(Settings settings, Set<Targets> targets, Path data, Clock clock) {
        this.settings = settings;
        this.targets = targets;
        this.data = data;
        this.clock = clock;
        this.http = settings.section("http", HttpSettings.class);
    }

    /** Starts everything; when it returns the mall is ready. On failure what had started is stopped again. */
    static Mall start(Settings settings, Set<Targets> targets, Path data, Clock clock) {
        Mall mall = new Mall(settings, targets, data, clock);
        try {
            mall.startAll();
            return mall;
        } catch (RuntimeException e) {
            mall.close();
            throw e;
        } catch (IOException e) {
            mall.close();
            throw new StartupFailure("cannot start: " + e.getMessage(), e);
        }
    }

    /** Brings the databases of the targets up to date and does no more. */
    static void migrate(Settings settings, Set<Targets> targets, Path data) {
        try (Cluster cluster = cluster(settings, data)) {
            cluster.migrate(databases(targets));
        }
    }

    HttpSettings http() {
        return http;
    }

    /** The module of a target of this process. */
    Module module(Targets target) {
        Module module = modules.get(target);
        if (module == null) {
            throw new IllegalStateException(target + " does not run here");
        }
        return module;
    }

    /** The databases, where there are any. */
    @Nullable
    Cluster databaseServer() {
        return databases;
    }

    /** The embedded server, where there is one. */
    @Nullable
    EmbeddedPostgres postgres() {
        return postgres;
    }

    /** A channel as the first service has it to the second. */
    Channel channel(String from, String service) {
        return java.util.Objects.requireNonNull(network).channel(from, service);
    }

    /** Whether no event waits to be published or handled. */
    boolean idle() {
        return events.stream().allMatch(Events::idle);
    }

    private void startAll() throws IOException {
        ManagementServer management = new ManagementServer(http.host(), http.management(), meters);
        closing.push(meters::close);
        new JvmMemoryMetrics().bindTo(meters);
        start(management);

        MallSettings own = settings.section("mall", MallSettings.class);
        Cluster cluster = needsDatabase() ? closing(cluster(settings, data)) : null;
        if (cluster != null) {
            databases = cluster;
            postgres = cluster.server();
            cluster.migrate(databases(targets));
        }
        Vault vault = Vault.fromFile(own.masterKey() == null ? data.resolve("keys/master.key") : own.masterKey());
        RpcSettings rpc = settings.section("rpc", RpcSettings.class);
        RpcNetwork calls = network(rpc, own);
        network = calls;
        build(cluster, calls, own, vault);
        calls.start();
        events.forEach(Events::start);
        startModules(management);
        startPorts();
        management.started(true);
    }

    private RpcNetwork network(RpcSettings rpc, MallSettings own) {
        Set<String> local = targets.stream().map(Targets::label).collect(Collectors.toSet());
        ReloadingTls tls = targets.size() == Targets.values().length && rpc.listen() == null
                ? null
                : closing(certificates(rpc, own));
        RpcNetwork[] self = new RpcNetwork[1];
        String asker = targets.iterator().next().label();
        TokenVerifier tokens = tokens(self, asker);
        RpcNetwork calls = new RpcNetwork(
                rpc,
                local,
                tls,
                tokens,
                person -> AccountsGrpc.newBlockingStub(self[0].channel(asker, "accounts"))
                        .checkSession(CheckSessionRequest.newBuilder()
                                .setSessionId(person.sessionId().toString())
                                .build())
                        .getAlive(),
                meters);
        self[0] = calls;
        verifier = tokens;
        return closing(calls);
    }

    private TokenVerifier tokens(RpcNetwork[] self, String asker) {
        return new TokenVerifier(
                () -> new Caller(asker, null, null, null)
                        .call(() -> AccountsGrpc.newBlockingStub(self[0].channel(asker, "accounts"))
                                .getKeySet(GetKeySetRequest.getDefaultInstance())
                                .getJson()),
                clock);
    }

    private ReloadingTls certificates(RpcSettings rpc, MallSettings own) {
        if (rpc.certificate() != null && rpc.privateKey() != null && rpc.authorities() != null) {
            var pair = new ReloadingTls.Pair(Path.of(rpc.certificate()), Path.of(rpc.privateKey()));
            return new ReloadingTls(_ -> pair, Path.of(rpc.authorities()), rpc.certificateReload());
        }
        DevAuthority authority = new DevAuthority(own.authority() == null ? data.resolve("tls") : own.authority());
        return new ReloadingTls(
                services -> new ReloadingTls.Pair(authority.certificate(services), authority.key(services)),
                authority.authority(),
                rpc.certificateReload());
    }

    private void build(@Nullable Cluster cluster, RpcNetwork calls, MallSettings own, Vault vault) {
        Path files = own.files() == null ? data.resolve("files") : own.files();
        boolean alone = cluster != null && cluster.server() != null;
        for (Targets target : targets) {
            String name = target.label();
            // the demo's past is not Stripe's: its signatures are of now
            boolean money = target == Targets.PAYMENTS || target == Targets.SANDBOX;
            Clock time = money ? Clock.systemUTC() : clock;
            Database database = null;
            Events ownEvents = null;
            Jobs jobs = null;
            if (target.hasDatabase() && cluster != null) {
                database = closing(cluster.open(name));
                ownEvents = new Events(
                        database,
                        new RpcEventBus(to -> calls.channel(name, to)),
                        alone ? EventSettings.ALONE : EventSettings.DEFAULT,
                        meters);
                jobs = new Jobs(database, alone ? JobSettings.ALONE : JobSettings.DEFAULT, time);
            }
            Module module = target.create(new ServicePlatform(
                    name,
                    settings,
                    http.url(),
                    database,
                    ownEvents,
                    jobs,
                    calls,
                    new LocalBlobs(files.resolve(name), vault, time, http.url()),
                    vault,
                    java.util.Objects.requireNonNull(verifier),
                    time,
                    meters));
            modules.put(target, module);
            if (ownEvents != null) {
                calls.serve(name, new EventInboxApi(ownEvents));
                events.add(closing(ownEvents));
            }
            if (jobs != null) {
                Jobs started = jobs;
                starters.add(started::start);
                closing.push(started);
            }
        }
    }

    private void startModules(ManagementServer management) {
        modules.forEach((target, module) -> {
            module.start();
            closing.push(module::stop);
        });
        starters.forEach(Runnable::run);
        management.check("services", () -> modules.size() == targets.size());
    }

    private void startPorts() {
        List<Handler> open = handlers(Targets.Kind.PUBLIC);
        if (!open.isEmpty()) {
            start(new HttpServer("public", http.host(), http.port(), open, http.trustedProxies()));
        }
        List<Handler> operators = handlers(Targets.Kind.PRIVATE);
        if (!operators.isEmpty()) {
            start(new HttpServer("admin", http.host(), http.admin(), operators, http.trustedProxies()));
        }
        List<Handler> sandbox = handlers(Targets.Kind.SANDBOX);
        if (!sandbox.isEmpty()) {
            start(new HttpServer("sandbox", "127.0.0.1", http.sandbox(), sandbox));
        }
    }

    private List<Handler> handlers(Targets.Kind kind) {
        List<Handler> handlers = new ArrayList<>();
        modules.forEach((target, module) -> {
            if (target.kind() == kind && module instanceof WebModule web) {
                handlers.add(web.handler());
            }
        });
        return handlers;
    }

    private boolean needsDatabase() {
        return targets.stream().anyMatch(Targets::hasDatabase);
    }

    private static List<String> databases(Set<Targets> targets) {
        return targets.stream().filter(Targets::hasDatabase).map(Targets::label).toList();
    }

    private static Cluster cluster(Settings settings, Path data) {
        PostgresSettings postgres = settings.section("database", PostgresSettings.class);
        if (postgres.url() != null) {
            return Cluster.external(postgres.forPlatform(), io.micrometer.core.instrument.Metrics.globalRegistry);
        }
        var options = postgres.statistics() ? EmbeddedPostgres.Options.BENCH : EmbeddedPostgres.Options.DEFAULT;
        return Cluster.embedded(
                EmbeddedPostgres.start(data, options),
                postgres.forPlatform(),
                io.micrometer.core.instrument.Metrics.globalRegistry);
    }

    private void start(HttpServer server) {
        closing.push(server);
        server.start();
    }

    private void start(ManagementServer server) {
        closing.push(server);
        server.start();
    }

    private <T extends AutoCloseable> T closing(T part) {
        closing.push(part);
        return part;
    }

    /** Stops everything, the last started first. */
    @Override
    public void close() {
        while (!closing.isEmpty()) {
            AutoCloseable part = closing.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly: {}", part.getClass().getSimpleName(), e.getMessage());
            }
        }
    }
}
