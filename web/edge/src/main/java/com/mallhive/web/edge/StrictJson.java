package com.mallhive.web.edge;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.mallhive.platform.rpc.Problem;
import java.io.IOException;
import java.io.StringReader;

/**
 * Reads a body as RFC 8259 has it. The parsers of Gson and of protobuf are lenient: they take single quotes and comments, the
 * last of two equal names, and whatever follows the object.
 */
final class StrictJson {
    private static final int MAX_NESTING = 30;

    private StrictJson() {}

    static JsonObject object(String json) {
        JsonElement root;
        try (JsonReader in = new JsonReader(new StringReader(json))) {
            in.setLenient(false);
            root = read(in, 0);
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw malformed("The body goes on after its end.");
            }
        } catch (IOException | NumberFormatException e) {
            String reason = String.valueOf(e.getMessage()).replaceAll("(?s).* at (line \\d+ column \\d+).*", "$1");
            throw malformed("The body is not JSON" + (reason.startsWith("line") ? ": look at " + reason : "") + ".");
        }
        if (!root.isJsonObject()) {
            throw malformed("The body must be a JSON object.");
        }
        return root.getAsJsonObject();
    }

    private static JsonElement read(JsonReader in, int depth) throws IOException {
        return switch (in.peek()) {
            case BEGIN_OBJECT -> {
                deeper(depth);
                JsonObject object = new JsonObject();
                in.beginObject();
                while (in.hasNext()) {
                    String name = in.nextName();
                    if (object.has(name)) {
                        throw Problem.invalid(in.getPath().substring("$.".length()), "is given more than once");
                    }
                    object.add(name, read(in, depth + 1));
                }
                in.endObject();
                yield object;
            }
            case BEGIN_ARRAY -> {
                deeper(depth);
                JsonArray array = new JsonArray();
                in.beginArray();
                while (in.hasNext()) {
                    array.add(read(in, depth + 1));
                }
                in.endArray();
                yield array;
            }
            case STRING -> new JsonPrimitive(in.nextString());
            case NUMBER -> new JsonPrimitive(ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(in));
            case BOOLEAN -> new JsonPrimitive(in.nextBoolean());
            case NULL -> {
                in.nextNull();
                yield JsonNull.INSTANCE;
            }
            default -> throw malformed("The body is not JSON.");
        };
    }

    private static void deeper(int depth) {
        if (depth == MAX_NESTING) {
            throw malformed("The body is nested more than " + MAX_NESTING + " levels.");
        }
    }

    private static Problem malformed(String message) {
        return Problem.of(Problem.Kind.INVALID, "malformed-json", message);
    }
}
