package com.mallhive.platform.http;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The port for probes and metrics: {@code /healthz}, {@code /readyz}, {@code /metrics}. Never public. */
public final class ManagementServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, BooleanSupplier> checks = new ConcurrentHashMap<>();
    private final PrometheusMeterRegistry meters;
    private volatile boolean started;

    public ManagementServer(String host, int port, PrometheusMeterRegistry meters) {
        this.meters = meters;
        this.server = new HttpServer("management", host, port, List.of(new Routes()));
    }

    /** Adds a condition of readiness. */
    public void check(String name, BooleanSupplier ready) {
        checks.put(name, ready);
    }

    /** Everything has started: readiness depends on the checks alone from now on. */
    public void started(boolean value) {
        started = value;
    }

    public void start() {
        server.start();
    }

    /** The port that it listens on. */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Routes extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            switch (Request.getPathInContext(request)) {
                case "/healthz" -> write(response, callback, 200, "ok\n");
                case "/readyz" -> ready(response, callback);
                case "/metrics" -> write(response, callback, 200, meters.scrape());
                default -> write(response, callback, 404, "/healthz, /readyz or /metrics\n");
            }
            return true;
        }

        private void ready(Response response, Callback callback) {
            Map<String, Boolean> results = new TreeMap<>();
            results.put("started", started);
            checks.forEach((name, check) -> results.put(name, safe(check)));
            StringBuilder text = new StringBuilder();
            results.forEach((name, ok) -> text.append(name)
                    .append(' ')
                    .append(ok ? "ok" : "NOT READY")
                    .append('\n'));
            write(response, callback, results.containsValue(false) ? 503 : 200, text.toString());
        }

        private static boolean safe(BooleanSupplier check) {
            try {
                return check.getAsBoolean();
            } catch (RuntimeException e) {
                return false;
            }
        }

        private static void write(Response response, Callback callback, int status, String text) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
            response.write(true, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)), callback);
        }
    }
}
