package com.mallhive.platform.rpc;

import com.mallhive.platform.security.TokenVerifier;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.HandlerRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.util.MutableHandlerRegistry;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.ssl.ClientAuth;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The calls of one process: to services in the same process through memory, to others over mTLS. Each served call runs on a
 * virtual thread of its own, in memory too, so that deadlines fire and streams arrive piece by piece.
 */
public final class RpcNetwork implements AutoCloseable {
    private static final int MAX_MESSAGE = 16 << 20;

    private final RpcSettings settings;
    private final Set<String> local;
    private final @Nullable TlsFiles tls;
    private final TokenVerifier tokens;
    private final MethodPolicy.SessionCheck sessions;
    private final MeterRegistry meters;
    private final Validation validation = new Validation();
    private final String prefix = "mallhive-" + Integer.toHexString(System.identityHashCode(this)) + "-";
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("rpc-", 0).factory());
    private final Map<String, List<BindableService>> services = new HashMap<>();
    private final List<Server> servers = new ArrayList<>();
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

    /**
     * @param local the services of this process
     * @param tls certificates per service; null where nothing leaves the process
     */
    public RpcNetwork(
            RpcSettings settings,
            Set<String> local,
            @Nullable TlsFiles tls,
            TokenVerifier tokens,
            MethodPolicy.SessionCheck sessions,
            MeterRegistry meters) {
        this.settings = settings;
        this.local = Set.copyOf(local);
        this.tls = tls;
        this.tokens = tokens;
        this.sessions = sessions;
        this.meters = meters;
    }

    /** Offers a gRPC service under the name of a service of this process. Before {@link #start}. */
    public void serve(String service, BindableService implementation) {
        services.computeIfAbsent(service, _ -> new ArrayList<>()).add(implementation);
    }

    /** Begins to serve. */
    public void start() throws IOException {
        Map<String, HandlerRegistry> byService = new TreeMap<>();
        for (var entry : services.entrySet()) {
            String service = entry.getKey();
            ServerGuard guard = new ServerGuard(service, tokens, sessions, validation, meters, settings.concurrency());
            MutableHandlerRegistry methods = new MutableHandlerRegistry();
            entry.getValue()
                    .forEach(implementation -> methods.addService(ServerInterceptors.intercept(implementation, guard)));
            byService.put(service, methods);
            servers.add(InProcessServerBuilder.forName(prefix + service)
                    .fallbackHandlerRegistry(methods)
                    .executor(threads)
                    .maxInboundMetadataSize(64 << 10)
                    .build()
                    .start());
        }
        if (settings.listen() != null && tls != null && !byService.isEmpty()) {
            servers.add(networkServer(settings.listen(), byService, tls).start());
        }
    }

    /** A channel for the calls of {@code from} to {@code to}. */
    public Channel channel(String from, String to) {
        boolean inMemory = local.contains(to);
        ManagedChannel channel = channels.computeIfAbsent(
                inMemory ? to : from + ">" + to, _ -> inMemory ? memoryChannel(to) : networkChannel(from, to));
        return ClientInterceptors.intercept(
                channel, new ClientLink(from, settings.deadline().toMillis()));
    }

    /** Refuses new calls, gives running ones two seconds, then ends them. */
    @Override
    public void close() {
        servers.forEach(Server::shutdown);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        try {
            for (Server server : servers) {
                server.awaitTermination(Math.max(1, until - System.nanoTime()), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        servers.forEach(Server::shutdownNow);
        channels.values().forEach(ManagedChannel::shutdownNow);
        threads.shutdown();
    }

    private ManagedChannel memoryChannel(String to) {
        return InProcessChannelBuilder.forName(prefix + to).directExecutor().build();
    }

    /** One port for all services of the process: a call names the one it wants as its authority. */
    private Server networkServer(String listen, Map<String, HandlerRegistry> byService, TlsFiles files)
            throws SSLException {
        int colon = listen.lastIndexOf(':');
        return NettyServerBuilder.forAddress(new InetSocketAddress(
                        listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1))))
                .sslContext(GrpcSslContexts.configure(
                                io.netty.handler.ssl.SslContextBuilder.forServer(files.keyManager(byService.keySet())))
                        .trustManager(files.trustManager())
                        .clientAuth(ClientAuth.REQUIRE)
                        .protocols("TLSv1.3")
                        .build())
                .fallbackHandlerRegistry(new ByAuthority(byService))
                .executor(threads)
                .maxInboundMessageSize(MAX_MESSAGE)
                .permitKeepAliveTime(20, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .maxConnectionAge(5, TimeUnit.MINUTES)
                .maxConnectionAgeGrace(1, TimeUnit.MINUTES)
                .build();
    }

    /** The methods of the service that a call names; unknown where it names none of this process. */
    private static final class ByAuthority extends HandlerRegistry {
        private final Map<String, HandlerRegistry> byService;

        ByAuthority(Map<String, HandlerRegistry> byService) {
            this.byService = Map.copyOf(byService);
        }

        @Override
        public @Nullable ServerMethodDefinition<?, ?> lookupMethod(String method, @Nullable String authority) {
            HandlerRegistry methods = authority == null ? null : byService.get(authority);
            return methods == null ? null : methods.lookupMethod(method, authority);
        }
    }

    private ManagedChannel networkChannel(String from, String to) {
        if (tls == null) {
            throw new IllegalStateException("no way to " + to + ": it is not in this process");
        }
        String target = settings.peers().getOrDefault(to, settings.peerAddress().replace("{service}", to));
        try {
            return NettyChannelBuilder.forTarget(target)
                    .overrideAuthority(to)
                    .sslContext(GrpcSslContexts.configure(io.netty.handler.ssl.SslContextBuilder.forClient())
                            .keyManager(tls.keyManager(Set.of(from)))
                            .trustManager(tls.trustManager())
                            .protocols("TLSv1.3")
                            .build())
                    .defaultLoadBalancingPolicy("round_robin")
                    .keepAliveTime(30, TimeUnit.SECONDS)
                    .maxInboundMessageSize(MAX_MESSAGE)
                    .executor(threads)
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("mTLS to " + to + " cannot be set up", e);
        }
    }
}
