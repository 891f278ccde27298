package com.mallhive.web.edge;

import com.mallhive.platform.blobs.Blobs;
import com.mallhive.platform.blobs.LocalBlobs;
import com.mallhive.platform.rpc.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Files that bypass gRPC: pictures out, signed uploads in. Only where they lie in a local folder. */
final class Files {
    static final String MEDIA_PATH = "/media/catalog/";

    private final LocalBlobs catalog;
    private final int maxUpload;

    Files(LocalBlobs catalog, int maxUpload) {
        this.catalog = catalog;
        this.maxUpload = maxUpload;
    }

    /** A picture; its name is a hash of what it shows, so that it never changes. */
    void serve(Request request, Response response, Callback callback) throws IOException {
        if (!Methods.goOn(request, response, callback, "GET")) {
            return;
        }
        String key = request.getHttpURI().getPath().substring(MEDIA_PATH.length());
        Blobs.Blob blob = key.startsWith("pictures/") ? catalog.get(key) : null;
        if (blob == null) {
            throw Problem.notFound("picture");
        }
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, blob.contentType());
        headers.put(HttpHeader.CACHE_CONTROL, "public, max-age=31536000, immutable");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Content-Security-Policy", "default-src 'none'; sandbox");
        headers.put(HttpHeader.CONTENT_LENGTH, blob.bytes().length);
        response.write(true, ByteBuffer.wrap(blob.bytes()), callback);
    }

    /** The bytes of an upload, if its address was signed by us for exactly these. */
    void take(Request request, Response response, Callback callback) throws IOException {
        if (!Methods.goOn(request, response, callback, "PUT")) {
            return;
        }
        String key = request.getHttpURI().getPath().substring(LocalBlobs.UPLOAD_PATH.length());
        Fields query = Request.extractQueryParameters(request);
        String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
        if (type == null
                || !catalog.accepts(key, type, request.getLength(), number(query, "until"), text(query, "signature"))) {
            throw Problem.of(
                    Problem.Kind.FORBIDDEN,
                    "upload-refused",
                    "The address is not valid for these bytes: send the content type and size that were announced, in time.");
        }
        catalog.put(key, Bodies.read(request, maxUpload), type);
        response.setStatus(204);
        callback.succeeded();
    }

    private static long number(Fields query, String name) {
        String value = query.getValue(name);
        return value != null && value.matches("[0-9]{1,12}") ? Long.parseLong(value) : 0;
    }

    private static String text(Fields query, String name) {
        String value = query.getValue(name);
        return value == null ? "" : value;
    }
}
