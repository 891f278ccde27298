package com.mallhive.web.edge;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.mallhive.platform.Platform;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Headers;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.telemetry.Trace;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** Answers REST calls by the gRPC methods behind their routes. */
final class RestBinding {
    private static final HttpField JSON = new PreEncodedHttpField(HttpHeader.CONTENT_TYPE, "application/json");
    private static final HttpField NO_STORE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "no-store");
    private static final HttpField REVALIDATE = new PreEncodedHttpField(HttpHeader.CACHE_CONTROL, "private, no-cache");
    private static final HttpField NOSNIFF = new PreEncodedHttpField("X-Content-Type-Options", "nosniff");
    private static final JsonFormat.Printer PRINTER =
            JsonFormat.printer().alwaysPrintFieldsWithNoPresence().omittingInsignificantWhitespace();

    private final Routes routes;
    private final Map<String, Channel> channels = new HashMap<>();
    private final EdgeSettings settings;
    private final RateLimits limits;
    /** Services answer from memory with the same message again: its JSON is made once. Keys compare by identity. */
    private final Cache<Message, byte[]> printed =
            Caffeine.newBuilder().weakKeys().maximumSize(20_000).build();

    RestBinding(Platform platform, Routes routes, EdgeSettings settings) {
        this.routes = routes;
        this.settings = settings;
        this.limits = new RateLimits(settings, platform.clock());
        Routes.descriptors().keySet().forEach(service -> channels.put(service, platform.channel(service)));
    }

    void handle(Request request, Response response, Callback callback) {
        Trace trace = Trace.from(request.getHeaders().get("traceparent"));
        trace.run(() -> {
            try {
                answer(request, response, callback, trace);
            } catch (RuntimeException | IOException e) {
                Problems.write(response, callback, e, trace);
            }
        });
    }

    private void answer(Request request, Response response, Callback callback, Trace trace) throws IOException {
        String path = request.getHttpURI().getPath();
        if (Methods.isOptions(request)) {
            Methods.tell(response, callback, routes.methods(path));
            return;
        }
        Routes.Match match = routes.find(request.getMethod(), path);
        Route route = match.route();
        limits.check(request, route);
        HttpFields headers = request.getHeaders();
        byte[] body = Bodies.read(request, settings.maxBody());
        String contentType = headers.get(HttpHeader.CONTENT_TYPE);
        Message message = RequestReader.read(
                route,
                match.variables(),
                query(request),
                body,
                contentType == null ? "" : contentType,
                headers.get(HttpHeader.IF_MATCH));
        Channel channel = channel(route, headers);
        Caller caller = new Caller("edge", null, null, null);
        if (route.isStream()) {
            var stream = new EventStream(response, callback, trace, settings.heartbeat());
            String seen = headers.get("Last-Event-ID");
            caller.run(() -> stream.write(channel, route, message, seen, Methods.isHead(request)));
            return;
        }
        Message answer =
                caller.call(() -> ClientCalls.blockingUnaryCall(channel, route.method(), CallOptions.DEFAULT, message));
        limits.succeeded(request, route);
        write(route, answer, headers, response, callback);
    }

    private void write(Route route, Message answer, HttpFields headers, Response response, Callback callback)
            throws InvalidProtocolBufferException {
        HttpFields.Mutable out = response.getHeaders();
        out.put(NOSNIFF);
        int status = route.rest().getStatus();
        if (answer instanceof Empty) {
            response.setStatus(204);
            callback.succeeded();
            return;
        }
        String etag = etag(answer);
        if (etag != null) {
            String quoted = "\"" + etag + "\"";
            out.put(HttpHeader.ETAG, quoted);
            out.put(REVALIDATE);
            String seen = headers.get(HttpHeader.IF_NONE_MATCH);
            if (seen != null && route.httpMethod().equals("GET") && (seen.equals("*") || seen.contains(quoted))) {
                response.setStatus(304);
                callback.succeeded();
                return;
            }
        } else {
            out.put(NO_STORE);
        }
        if (!route.rest().getLocation().isEmpty()) {
            out.put(HttpHeader.LOCATION, location(route.rest().getLocation(), answer));
        }
        byte[] json = printed.getIfPresent(answer);
        if (json == null) {
            json = PRINTER.print(answer).getBytes(StandardCharsets.UTF_8);
            if (etag != null) {
                printed.put(answer, json);
            }
        }
        response.setStatus(status == 0 ? 200 : status);
        out.put(JSON);
        out.put(HttpHeader.CONTENT_LENGTH, json.length);
        response.write(true, ByteBuffer.wrap(json), callback);
    }

    private Channel channel(Route route, HttpFields headers) {
        Channel channel = channels.get(route.service());
        if (channel == null) {
            throw new IllegalStateException("no channel to " + route.service());
        }
        Metadata metadata = null;
        String authorization = headers.get(HttpHeader.AUTHORIZATION);
        if (authorization != null) {
            metadata = put(metadata, Headers.AUTHORIZATION, "Authorization", authorization);
        }
        String key = headers.get("Idempotency-Key");
        if (key != null) {
            metadata = put(metadata, Headers.IDEMPOTENCY_KEY, "Idempotency-Key", key);
        }
        for (String name : route.rest().getHeadersList()) {
            String value = headers.get(name);
            if (value != null) {
                metadata = put(metadata, Headers.ascii(name.toLowerCase(Locale.ROOT)), name, value);
            }
        }
        return metadata == null
                ? channel
                : io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private static Metadata put(@Nullable Metadata metadata, Metadata.Key<String> key, String name, String value) {
        Metadata target = metadata == null ? new Metadata() : metadata;
        if (!value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)) {
            throw Problem.invalid(name, "has characters that a header cannot carry");
        }
        target.put(key, value);
        return target;
    }

    static String print(Message message) {
        try {
            return PRINTER.print(message);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(
                    "not printable as JSON: " + message.getDescriptorForType().getFullName(), e);
        }
    }

    private static @Nullable String etag(Message answer) {
        FieldDescriptor field = answer.getDescriptorForType().findFieldByName("etag");
        String etag = field == null ? "" : (String) answer.getField(field);
        return etag.isEmpty() ? null : etag;
    }

    private static String location(String template, Message answer) {
        String location = template;
        for (FieldDescriptor field : answer.getDescriptorForType().getFields()) {
            String placeholder = "{" + field.getName() + "}";
            if (location.contains(placeholder)) {
                location = location.replace(placeholder, String.valueOf(answer.getField(field)));
            }
        }
        return location;
    }

    private static Fields query(Request request) {
        if (request.getHttpURI().getQuery() == null) {
            return Fields.EMPTY;
        }
        try {
            return Request.extractQueryParameters(request);
        } catch (RuntimeException e) {
            throw Problem.of(Problem.Kind.INVALID, "malformed-query", "The query is not well encoded.");
        }
    }
}
