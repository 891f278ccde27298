package com.mallhive.web.edge;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.util.JsonFormat;
import com.google.protobuf.util.Timestamps;
import com.mallhive.platform.rpc.Problem;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/**
 * Makes a contract's request from path, query and body. Each field has one place: what stands in the path or in the body
 * cannot be overridden by the query. Unknown fields and parameters are errors, all of which are named.
 */
final class RequestReader {
    private static final JsonFormat.Parser PARSER = JsonFormat.parser();

    private static final String IF_MATCH = "If-Match";
    /** Proxies that compress make an ETag weak; clients send back what they got. */
    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"?([^\",\\s]+)\"?");

    private RequestReader() {}

    static Message read(
            Route route,
            Map<String, String> path,
            Fields query,
            byte[] body,
            String contentType,
            @Nullable String ifMatch) {
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
        setEtag(route, type, builder, ifMatch);
        return builder.build();
    }

    private static void merge(byte[] body, String contentType, Message.Builder builder) {
        if (body.length == 0) {
            return;
        }
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters)).strip();
        if (!type.equalsIgnoreCase("application/json")) {
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
        JsonDiagnosis.check(StrictJson.object(json), builder.getDescriptorForType());
        try {
            PARSER.merge(json, builder);
        } catch (InvalidProtocolBufferException e) {
            throw Problem.of(Problem.Kind.INVALID, "malformed-json", "The body does not fit this call; see /docs.");
        }
    }

    private static void readQuery(Route route, Fields query, Message.Builder builder, Set<String> placed) {
        if (query.getSize() == 0) {
            return;
        }
        List<Problem.Violation> violations = new ArrayList<>();
        Set<FieldDescriptor> seen = new HashSet<>();
        for (Fields.Field parameter : query) {
            FieldDescriptor field = route.hasBody() ? null : field(builder.getDescriptorForType(), parameter.getName());
            if (field == null || placed.contains(field.getName()) || !isParameter(field)) {
                violations.add(new Problem.Violation(
                        parameter.getName(),
                        route.hasBody()
                                ? "this call takes its fields from the body, not from the query"
                                : "is not a parameter of this call"));
                continue;
            }
            List<String> values = parameter.getValues();
            if (!seen.add(field) || (!field.isRepeated() && values.size() > 1)) {
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

    /** Whether a query can carry the field: what JSON writes as one value. */
    static boolean isParameter(FieldDescriptor field) {
        return field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                || field.getMessageType().getFullName().equals(JsonDiagnosis.TIMESTAMP);
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
            case MESSAGE -> {
                try {
                    yield Timestamps.parse(text);
                } catch (ParseException e) {
                    throw new IllegalArgumentException(text, e);
                }
            }
            default -> throw new IllegalArgumentException("not a parameter: " + field);
        };
    }

    private static void setEtag(
            Route route, Descriptors.Descriptor type, Message.Builder builder, @Nullable String ifMatch) {
        FieldDescriptor field = type.findFieldByName("etag");
        if (ifMatch == null) {
            if (route.rest().getIfMatch()
                    && (field == null || builder.getField(field).equals(""))) {
                throw Problem.of(
                        Problem.Kind.CONDITION_NEEDED,
                        "if-match-needed",
                        "Send the ETag that you have seen as If-Match, so that nobody's change is lost.");
            }
            return;
        }
        if (route.httpMethod().equals("GET")) {
            return;
        }
        if (field == null) {
            // To go on would lose the very change that the client wants to be safe from.
            throw Problem.invalid(IF_MATCH, "this call takes no condition");
        }
        if (ifMatch.equals("*")) {
            return;
        }
        Matcher one = ETAG.matcher(ifMatch);
        if (!one.matches()) {
            throw Problem.invalid(IF_MATCH, "must be one ETag as you have got it, or *");
        }
        String etag = one.group(1);
        Object inBody = builder.getField(field);
        if (!inBody.equals("") && !inBody.equals(etag)) {
            throw Problem.invalid(field.getJsonName(), "stands in If-Match already, with another value");
        }
        builder.setField(field, etag);
    }
}
