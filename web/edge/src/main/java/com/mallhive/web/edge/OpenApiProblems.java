package com.mallhive.web.edge;

import com.google.gson.JsonObject;
import com.mallhive.api.options.Access;
import com.mallhive.platform.rpc.MethodPolicy;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The problems that calls can answer with, for the OpenAPI document. */
final class OpenApiProblems {
    private static final Map<Integer, String> TEXTS = new LinkedHashMap<>();

    static {
        TEXTS.put(400, "The request does not fit the call; `violations` names the fields.");
        TEXTS.put(401, "The access token is missing, too old or wrong; at a sign-in, the password is.");
        TEXTS.put(403, "The person may not do this.");
        TEXTS.put(404, "There is nothing of that name for this person.");
        TEXTS.put(409, "The state of things does not allow it, or the Idempotency-Key belongs to another request.");
        TEXTS.put(412, "It has changed since the ETag in If-Match was seen.");
        TEXTS.put(413, "The body is too large.");
        TEXTS.put(415, "The body is not JSON.");
        TEXTS.put(428, "If-Match is missing.");
        TEXTS.put(429, "That was too often; Retry-After says when to come back.");
        TEXTS.put(503, "A part of the mall does not answer; Retry-After says when to try again.");
    }

    private OpenApiProblems() {}

    /** The statuses of the problems that a route can answer with. */
    static List<Integer> of(Route route) {
        boolean changes = !route.httpMethod().equals("GET");
        boolean body = route.hasBody() || route.isRaw();
        boolean conditional = route.schema().getInputType().findFieldByName("etag") != null;
        List<Integer> statuses = new ArrayList<>(List.of(400, 401));
        add(statuses, 403, MethodPolicy.of(route.schema()).who() != Access.Who.PUBLIC);
        add(statuses, 404, changes || !route.isLiteral());
        add(statuses, 409, changes);
        add(statuses, 412, conditional);
        add(statuses, 413, body);
        add(statuses, 415, body && !route.isRaw());
        add(statuses, 428, route.rest().getIfMatch());
        statuses.addAll(List.of(429, 503));
        return statuses;
    }

    /** Adds them to the answers of an operation. */
    static void add(JsonObject responses, List<Integer> statuses) {
        statuses.forEach(
                status -> responses.add(status.toString(), reference("#/components/responses/Problem" + status)));
        responses.add("default", reference("#/components/responses/Problem"));
    }

    /** What the references of {@link #add} lead to. */
    static JsonObject responses() {
        JsonObject responses = new JsonObject();
        TEXTS.forEach(
                (status, text) -> responses.add("Problem" + status, response(text, status == 429 || status == 503)));
        responses.add("Problem", response("What is wrong, with the fields and the remedy.", false));
        return responses;
    }

    private static JsonObject response(String description, boolean retryAfter) {
        JsonObject media = new JsonObject();
        media.add("schema", reference("#/components/schemas/Problem"));
        JsonObject content = new JsonObject();
        content.add("application/problem+json", media);
        JsonObject response = new JsonObject();
        response.addProperty("description", description);
        if (retryAfter) {
            JsonObject seconds = new JsonObject();
            seconds.addProperty("type", "integer");
            JsonObject header = new JsonObject();
            header.addProperty("description", "Seconds.");
            header.add("schema", seconds);
            JsonObject headers = new JsonObject();
            headers.add("Retry-After", header);
            response.add("headers", headers);
        }
        response.add("content", content);
        return response;
    }

    private static void add(List<Integer> statuses, int status, boolean possible) {
        if (possible) {
            statuses.add(status);
        }
    }

    private static JsonObject reference(String to) {
        JsonObject reference = new JsonObject();
        reference.addProperty("$ref", to);
        return reference;
    }
}
