package com.mallhive.payments.stripe;

import com.stripe.exception.ApiConnectionException;
import com.stripe.net.HttpClient;
import com.stripe.net.HttpContent;
import com.stripe.net.HttpHeaders;
import com.stripe.net.StripeRequest;
import com.stripe.net.StripeResponse;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's way to Stripe. Its own one reads a file out of a jar for each request, to tell its version, and keeps five
 * connections only; a checkout should pay for neither.
 */
final class StripeHttp extends HttpClient {
    private static final String KEPT_CONNECTIONS = "http.maxConnections";

    private final Timer calls;
    private final String clientInfo = buildXStripeClientUserAgentString();
    private volatile @Nullable String userAgent;

    StripeHttp(MeterRegistry meters) {
        this.calls = Timer.builder("mallhive.stripe")
                .description("Calls of Stripe, answered or not")
                .register(meters);
        if (System.getProperty(KEPT_CONNECTIONS) == null) {
            System.setProperty(KEPT_CONNECTIONS, "64");
        }
    }

    @Override
    public StripeResponse request(StripeRequest request) throws ApiConnectionException {
        long start = System.nanoTime();
        try {
            HttpURLConnection connection = open(request);
            int status = connection.getResponseCode();
            return new StripeResponse(status, HttpHeaders.of(connection.getHeaderFields()), body(connection, status));
        } catch (IOException e) {
            throw new ApiConnectionException(
                    "No answer from " + request.url().getAuthority() + ": " + e.getMessage(), e);
        } finally {
            calls.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        }
    }

    private HttpURLConnection open(StripeRequest request) throws IOException {
        HttpURLConnection connection = (HttpURLConnection) request.url().openConnection();
        connection.setConnectTimeout(request.options().getConnectTimeout());
        connection.setReadTimeout(request.options().getReadTimeout());
        connection.setUseCaches(false);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod(request.method().name());
        for (Map.Entry<String, List<String>> header : request.headers().map().entrySet()) {
            connection.setRequestProperty(header.getKey(), String.join(",", header.getValue()));
        }
        connection.setRequestProperty("User-Agent", userAgent(request));
        connection.setRequestProperty("X-Stripe-Client-User-Agent", clientInfo);
        HttpContent content = request.content();
        if (content != null) {
            byte[] bytes = content.byteArrayContent();
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", content.contentType());
            try (OutputStream out = connection.getOutputStream()) {
                out.write(bytes);
            }
        }
        return connection;
    }

    private String userAgent(StripeRequest request) {
        String known = userAgent;
        if (known == null) {
            known = buildUserAgentString(request);
            userAgent = known;
        }
        return known;
    }

    private static String body(HttpURLConnection connection, int status) throws IOException {
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
