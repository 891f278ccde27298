package com.mallhive.platform.http;

import com.mallhive.platform.telemetry.Trace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What Jetty refuses before a handler of ours sees it, as {@code application/problem+json} like every other error. Nothing of the
 * request is repeated.
 */
final class JettyProblems extends ErrorHandler {
    private static final String JSON = "application/problem+json";

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        byte[] json = json(status, Trace.from(request.getHeaders().get("traceparent")))
                .getBytes(StandardCharsets.UTF_8);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, JSON);
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put(HttpHeader.CONTENT_LENGTH, json.length);
        if (status == 503) {
            headers.put(HttpHeader.RETRY_AFTER, "2");
        }
        response.write(true, ByteBuffer.wrap(json), callback);
    }

    private static String json(int status, Trace trace) {
        return """
                {"type":"https://mallhive.dev/problems/%s","title":"%s","status":%d,"detail":"%s","traceId":"%s"}""".formatted(type(status), title(type(status)), status, detail(status), trace.traceId());
    }

    private static String type(int status) {
        return switch (status) {
            case 404 -> "no-such-route";
            case 413, 414, 431 -> "too-large";
            case 503 -> "unavailable";
            default -> status < 500 ? "malformed-request" : "internal";
        };
    }

    private static String detail(int status) {
        return switch (status) {
            case 404 -> "There is nothing at this address.";
            case 413, 414, 431 -> "The request is larger than what is possible.";
            case 503 -> "The mall is stopping or starting. Try again soon.";
            default ->
                status < 500
                        ? "The request is not well-formed HTTP, or its address can be read in two ways."
                        : "Something went wrong inside. The trace id helps the operators find it.";
        };
    }

    private static String title(String type) {
        String words = type.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
