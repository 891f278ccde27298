package com.mallhive.platform.http;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.net.BindException;
import java.util.List;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** An HTTP port with a virtual thread per request. The first handler that takes a request answers it. */
public final class HttpServer implements AutoCloseable {
    private static final int HEADERS = 16 << 10;
    private static final long STOP_MILLIS = 2_000;

    private final Server server;
    private final ServerConnector connector;

    public HttpServer(String name, String host, int port, List<Handler> handlers) {
        this(name, host, port, handlers, List.of());
    }

    /** @param trustedProxies whose {@code X-Forwarded-For} tells the client's address */
    public HttpServer(String name, String host, int port, List<Handler> handlers, List<String> trustedProxies) {
        QueuedThreadPool threads = new QueuedThreadPool(64, 4, 30_000);
        threads.setName(name);
        threads.setVirtualThreadsExecutor(Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory()));
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(true);
        http.setRequestHeaderSize(HEADERS);
        http.setResponseHeaderSize(HEADERS);
        http.setHttpCompliance(HttpCompliance.RFC9110);
        http.setUriCompliance(UriCompliance.RFC3986);
        http.addCustomizer(new ClientAddress(trustedProxies));
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(host);
        connector.setPort(port);
        connector.setIdleTimeout(60_000);
        connector.setAcceptQueueSize(1024);
        server.addConnector(connector);
        server.setHandler(new GracefulHandler(new Handler.Sequence(handlers)));
        server.setErrorHandler(new JettyProblems());
        server.setStopTimeout(STOP_MILLIS);
    }

    /** Begins to listen. */
    public void start() {
        try {
            server.start();
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (cause instanceof BindException) {
                    throw new StartupFailure("port " + connector.getPort() + " is in use on " + connector.getHost()
                            + "; choose another with --port, or stop what uses it");
                }
            }
            throw new IllegalStateException("cannot start HTTP", e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Refuses new requests and gives running ones two seconds. */
    @Override
    public void close() {
        LifeCycle.stop(server);
    }
}
