package com.mallhive.testkit;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The public REST API as a client sees it. Immutable: {@link #as} and {@link #with} give another one. */
public final class Api {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final String base;
    private final List<String> headers;

    /** An answer. */
    public record Answer(int status, HttpResponse<String> response) {
        /** The body as JSON. */
        public JsonObject json() {
            return JsonParser.parseString(response.body()).getAsJsonObject();
        }

        /** A text by its path, for example {@code totals.total.amount} or {@code violations.0.field}. */
        public String text(String path) {
            JsonElement at = json();
            for (String name : path.split("\\.", -1)) {
                at = at.isJsonArray()
                        ? at.getAsJsonArray().get(Integer.parseInt(name))
                        : at.getAsJsonObject().get(name);
                if (at == null) {
                    throw new AssertionError("no " + path + " in " + response.body());
                }
            }
            return at.isJsonPrimitive() ? at.getAsString() : at.toString();
        }

        /** This answer, if it has that status. */
        public Answer expect(int wanted) {
            if (status != wanted) {
                throw new AssertionError(response.request().method() + " " + response.uri() + ": expected " + wanted
                        + " but was " + status + ": " + response.body());
            }
            return this;
        }
    }

    public Api(String base) {
        this(base, List.of());
    }

    private Api(String base, List<String> headers) {
        this.base = base;
        this.headers = headers;
    }

    /** The same with an access token. */
    public Api as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** The same with one more header. */
    public Api with(String name, String value) {
        List<String> more = new ArrayList<>(headers);
        more.addAll(List.of(name, value));
        return new Api(base, more);
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    public Answer post(String path, String json) {
        return send("POST", path, json);
    }

    public Answer patch(String path, String json) {
        return send("PATCH", path, json);
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Any call; a body is JSON. */
    public Answer send(String method, String path, @Nullable String json) {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("http") ? path : base + path))
                .timeout(Duration.ofSeconds(30))
                .method(
                        method,
                        json == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(json, StandardCharsets.UTF_8));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        for (int i = 0; i < headers.size(); i += 2) {
            request.header(headers.get(i), headers.get(i + 1));
        }
        return send(request.build());
    }

    /** Sends a form as a browser does. */
    public Answer form(String url, String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(encode(fields[i]) + "=" + encode(fields[i + 1]));
        }
        return send(HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", URI.create(url).resolve("/").toString().replaceAll("/$", ""))
                .POST(HttpRequest.BodyPublishers.ofString(String.join("&", pairs)))
                .build());
    }

    /** PUTs bytes. */
    public Answer put(String url, byte[] bytes, String contentType) {
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", contentType)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build());
    }

    private static String encode(String text) {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static Answer send(HttpRequest request) {
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(request.method() + " " + request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** For messages. */
    @Override
    public String toString() {
        return base + " " + Arrays.toString(headers.toArray()).replaceAll("Bearer [^,\\]]*", "Bearer …");
    }
}
