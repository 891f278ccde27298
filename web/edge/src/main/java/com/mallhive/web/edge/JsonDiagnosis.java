package com.mallhive.web.edge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.settings.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what is wrong with a JSON body that could not be read: every field, by its path. */
final class JsonDiagnosis {
    private JsonDiagnosis() {}

    static Problem explain(String json, Descriptors.Descriptor type) {
        JsonElement root;
        try {
            root = JsonParser.parseString(json);
        } catch (JsonParseException e) {
            String reason = String.valueOf(e.getMessage()).replaceAll("(?s).* at (line \\d+ column \\d+).*", "$1");
            return Problem.of(
                    Problem.Kind.INVALID,
                    "malformed-json",
                    "The body is not JSON" + (reason.startsWith("line") ? ": look at " + reason : "") + ".");
        }
        if (!root.isJsonObject()) {
            return Problem.of(Problem.Kind.INVALID, "malformed-json", "The body must be a JSON object.");
        }
        List<Problem.Violation> violations = new ArrayList<>();
        check(root.getAsJsonObject(), type, "", violations);
        return violations.isEmpty()
                ? Problem.of(Problem.Kind.INVALID, "malformed-json", "The body does not fit this call; see /docs.")
                : problem(violations);
    }

    static Problem problem(List<Problem.Violation> violations) {
        var first = violations.getFirst();
        return Problem.of(Problem.Kind.INVALID, "invalid-request", first.field() + ": " + first.message(), violations);
    }

    /** What a field takes, in words. */
    static String expected(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> "a text";
            case INT -> "a whole number of at most 32 bits";
            case LONG -> "a whole number, as a text or a number";
            case BOOLEAN -> "true or false";
            case ENUM ->
                "one of "
                        + field.getEnumType().getValues().stream()
                                .map(EnumValueDescriptor::getName)
                                .collect(Collectors.joining(", "));
            case MESSAGE ->
                field.getMessageType().getFullName().equals("google.protobuf.Timestamp")
                        ? "a time such as 2026-01-31T12:00:00Z"
                        : "an object";
            default -> "a " + field.getJavaType().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    private static void check(
            JsonObject object, Descriptors.Descriptor type, String prefix, List<Problem.Violation> violations) {
        for (var entry : object.entrySet()) {
            String path = prefix + entry.getKey();
            FieldDescriptor field = type.getFields().stream()
                    .filter(f -> f.getJsonName().equals(entry.getKey())
                            || f.getName().equals(entry.getKey()))
                    .findFirst()
                    .orElse(null);
            if (field == null) {
                String hint = Nearest.of(
                                entry.getKey(),
                                type.getFields().stream()
                                        .map(FieldDescriptor::getJsonName)
                                        .toList())
                        .map(n -> "; did you mean \"" + n + "\"?")
                        .orElse("; /docs lists the fields");
                violations.add(new Problem.Violation(path, "is not a field here" + hint));
            } else if (!entry.getValue().isJsonNull()) {
                checkValue(entry.getValue(), field, path, violations);
            }
        }
    }

    private static void checkValue(
            JsonElement value, FieldDescriptor field, String path, List<Problem.Violation> violations) {
        if (field.isMapField()) {
            if (!value.isJsonObject()) {
                violations.add(new Problem.Violation(path, "must be an object"));
            }
        } else if (field.isRepeated()) {
            if (!value.isJsonArray()) {
                violations.add(new Problem.Violation(path, "must be a list"));
                return;
            }
            int i = 0;
            for (JsonElement element : value.getAsJsonArray()) {
                checkOne(element, field, path + "[" + i++ + "]", violations);
            }
        } else {
            checkOne(value, field, path, violations);
        }
    }

    private static void checkOne(
            JsonElement value, FieldDescriptor field, String path, List<Problem.Violation> violations) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.getMessageType().getFullName().startsWith("google.protobuf.")) {
            if (value.isJsonObject()) {
                check(value.getAsJsonObject(), field.getMessageType(), path + ".", violations);
            } else {
                violations.add(new Problem.Violation(path, "must be an object"));
            }
        } else if (!fits(value, field)) {
            violations.add(new Problem.Violation(path, "must be " + expected(field)));
        }
    }

    private static boolean fits(JsonElement value, FieldDescriptor field) {
        if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            return value.isJsonPrimitive() && value.getAsJsonPrimitive().isString();
        }
        if (!value.isJsonPrimitive()) {
            return false;
        }
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        try {
            return switch (field.getJavaType()) {
                case STRING -> primitive.isString();
                case BOOLEAN -> primitive.isBoolean();
                case INT ->
                    !primitive.isBoolean() && primitive.getAsBigDecimal().intValueExact() == primitive.getAsInt();
                case LONG ->
                    !primitive.isBoolean() && primitive.getAsBigDecimal().longValueExact() == primitive.getAsLong();
                case ENUM -> field.getEnumType().findValueByName(primitive.getAsString()) != null;
                default -> true;
            };
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }
}
