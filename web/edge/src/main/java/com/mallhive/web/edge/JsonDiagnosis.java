package com.mallhive.web.edge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.util.Timestamps;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.settings.Nearest;
import java.math.BigDecimal;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Says what is wrong with a JSON body: every field, by its path. Stricter than protobuf's parser, which makes texts of numbers
 * and lets a million digits keep a processor busy for seconds.
 */
final class JsonDiagnosis {
    static final String TIMESTAMP = "google.protobuf.Timestamp";
    private static final String FIELD_MASK = "google.protobuf.FieldMask";
    /** Longer than any number that fits into 64 bits, even with zeros after the point. */
    private static final int LONGEST_NUMBER = 40;

    private JsonDiagnosis() {}

    /** Fails with all that does not fit. */
    static void check(JsonObject object, Descriptors.Descriptor type) {
        List<Problem.Violation> violations = new ArrayList<>();
        check(object, type, "", violations);
        if (!violations.isEmpty()) {
            throw problem(violations);
        }
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
                switch (field.getMessageType().getFullName()) {
                    case TIMESTAMP -> "a time such as 2026-01-31T12:00:00Z";
                    case FIELD_MASK -> "a list of fields such as \"title,brand\", as one text";
                    default -> "an object";
                };
            default -> "a " + field.getJavaType().name().toLowerCase(java.util.Locale.ROOT);
        };
    }

    private static void check(
            JsonObject object, Descriptors.Descriptor type, String prefix, List<Problem.Violation> violations) {
        Set<FieldDescriptor> seen = new HashSet<>();
        Set<OneofDescriptor> choices = new HashSet<>();
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
            } else if (!seen.add(field)) {
                violations.add(new Problem.Violation(path, "is given more than once"));
            } else if (field.getRealContainingOneof() != null
                    && !entry.getValue().isJsonNull()
                    && !choices.add(field.getRealContainingOneof())) {
                violations.add(new Problem.Violation(
                        path,
                        "give only one of "
                                + field.getRealContainingOneof().getFields().stream()
                                        .map(FieldDescriptor::getJsonName)
                                        .collect(Collectors.joining(", "))));
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
        if (!value.isJsonPrimitive()) {
            return false;
        }
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        try {
            return switch (field.getJavaType()) {
                case STRING -> primitive.isString();
                case BOOLEAN -> primitive.isBoolean();
                case INT -> number(primitive).intValueExact() == primitive.getAsInt();
                case LONG -> number(primitive).longValueExact() == primitive.getAsLong();
                case ENUM ->
                    primitive.isString()
                            ? field.getEnumType().findValueByName(primitive.getAsString()) != null
                            : field.getEnumType()
                                            .findValueByNumber(number(primitive).intValueExact())
                                    != null;
                case MESSAGE ->
                    primitive.isString()
                            && (!field.getMessageType().getFullName().equals(TIMESTAMP)
                                    || isTime(primitive.getAsString()));
                default -> true;
            };
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    private static BigDecimal number(JsonPrimitive primitive) {
        String text = primitive.getAsString();
        if (primitive.isBoolean() || text.length() > LONGEST_NUMBER) {
            throw new NumberFormatException();
        }
        return new BigDecimal(text);
    }

    private static boolean isTime(String text) {
        try {
            Timestamps.parse(text);
            return true;
        } catch (ParseException e) {
            return false;
        }
    }
}
