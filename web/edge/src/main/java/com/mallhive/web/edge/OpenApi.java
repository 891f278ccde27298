package com.mallhive.web.edge;

import build.buf.validate.FieldRules;
import build.buf.validate.Int32Rules;
import build.buf.validate.Int64Rules;
import build.buf.validate.ValidateProto;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.mallhive.api.options.Access;
import com.mallhive.platform.blobs.LocalBlobs;
import com.mallhive.platform.rpc.MethodPolicy;
import com.mallhive.platform.rpc.Validation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The OpenAPI 3.1 document (https://spec.openapis.org/oas/v3.1.1.html), made from the contracts and their comments. */
final class OpenApi {
    private static final Pattern FIRST_SENTENCE = Pattern.compile("^.*?[.!?](?=\\s+[A-Z`]|$)");

    private final Comments comments = new Comments();
    private final Validation validation = new Validation();
    private final Deque<Descriptor> open = new ArrayDeque<>();
    private final Set<String> seen = new HashSet<>();
    private final JsonObject schemas = new JsonObject();

    JsonObject document(List<Route> routes, String publicUrl) {
        JsonObject document = new JsonObject();
        document.addProperty("openapi", "3.1.1");
        JsonObject info = object("title", "MallHive");
        info.addProperty("version", "v1");
        info.addProperty(
                "description",
                "The public API of the mall. Amounts are minor units as texts; unknown fields are errors; "
                        + "errors are application/problem+json.");
        document.add("info", info);
        JsonArray servers = new JsonArray();
        servers.add(object("url", publicUrl));
        document.add("servers", servers);
        JsonObject paths = new JsonObject();
        for (Route route : routes) {
            if (!paths.has(route.template())) {
                paths.add(route.template(), new JsonObject());
            }
            paths.getAsJsonObject(route.template()).add(route.httpMethod().toLowerCase(Locale.ROOT), operation(route));
        }
        JsonObject upload = new JsonObject();
        upload.add("put", upload());
        paths.add(LocalBlobs.UPLOAD_PATH + "{folder}/{file}", upload);
        document.add("paths", paths);
        problemSchema();
        while (!open.isEmpty()) {
            Descriptor type = open.pop();
            schemas.add(type.getName(), schema(type));
        }
        JsonObject components = new JsonObject();
        components.add("schemas", schemas);
        components.add("responses", OpenApiProblems.responses());
        JsonObject bearer = object("type", "http");
        bearer.addProperty("scheme", "bearer");
        bearer.addProperty("bearerFormat", "JWT");
        JsonObject security = new JsonObject();
        security.add("accessToken", bearer);
        components.add("securitySchemes", security);
        document.add("components", components);
        return document;
    }

    private JsonObject operation(Route route) {
        JsonObject operation = new JsonObject();
        String comment = comments.of(route.schema().getFullName());
        operation.addProperty("operationId", route.schema().getName());
        operation.addProperty("summary", summary(comment, route.schema().getName()));
        operation.addProperty("description", comment);
        JsonArray tags = new JsonArray();
        tags.add(route.schema().getService().getName());
        operation.add("tags", tags);
        MethodPolicy policy = MethodPolicy.of(route.schema());
        operation.addProperty("x-access", policy.who().name());
        if (policy.who() != Access.Who.PUBLIC) {
            JsonObject needed = new JsonObject();
            needed.add("accessToken", new JsonArray());
            JsonArray security = new JsonArray();
            security.add(needed);
            operation.add("security", security);
        }
        operation.add("parameters", parameters(route));
        if (route.isRaw() || route.hasBody()) {
            operation.add("requestBody", requestBody(route));
        }
        operation.add("responses", responses(route));
        return operation;
    }

    /** The first sentence of a comment, which may go over several lines. */
    static String summary(String comment, String otherwise) {
        Matcher sentence = FIRST_SENTENCE.matcher(comment.replaceAll("\\s+", " "));
        return sentence.find() ? sentence.group() : comment.isEmpty() ? otherwise : comment.replaceAll("\\s+", " ");
    }

    /** The bytes of an upload do not come by a contract: where files lie in an object store, they go there. */
    private static JsonObject upload() {
        JsonObject operation = object("operationId", "PutUpload");
        operation.addProperty("summary", "Takes the bytes of a picture.");
        operation.addProperty(
                "description",
                "The address is the one that CreateUpload answered with, unchanged. Content-Type and length must be those that"
                        + " were announced.");
        JsonArray tags = new JsonArray();
        tags.add("Catalog");
        operation.add("tags", tags);
        operation.addProperty("x-access", "PUBLIC");
        JsonArray parameters = new JsonArray();
        for (String name : List.of("folder", "file", "until", "signature")) {
            JsonObject parameter = object("name", name);
            parameter.addProperty("in", name.startsWith("f") ? "path" : "query");
            parameter.addProperty("required", true);
            parameter.addProperty("description", "Part of the address.");
            parameter.add("schema", object("type", "string"));
            parameters.add(parameter);
        }
        operation.add("parameters", parameters);
        JsonObject content = new JsonObject();
        List.of("image/jpeg", "image/png", "image/webp").forEach(type -> content.add(type, new JsonObject()));
        JsonObject body = new JsonObject();
        body.addProperty("required", true);
        body.add("content", content);
        operation.add("requestBody", body);
        JsonObject responses = new JsonObject();
        responses.add("204", object("description", "Done."));
        OpenApiProblems.add(responses, List.of(400, 403, 413, 503));
        operation.add("responses", responses);
        return operation;
    }

    private JsonArray parameters(Route route) {
        JsonArray parameters = new JsonArray();
        if (route.idempotent()) {
            parameters.add(header("Idempotency-Key", "Your choice; repeat the call with the same one.", true));
        }
        route.rest().getHeadersList().forEach(name -> parameters.add(header(name, "", true)));
        if (route.isRaw()) {
            return parameters;
        }
        if (route.isStream()) {
            parameters.add(header("Last-Event-ID", "The id of the last event seen; only newer ones come.", false));
        }
        if (route.schema().getInputType().findFieldByName("etag") != null) {
            parameters.add(header(
                    "If-Match",
                    "The ETag seen: 412 if there is a newer one.",
                    route.rest().getIfMatch()));
        }
        List<String> inPath = route.variables();
        for (FieldDescriptor field : route.schema().getInputType().getFields()) {
            boolean path = inPath.contains(field.getName());
            if (path || (!route.hasBody() && RequestReader.isParameter(field))) {
                JsonObject parameter = object("name", path ? field.getName() : field.getJsonName());
                parameter.addProperty("in", path ? "path" : "query");
                parameter.addProperty("required", path);
                parameter.addProperty("description", comments.of(field.getFullName()));
                parameter.add("schema", property(field));
                parameters.add(parameter);
            }
        }
        return parameters;
    }

    private JsonObject requestBody(Route route) {
        JsonObject content = new JsonObject();
        if (route.isRaw()) {
            content.add("*/*", new JsonObject());
        } else {
            JsonObject body = schema(route.schema().getInputType());
            route.variables()
                    .forEach(name -> body.getAsJsonObject("properties")
                            .remove(route.schema()
                                    .getInputType()
                                    .findFieldByName(name)
                                    .getJsonName()));
            require(
                    body,
                    route.schema().getInputType(),
                    route.variables().stream().map(Validation::jsonName).collect(Collectors.toSet()));
            JsonObject media = new JsonObject();
            media.add("schema", body);
            content.add("application/json", media);
        }
        JsonObject body = new JsonObject();
        body.addProperty("required", true);
        body.add("content", content);
        return body;
    }

    private JsonObject responses(Route route) {
        JsonObject responses = new JsonObject();
        boolean empty = route.schema().getOutputType().getFullName().equals("google.protobuf.Empty");
        int status = route.rest().getStatus() == 0 ? 200 : route.rest().getStatus();
        JsonObject success = object("description", empty ? "Done." : "Success.");
        if (!empty) {
            JsonObject media = new JsonObject();
            media.add("schema", reference(route.schema().getOutputType()));
            JsonObject content = new JsonObject();
            content.add(route.isStream() ? "text/event-stream" : "application/json", media);
            success.add("content", content);
        }
        responses.add(Integer.toString(empty ? 204 : status), success);
        OpenApiProblems.add(responses, OpenApiProblems.of(route));
        return responses;
    }

    private JsonObject schema(Descriptor type) {
        JsonObject schema = object("type", "object");
        String comment = comments.of(type.getFullName());
        if (!comment.isEmpty()) {
            schema.addProperty("description", comment);
        }
        JsonObject properties = new JsonObject();
        for (FieldDescriptor field : type.getFields()) {
            JsonObject property = property(field);
            String about = comments.of(field.getFullName());
            if (!about.isEmpty()) {
                property.addProperty("description", about);
            }
            properties.add(field.getJsonName(), property);
        }
        schema.add("properties", properties);
        require(schema, type, Set.of());
        schema.addProperty("additionalProperties", false);
        return schema;
    }

    /** What the rules of the contract find lacking in an empty message, without what stands elsewhere. */
    private void require(JsonObject schema, Descriptor type, Set<String> elsewhere) {
        Set<String> lacking = validation.required(type);
        JsonArray required = new JsonArray();
        type.getFields().stream()
                .map(FieldDescriptor::getJsonName)
                .filter(name -> lacking.contains(name) && !elsewhere.contains(name))
                .forEach(required::add);
        schema.remove("required");
        if (!required.isEmpty()) {
            schema.add("required", required);
        }
        for (OneofDescriptor choice : type.getRealOneofs()) {
            if (choice.getOptions().getExtension(ValidateProto.oneof).getRequired()) {
                JsonArray ways = new JsonArray();
                choice.getFields().forEach(field -> {
                    JsonArray one = new JsonArray();
                    one.add(field.getJsonName());
                    JsonObject way = new JsonObject();
                    way.add("required", one);
                    ways.add(way);
                });
                schema.add("oneOf", ways);
            }
        }
    }

    private JsonObject property(FieldDescriptor field) {
        if (field.isMapField()) {
            JsonObject map = object("type", "object");
            map.add("additionalProperties", object("type", "string"));
            return map;
        }
        if (field.isRepeated()) {
            JsonObject list = object("type", "array");
            var rules = rules(field).getRepeated();
            list.add("items", single(field, rules.getItems()));
            limit(list, "minItems", rules.hasMinItems(), rules.getMinItems());
            limit(list, "maxItems", rules.hasMaxItems(), rules.getMaxItems());
            if (rules.getUnique()) {
                list.addProperty("uniqueItems", true);
            }
            return list;
        }
        return single(field, rules(field));
    }

    private JsonObject single(FieldDescriptor field, FieldRules rules) {
        return switch (field.getJavaType()) {
            case STRING -> text(rules);
            case INT -> number(rules.getInt32());
            case LONG -> longNumber(rules.getInt64());
            case BOOLEAN -> object("type", "boolean");
            case ENUM -> {
                JsonObject values = object("type", "string");
                JsonArray names = new JsonArray();
                field.getEnumType().getValues().stream()
                        .map(EnumValueDescriptor::getName)
                        .forEach(names::add);
                values.add("enum", names);
                yield values;
            }
            case MESSAGE -> reference(field.getMessageType());
            default -> object("type", "string");
        };
    }

    private static FieldRules rules(FieldDescriptor field) {
        return field.getOptions().getExtension(ValidateProto.field);
    }

    private static JsonObject text(FieldRules fieldRules) {
        JsonObject text = object("type", "string");
        var rules = fieldRules.getString();
        if (rules.getInCount() > 0) {
            JsonArray values = new JsonArray();
            rules.getInList().forEach(values::add);
            text.add("enum", values);
        }
        if (rules.getMaxLen() > 0) {
            text.addProperty("maxLength", rules.getMaxLen());
        }
        if (rules.getMinLen() > 0) {
            text.addProperty("minLength", rules.getMinLen());
        }
        if (!rules.getPattern().isEmpty()) {
            text.addProperty("pattern", rules.getPattern());
        }
        if (rules.getUuid()) {
            text.addProperty("format", "uuid");
        } else if (rules.getEmail()) {
            text.addProperty("format", "email");
        }
        return text;
    }

    private static JsonObject number(Int32Rules rules) {
        JsonObject number = object("type", "integer");
        number.addProperty("format", "int32");
        limit(number, "minimum", rules.hasGte(), rules.getGte());
        limit(number, "maximum", rules.hasLte(), rules.getLte());
        return number;
    }

    /** A text, because JavaScript cannot hold the number. The limits are for people and tools that read the format. */
    private static JsonObject longNumber(Int64Rules rules) {
        JsonObject number = object("type", "string");
        number.addProperty("format", "int64");
        number.addProperty("pattern", rules.hasGte() && rules.getGte() >= 0 ? "^[0-9]{1,19}$" : "^-?[0-9]{1,19}$");
        limit(number, "minimum", rules.hasGte(), rules.getGte());
        limit(number, "maximum", rules.hasLte(), rules.getLte());
        return number;
    }

    private static void limit(JsonObject schema, String name, boolean there, Number value) {
        if (there) {
            schema.addProperty(name, value);
        }
    }

    private JsonObject reference(Descriptor type) {
        switch (type.getFullName()) {
            case "google.protobuf.Timestamp" -> {
                JsonObject time = object("type", "string");
                time.addProperty("format", "date-time");
                return time;
            }
            case "google.protobuf.FieldMask" -> {
                return object("type", "string");
            }
            default -> {
                if (seen.add(type.getFullName())) {
                    open.push(type);
                }
                return object("$ref", "#/components/schemas/" + type.getName());
            }
        }
    }

    private void problemSchema() {
        JsonObject properties = new JsonObject();
        for (String name : List.of("type", "title", "detail", "traceId")) {
            properties.add(name, object("type", "string"));
        }
        properties.add("status", object("type", "integer"));
        JsonObject violation = new JsonObject();
        violation.add("field", object("type", "string"));
        violation.add("message", object("type", "string"));
        JsonObject item = object("type", "object");
        item.add("properties", violation);
        JsonObject violations = object("type", "array");
        violations.add("items", item);
        properties.add("violations", violations);
        JsonObject problem = object("type", "object");
        problem.addProperty("description", "RFC 9457.");
        problem.add("properties", properties);
        schemas.add("Problem", problem);
    }

    private static JsonObject header(String name, String description, boolean required) {
        JsonObject header = object("name", name);
        header.addProperty("in", "header");
        header.addProperty("required", required);
        header.addProperty("description", description);
        header.add("schema", object("type", "string"));
        return header;
    }

    private static JsonObject object(String name, String value) {
        JsonObject object = new JsonObject();
        object.addProperty(name, value);
        return object;
    }
}
