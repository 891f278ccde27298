package com.mallhive.platform.rpc;

import build.buf.protovalidate.Config;
import build.buf.protovalidate.ValidationResult;
import build.buf.protovalidate.Validator;
import build.buf.protovalidate.ValidatorFactory;
import build.buf.protovalidate.exceptions.ValidationException;
import build.buf.validate.FieldPathElement;
import build.buf.validate.Violation;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Checks messages against the rules in the contracts (protovalidate). */
public final class Validation {
    private final Validator validator = ValidatorFactory.newBuilder()
            .withConfig(Config.newBuilder().setEnableNativeRules(true).build())
            .build();

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
        if (result.isSuccess()) {
            return;
        }
        List<Problem.Violation> violations = new ArrayList<>();
        for (Violation violation : result.toProto().getViolationsList()) {
            violations.add(new Problem.Violation(path(violation), violation.getMessage()));
        }
        var first = violations.getFirst();
        throw Problem.of(Problem.Kind.INVALID, "invalid-request", first.field() + ": " + first.message(), violations);
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
