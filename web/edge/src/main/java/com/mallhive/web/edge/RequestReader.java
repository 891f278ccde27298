package com.mallhive.web.edge;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.mallhive.platform.rpc.Problem;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Makes a contract's request from path, query and body. Each field has one place: what stands in the path or in the body
 * cannot be overridden by the query. Unknown fields and parameters are errors, all of which are named.
 */
final class RequestReader {
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();
    private static final int MAX_NESTING = 30;

    private RequestReader() {}

    static Message read(
            Route route,
            Map<String, String> path,
            Fields query,
            byte[] body,
            String contentType,
            @Nullable String etag) {
        if (route.isRaw()) {
            return HttpBody.newBuilder()
                    .setContentType(contentType)
                    .setData(ByteString.copyFrom(body))
                    .build();
        }
        Message.Builder builder = route.requestPrototype().newBuilderForType();
        Descriptors.Descriptor type = builder.getDescriptorForType();
        if (route.hasBody()) {
            merge(body, contentType, builder);
        } else if (body.length > 0) {
            throw Problem.of(Problem.Kind.INVALID, "unexpected-body", "This call takes no body.");
        }
        Set<String> placed = new HashSet<>();
        path.forEach((name, value) -> {
            FieldDescriptor field = type.findFieldByName(name);
            Object before = builder.getField(field);
            if (!before.equals(field.getDefaultValue()) && !before.equals(value)) {
                throw Problem.invalid(field.getJsonName(), "stands in the path already, with another value");
            }
            builder.setField(field, value);
            placed.add(name);
        });
        readQuery(route, query, builder, placed);
        setEtag(route, type, builder, etag);
        return builder.build();
    }

    private static void merge(byte[] body, String contentType, Message.Builder builder) {
        if (body.length == 0) {
            return;
        }
        String type = contentType.toLowerCase(java.util.Locale.ROOT);
        if (!type.startsWith("application/json")) {
            throw Problem.of(
                    Problem.Kind.INVALID, "unsupported-media-type", "Send JSON, with Content-Type: application/json.");
        }
        String json;
        try {
            json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw Problem.of(Problem.Kind.INVALID, "malformed-json", "The body is not UTF-8.");
        }
        if (nestedTooDeeply(json)) {
            throw Problem.of(
                    Problem.Kind.INVALID, "malformed-json", "The body is nested more than " + MAX_NESTING + " levels.");
        }
        try {
            PARSER.merge(json, builder);
        } catch (InvalidProtocolBufferException | RuntimeException e) {
            if (e instanceof Problem problem) {
                throw problem;
            }
            throw JsonDiagnosis.explain(json, builder.getDescriptorForType());
        }
    }

    private static void readQuery(Route route, Fields query, Message.Builder builder, Set<String> placed) {
        if (query.getSize() == 0) {
            return;
        }
        List<Problem.Violation> violations = new ArrayList<>();
        for (Fields.Field parameter : query) {
            FieldDescriptor field = route.hasBody() ? null : field(builder.getDescriptorForType(), parameter.getName());
            if (field == null
                    || placed.contains(field.getName())
                    || field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                violations.add(new Problem.Violation(
                        parameter.getName(),
                        route.hasBody()
                                ? "this call takes its fields from the body, not from the query"
                                : "is not a parameter of this call"));
                continue;
            }
            List<String> values = parameter.getValues();
            if (!field.isRepeated() && values.size() > 1) {
                violations.add(new Problem.Violation(parameter.getName(), "is given more than once"));
                continue;
            }
            for (String value : values) {
                try {
                    Object parsed = parse(field, value);
                    if (field.isRepeated()) {
                        builder.addRepeatedField(field, parsed);
                    } else {
                        builder.setField(field, parsed);
                    }
                } catch (IllegalArgumentException e) {
                    violations.add(
                            new Problem.Violation(parameter.getName(), "must be " + JsonDiagnosis.expected(field)));
                }
            }
        }
        if (!violations.isEmpty()) {
            throw JsonDiagnosis.problem(violations);
        }
    }

    private static @Nullable FieldDescriptor field(Descriptors.Descriptor type, String name) {
        for (FieldDescriptor field : type.getFields()) {
            if (field.getJsonName().equals(name) || field.getName().equals(name)) {
                return field;
            }
        }
        return null;
    }

    private static Object parse(FieldDescriptor field, String text) {
        return switch (field.getJavaType()) {
            case STRING -> text;
            case INT -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case BOOLEAN ->
                switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(text);
                };
            case ENUM -> {
                var value = field.getEnumType().findValueByName(text);
                if (value == null) {
                    throw new IllegalArgumentException(text);
                }
                yield value;
            }
            default -> throw new IllegalArgumentException("not a parameter: " + field);
        };
    }

    private static void setEtag(
            Route route, Descriptors.Descriptor type, Message.Builder builder, @Nullable String etag) {
        FieldDescriptor field = type.findFieldByName("etag");
        if (etag != null && field != null) {
            builder.setField(field, etag);
        }
        if (route.rest().getIfMatch()
                && (field == null || builder.getField(field).equals(""))) {
            throw Problem.of(
                    Problem.Kind.CONDITION_NEEDED,
                    "if-match-needed",
                    "Send the ETag that you have seen as If-Match, so that nobody's change is lost.");
        }
    }

    private static boolean nestedTooDeeply(String json) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{' || c == '[') {
                if (++depth > MAX_NESTING) {
                    return true;
                }
            } else if (c == '}' || c == ']') {
                depth--;
            }
        }
        return false;
    }
}
