package com.mallhive.web.edge;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.telemetry.Trace;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Problems as {@code application/problem+json} (RFC 9457). */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final String TYPE = "https://mallhive.dev/problems/";
    /** Types whose HTTP status says more than their kind's. */
    private static final Map<String, Integer> STATUS = Map.of("method-not-allowed", 405, "unsupported-media-type", 415);

    private Problems() {}

    static void write(Response response, Callback callback, Throwable failure, Trace trace) {
        if (response.isCommitted()) {
            callback.failed(failure);
            return;
        }
        Problem problem = problem(failure);
        int status = status(problem);
        response.reset();
        response.setStatus(status);
        var headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, "application/problem+json");
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("X-Content-Type-Options", "nosniff");
        if (status == 401) {
            headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
        } else if (status == 503 || status == 429) {
            Duration wait = problem.retryAfter();
            headers.put(HttpHeader.RETRY_AFTER, wait == null ? "2" : Long.toString(wait.toSeconds()));
        }
        if (failure instanceof Refusal refusal) {
            headers.put(refusal.header(), refusal.value());
        }
        // A body that nobody read ends the connection: without being told, a client would send its next request into
        // it.
        if (!response.getRequest().consumeAvailable()) {
            headers.put(HttpHeader.CONNECTION, "close");
        }
        byte[] json = json(problem, status, trace).getBytes(StandardCharsets.UTF_8);
        headers.put(HttpHeader.CONTENT_LENGTH, json.length);
        response.write(true, ByteBuffer.wrap(json), callback);
    }

    private static Problem problem(Throwable failure) {
        return switch (failure) {
            case Refusal refusal -> refusal.problem();
            case StatusRuntimeException status -> Problem.from(status);
            default -> {
                Problem problem = Problem.from(failure);
                if (problem.kind() == Problem.Kind.INTERNAL) {
                    LOG.error("the edge failed", failure);
                }
                yield problem;
            }
        };
    }

    static String json(Problem problem, int status, Trace trace) {
        JsonObject json = new JsonObject();
        json.addProperty("type", TYPE + problem.type());
        json.addProperty("title", title(problem.type()));
        json.addProperty("status", status);
        json.addProperty("detail", problem.getMessage());
        json.addProperty("traceId", trace.traceId());
        if (!problem.violations().isEmpty()) {
            JsonArray violations = new JsonArray();
            problem.violations().forEach(violation -> {
                JsonObject one = new JsonObject();
                one.addProperty("field", violation.field());
                one.addProperty("message", violation.message());
                violations.add(one);
            });
            json.add("violations", violations);
        }
        return json.toString();
    }

    static int status(Problem problem) {
        return STATUS.getOrDefault(problem.type(), problem.kind().httpStatus());
    }

    private static String title(String type) {
        String words = type.replace('-', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
