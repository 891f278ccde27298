package com.mallhive.testkit;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.mallhive.platform.Platform;
import com.mallhive.platform.blobs.Blobs;
import com.mallhive.platform.blobs.LocalBlobs;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.events.EventEnvelope;
import com.mallhive.platform.events.EventSettings;
import com.mallhive.platform.events.Events;
import com.mallhive.platform.jobs.JobSettings;
import com.mallhive.platform.jobs.Jobs;
import com.mallhive.platform.lifecycle.Module;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.RpcNetwork;
import com.mallhive.platform.rpc.RpcSettings;
import com.mallhive.platform.security.TokenVerifier;
import com.mallhive.platform.security.Vault;
import com.mallhive.platform.settings.Settings;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Runs one service's production module alone: on a database of its own, with the real network in memory, with stand-ins for the
 * services that it calls. What it publishes is collected.
 *
 * <pre>{@code
 * try (var platform = TestPlatform.of("orders").set("orders.currency", "USD").peer("inventory", fakeInventory).build()) {
 *     platform.run(OrdersModule::new);
 *     OrdersGrpc.newBlockingStub(platform.channelOf("edge")).getOrder(…);
 * }
 * }</pre>
 */
public final class TestPlatform implements Platform, AutoCloseable {
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

    private final String service;
    private final Map<String, String> values;
    private final TestClock clock;
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final Database database;
    private final Events events;
    private final Jobs jobs;
    private final RpcNetwork network;
    private final TokenVerifier tokens;
    private final Vault vault = new Vault(new byte[32]);
    private final ECKey key = key();
    private final List<EventEnvelope> published = new CopyOnWriteArrayList<>();
    private final List<Module> modules = new ArrayList<>();
    private @Nullable Path files;

    /** What a platform is made of. */
    public static final class Builder {
        private final String service;
        private final Map<String, String> values = new TreeMap<>();
        private final Map<String, BindableService> peers = new TreeMap<>();
        private TestClock clock = new TestClock();

        private Builder(String service) {
            this.service = service;
        }

        /** A setting, for example {@code orders.currency}. */
        public Builder set(String setting, Object value) {
            values.put(setting, String.valueOf(value));
            return this;
        }

        /** Who answers the calls of another service. */
        public Builder peer(String name, BindableService implementation) {
            peers.put(name, implementation);
            return this;
        }

        public Builder clock(TestClock value) {
            clock = value;
            return this;
        }

        public TestPlatform build() {
            return new TestPlatform(this);
        }
    }

    private TestPlatform(Builder builder) {
        this.service = builder.service;
        this.values = Map.copyOf(builder.values);
        this.clock = builder.clock;
        this.database = TestCluster.database(service);
        this.events = new Events(database, published::addAll, EventSettings.TEST, meters);
        this.jobs = new Jobs(database, JobSettings.TEST, clock);
        this.tokens = new TokenVerifier(() -> new JWKSet(key.toPublicJWK()).toString(), clock);
        Set<String> local = new HashSet<>(builder.peers.keySet());
        local.add(service);
        RpcSettings rpc = Settings.load(null, Map.of(), Map.of(), Map.of("rpc", RpcSettings.class))
                .section("rpc", RpcSettings.class);
        this.network = new RpcNetwork(rpc, local, null, tokens, _ -> true, meters);
        builder.peers.forEach(network::serve);
    }

    /** For the service of this name: it gives the database its tables and the settings their section. */
    public static Builder of(String service) {
        return new Builder(service);
    }

    /** Builds and starts the module, and everything that it works with. */
    public <M extends Module> M run(Function<Platform, M> constructor) {
        M module = constructor.apply(this);
        modules.add(module);
        try {
            network.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        events.start();
        module.start();
        jobs.start();
        return module;
    }

    /** The service as another one calls it; nobody is signed in. */
    public Channel channelOf(String caller) {
        return network.channel(caller, service);
    }

    /** Calls as this person, through the face {@code edge}; use {@code channelOf("edge")} inside. */
    public <T extends @Nullable Object, X extends Throwable> T as(Person person, ScopedValue.CallableOp<T, X> call)
            throws X {
        return new Caller("edge", person, token(person), null).call(call);
    }

    /** A valid access token of the person. */
    public String token(Person person) {
        var claims = new JWTClaimsSet.Builder()
                .issuer(TokenVerifier.ISSUER)
                .audience(TokenVerifier.ISSUER)
                .subject(person.id().toString())
                .claim("roles", List.copyOf(person.roles()))
                .claim("sid", person.sessionId().toString())
                .expirationTime(Date.from(clock.instant().plus(TOKEN_LIFE)));
        if (person.shopId() != null) {
            claims.claim("shop", person.shopId().toString());
        }
        try {
            SignedJWT jwt = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.ES256)
                            .type(TokenVerifier.TYPE)
                            .keyID(key.getKeyID())
                            .build(),
                    claims.build());
            jwt.sign(new ECDSASigner(key));
            return jwt.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The events of this type that have left the service so far, in their order. */
    public <E extends Message> List<E> published(E defaultInstance) {
        String type = defaultInstance.getDescriptorForType().getFullName();
        return published.stream()
                .filter(e -> e.type().equals(type))
                .map(e -> parse(e.payload(), defaultInstance))
                .toList();
    }

    /** Lets an event of another service arrive, and waits until it is handled. Twice with one id: a second delivery. */
    public void arrive(UUID id, String aggregate, long version, Message event) {
        try {
            events.inbox()
                    .accept(List.of(new EventEnvelope(
                            id,
                            event.getDescriptorForType().getFullName(),
                            "another",
                            aggregate,
                            version,
                            clock.instant(),
                            null,
                            JsonFormat.printer().print(event))));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        Eventually.until("the event is handled", this::idle);
    }

    /** Nothing waits to be published or handled. */
    public boolean idle() {
        return events.idle();
    }

    @Override
    public String service() {
        return service;
    }

    @Override
    public <R extends Record> R settings(Class<R> type) {
        return Settings.load(null, Map.of(), values, Map.of(service, type)).section(service, type);
    }

    @Override
    public String publicUrl() {
        return "http://mall.test";
    }

    @Override
    public Database database() {
        return database;
    }

    @Override
    public Events events() {
        return events;
    }

    @Override
    public Jobs jobs() {
        return jobs;
    }

    @Override
    public Channel channel(String to) {
        return network.channel(service, to);
    }

    @Override
    public void serve(BindableService implementation) {
        network.serve(service, implementation);
    }

    @Override
    public Blobs blobs() {
        try {
            if (files == null) {
                // the files of other services lie beside those of this one
                files = Files.createTempDirectory("mallhive-files-").resolve(service);
            }
            return new LocalBlobs(files, vault, clock, publicUrl());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Vault vault() {
        return vault;
    }

    @Override
    public TokenVerifier tokens() {
        return tokens;
    }

    @Override
    public TestClock clock() {
        return clock;
    }

    @Override
    public MeterRegistry meters() {
        return meters;
    }

    @Override
    public void close() {
        jobs.close();
        modules.forEach(Module::stop);
        network.close();
        events.close();
        database.close();
    }

    @SuppressWarnings("unchecked") // a builder of E builds an E
    private static <E extends Message> E parse(String json, E defaultInstance) {
        Message.Builder builder = defaultInstance.newBuilderForType();
        try {
            JsonFormat.parser().merge(json, builder);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
        return (E) builder.build();
    }

    private static ECKey key() {
        try {
            return new ECKeyGenerator(Curve.P_256).keyID("test").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }
}
