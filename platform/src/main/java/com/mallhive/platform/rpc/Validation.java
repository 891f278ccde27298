package com.mallhive.platform.rpc;

import build.buf.protovalidate.Config;
import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPathElement;
import build.buf.validate.Violation;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import com.mallhive.api.options.Options;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks messages against the rules in the contracts: those of protovalidate and {@link TextRules}. */
public final class Validation {
    private final Validator validator = ValidatorFactory.newBuilder()
            .withConfig(Config.newBuilder().setEnableNativeRules(true).build())
            .build();
    private final TextRules texts = new TextRules();

    /** Throws a problem that names every field that is wrong. */
    public void check(Message message) {
        ValidationResult result;
        try {
            result = validator.validate(message);
        } catch (ValidationException e) {
            throw new IllegalStateException(
                    "a rule of the contract does not work: "
                            + message.getDescriptorForType().getFullName(),
                    e);
        }
        List<Problem.Violation> violations = texts.flaws(message);
        if (result.isSuccess() && violations.isEmpty()) {
            return;
        }
        Set<String> named = violations.stream().map(Problem.Violation::field).collect(Collectors.toSet());
        for (Violation violation : result.toProto().getViolationsList()) {
            String field = path(violation);
            if (named.add(field)) {
                String words = violation.getRuleId().equals("string.pattern")
                        ? patternMeans(violation, message.getDescriptorForType())
                        : "";
                violations.add(new Problem.Violation(field, words.isEmpty() ? violation.getMessage() : words));
            }
        }
        var first = violations.getFirst();
        throw Problem.of(Problem.Kind.INVALID, "invalid-request", first.field() + ": " + first.message(), violations);
    }

    /** What the contract says about the pattern, in words; empty where it says nothing. */
    private static String patternMeans(Violation violation, Descriptor type) {
        String words = "";
        @Nullable Descriptor in = type;
        for (FieldPathElement element : violation.getField().getElementsList()) {
            FieldDescriptor field = in == null ? null : in.findFieldByName(element.getFieldName());
            if (field == null) {
                return "";
            }
            words = field.getOptions().getExtension(Options.text).getPatternMeans();
            in = field.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? field.getMessageType() : null;
        }
        return words;
    }

    /** The fields that an empty message of this type lacks, named as in JSON. */
    public Set<String> required(Descriptor type) {
        Set<String> names = new HashSet<>();
        try {
            check(DynamicMessage.getDefaultInstance(type));
        } catch (Problem lacking) {
            lacking.violations().forEach(violation -> names.add(violation.field()));
        }
        return names;
    }

    private static String path(Violation violation) {
        StringBuilder path = new StringBuilder();
        for (FieldPathElement element : violation.getField().getElementsList()) {
            if (!path.isEmpty()) {
                path.append('.');
            }
            path.append(jsonName(element.getFieldName()));
            if (element.hasIndex()) {
                path.append('[').append(element.getIndex()).append(']');
            }
        }
        return path.toString();
    }

    /** The name of a field as in proto3 JSON. */
    public static String jsonName(String field) {
        StringBuilder json = new StringBuilder(field.length());
        boolean upper = false;
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '_') {
                upper = true;
            } else {
                json.append(upper ? Character.toUpperCase(c) : c);
                upper = false;
            }
        }
        return json.toString();
    }
}
