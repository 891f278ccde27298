package com.mallhive.web.edge;

import com.google.api.AnnotationsProto;
import com.google.api.HttpBody;
import com.google.api.HttpRule;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Message;
import com.mallhive.api.options.Options;
import com.mallhive.api.options.Rest;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One method of a contract under its REST route, {@code google.api.http}.
 *
 * @param service the service of the mall that answers, for example {@code orders}
 * @param segments literal segments and {@code {variables}}
 * @param verb what follows a colon in the last segment, or empty
 */
record Route(
        String service,
        String httpMethod,
        String template,
        List<String> segments,
        String verb,
        boolean hasBody,
        MethodDescriptor<Message, Message> method,
        Descriptors.MethodDescriptor schema,
        Message requestPrototype,
        Rest rest,
        boolean idempotent) {

    /** The route of a method; empty where it has none. */
    static Optional<Route> of(String service, MethodDescriptor<?, ?> method) {
        if (!(method.getSchemaDescriptor() instanceof ProtoMethodDescriptorSupplier supplier)) {
            throw new IllegalArgumentException("no contract: " + method.getFullMethodName());
        }
        Descriptors.MethodDescriptor schema = supplier.getMethodDescriptor();
        if (!schema.getOptions().hasExtension(AnnotationsProto.http)) {
            return Optional.empty();
        }
        HttpRule rule = schema.getOptions().getExtension(AnnotationsProto.http);
        String template = pattern(rule);
        int colon = template.lastIndexOf(':');
        String path = colon < 0 ? template : template.substring(0, colon);
        @SuppressWarnings("unchecked")
        MethodDescriptor<Message, Message> typed = (MethodDescriptor<Message, Message>) method;
        var marshaller = (MethodDescriptor.PrototypeMarshaller<Message>) typed.getRequestMarshaller();
        Message prototype = marshaller.getMessagePrototype();
        if (prototype == null) {
            throw new IllegalArgumentException("no prototype: " + method.getFullMethodName());
        }
        return Optional.of(new Route(
                service,
                rule.getPatternCase().name(),
                template,
                List.of(path.substring(1).split("/", -1)),
                colon < 0 ? "" : template.substring(colon + 1),
                !rule.getBody().isEmpty(),
                typed,
                schema,
                prototype,
                schema.getOptions().getExtension(Options.rest),
                schema.getOptions().getExtension(Options.idempotent)));
    }

    /** The values of the variables where the path fits, else null. */
    @Nullable
    Map<String, String> match(List<String> path) {
        if (path.size() != segments.size()) {
            return null;
        }
        Map<String, String> variables = new HashMap<>(2);
        for (int i = 0; i < segments.size(); i++) {
            String segment = segments.get(i);
            if (segment.startsWith("{")) {
                if (path.get(i).isEmpty()) {
                    return null;
                }
                variables.put(segment.substring(1, segment.length() - 1), path.get(i));
            } else if (!segment.equals(path.get(i))) {
                return null;
            }
        }
        return variables;
    }

    /** Names of the variables in the path. */
    List<String> variables() {
        List<String> names = new ArrayList<>();
        segments.stream().filter(s -> s.startsWith("{")).forEach(s -> names.add(s.substring(1, s.length() - 1)));
        return names;
    }

    boolean isLiteral() {
        return variables().isEmpty();
    }

    boolean isRaw() {
        return requestPrototype instanceof HttpBody;
    }

    boolean isStream() {
        return !method.getType().serverSendsOneMessage();
    }

    private static String pattern(HttpRule rule) {
        return switch (rule.getPatternCase()) {
            case GET -> rule.getGet();
            case POST -> rule.getPost();
            case PUT -> rule.getPut();
            case PATCH -> rule.getPatch();
            case DELETE -> rule.getDelete();
            default -> throw new IllegalArgumentException("no pattern in " + rule);
        };
    }
}
