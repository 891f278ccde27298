package com.mallhive.payments.sandbox;

import com.mallhive.payments.sandbox.model.Refused;
import com.mallhive.payments.sandbox.pages.PayPages;
import com.mallhive.payments.sandbox.rest.Form;
import com.mallhive.payments.sandbox.rest.StripeApi;
import com.mallhive.payments.sandbox.store.SandboxStore.Answer;
import com.mallhive.platform.ids.Ids;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Objects;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sandbox's port: {@code /v1/…} for programs, the pages for people. */
final class SandboxHandler extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxHandler.class);
    private static final int MAX_BODY = 512 << 10;
    private static final String HTML = "text/html; charset=utf-8";
    private static final byte[] CSS = resource("/sandbox/sandbox.css");

    private final StripeApi api;
    private final PayPages pages;
    private final byte[] apiKey;
    private final @Nullable URI publicUrl;

    SandboxHandler(StripeApi api, PayPages pages, String apiKey, @Nullable URI publicUrl) {
        this.api = api;
        this.pages = pages;
        this.apiKey = apiKey.getBytes(StandardCharsets.UTF_8);
        this.publicUrl = publicUrl;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        String path = Request.getPathInContext(request);
        try {
            if (path.startsWith("/v1/")) {
                api(request, response, callback, path.substring("/v1/".length()));
            } else if (path.equals("/assets/sandbox.css")) {
                response.getHeaders().put(HttpHeader.CACHE_CONTROL, "max-age=300");
                write(response, callback, 200, "text/css; charset=utf-8", CSS);
            } else {
                page(request, response, callback, path);
            }
        } catch (RuntimeException e) {
            LOG.error("{} failed", path, e);
            write(
                    response,
                    callback,
                    500,
                    "application/json",
                    bytes(
                            "{\"error\":{\"type\":\"api_error\",\"message\":\"The sandbox failed; its log tells why.\"}}"));
        }
        return true;
    }

    private void api(Request request, Response response, Callback callback, String path) throws IOException {
        boolean post = request.getMethod().equals("POST");
        String key = request.getHeaders().get("Idempotency-Key");
        Answer answer;
        if (authorized(request)) {
            Form form = Form.parse(post ? body(request) : request.getHttpURI().getQuery());
            answer = api.answer(new StripeApi.Call(request.getMethod(), path, form, key, base(request)));
        } else {
            answer = StripeApi.refuse(Refused.unauthorized());
        }
        response.getHeaders().put("Request-Id", "req_" + Ids.next());
        if (key != null) {
            response.getHeaders().put("Idempotency-Key", key);
        }
        write(response, callback, answer.status(), "application/json", bytes(answer.body()));
    }

    private void page(Request request, Response response, Callback callback, String path) throws IOException {
        String[] parts = path.split("/", -1);
        boolean post = request.getMethod().equals("POST");
        String id = parts.length == 3 ? parts[2] : "";
        PayPages.Page page = switch (parts.length < 2 ? "" : parts[1]) {
            case "pay" -> post ? pages.submit(id, Form.parse(body(request)), base(request)) : pages.show(id);
            case "3ds" ->
                post
                        ? pages.decide(
                                id,
                                Form.parse(body(request))
                                        .text("decision")
                                        .filter("approve"::equals)
                                        .isPresent(),
                                base(request))
                        : pages.ask(id);
            default -> pages.show("");
        };
        var headers = response.getHeaders();
        headers.put("Content-Security-Policy", policy(page.onward()));
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        if (page.redirect() != null) {
            headers.put(HttpHeader.LOCATION, page.redirect());
        }
        write(response, callback, page.status(), HTML, bytes(page.html()));
    }

    /** Browsers check the target of a redirect after a form too: the way back to the shop must be named. */
    private static String policy(@Nullable String onward) {
        return "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
                + (onward == null ? "" : " " + origin(onward));
    }

    private static String origin(String url) {
        int slash = url.indexOf('/', url.indexOf("//") + 2);
        String origin = slash < 0 ? url : url.substring(0, slash);
        return origin.matches("https?://[A-Za-z0-9.:\\[\\]-]+") ? origin : "";
    }

    private boolean authorized(Request request) {
        String header = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (header == null) {
            return false;
        }
        String key = "";
        if (header.startsWith("Bearer ")) {
            key = header.substring("Bearer ".length()).strip();
        } else if (header.startsWith("Basic ")) {
            try {
                String user = new String(
                        Base64.getDecoder()
                                .decode(header.substring("Basic ".length()).strip()),
                        StandardCharsets.UTF_8);
                key = user.substring(0, Math.max(user.indexOf(':'), 0));
            } catch (IllegalArgumentException e) {
                return false;
            }
        }
        return MessageDigest.isEqual(apiKey, key.getBytes(StandardCharsets.UTF_8));
    }

    private String base(Request request) {
        return publicUrl == null
                ? "http://" + Request.getServerName(request) + ":" + Request.getServerPort(request)
                : publicUrl.toString().replaceAll("/+$", "");
    }

    private static String body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] body = in.readNBytes(MAX_BODY + 1);
            if (body.length > MAX_BODY) {
                throw new IOException("the body is too large");
            }
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    private static void write(Response response, Callback callback, int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(new HttpField(HttpHeader.CONTENT_LENGTH, Integer.toString(body.length)));
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(SandboxHandler.class.getResourceAsStream(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
