package com.mallhive.web.edge;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** {@code /openapi.json} and the reference at {@code /docs}. Made on first use. */
final class ApiDocs {
    private static final Map<String, String> STATIC =
            Map.of("/docs/docs.css", "text/css; charset=utf-8", "/docs/docs.js", "text/javascript; charset=utf-8");
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private final List<Route> routes;
    private final String publicUrl;
    private volatile @Nullable JsonObject document;

    ApiDocs(Routes routes, String publicUrl) {
        this.routes = routes.all();
        this.publicUrl = publicUrl;
    }

    boolean has(String path) {
        return path.equals("/openapi.json") || path.equals("/docs") || STATIC.containsKey(path);
    }

    void serve(String path, Request request, Response response, Callback callback) {
        if (!Methods.goOn(request, response, callback, "GET")) {
            return;
        }
        byte[] body = switch (path) {
            case "/openapi.json" -> document().toString().getBytes(StandardCharsets.UTF_8);
            case "/docs" -> DocsPage.render(document()).getBytes(StandardCharsets.UTF_8);
            default -> resource(path);
        };
        String type = path.equals("/openapi.json")
                ? "application/json"
                : STATIC.getOrDefault(path, "text/html; charset=utf-8");
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, type);
        headers.put(HttpHeader.CACHE_CONTROL, "public, max-age=300");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", POLICY);
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private JsonObject document() {
        JsonObject known = document;
        if (known == null) {
            known = new OpenApi().document(routes, publicUrl);
            document = known;
        }
        return known;
    }

    private static byte[] resource(String path) {
        try (InputStream in = ApiDocs.class.getResourceAsStream("/edge" + path)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + path);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + path, e);
        }
    }
}
