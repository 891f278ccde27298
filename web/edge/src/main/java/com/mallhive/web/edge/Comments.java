package com.mallhive.web.edge;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The comments of the contracts, by the full name of what they describe. */
final class Comments {
    private static final String CONTRACTS = "/contracts/mallhive.desc";
    private final Map<String, String> byName = new HashMap<>();

    Comments() {
        try (InputStream in = Comments.class.getResourceAsStream(CONTRACTS)) {
            if (in == null) {
                throw new IllegalStateException("missing on the class path: " + CONTRACTS);
            }
            FileDescriptorSet.parseFrom(in).getFileList().stream()
                    .filter(file -> file.getPackage().startsWith("mallhive."))
                    .forEach(this::read);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + CONTRACTS, e);
        }
    }

    /** The comment, or an empty text. */
    String of(String fullName) {
        return byName.getOrDefault(fullName, "");
    }

    private void read(FileDescriptorProto file) {
        for (SourceCodeInfo.Location location : file.getSourceCodeInfo().getLocationList()) {
            if (location.hasLeadingComments()) {
                String name = name(file, location.getPathList());
                if (name != null) {
                    byName.put(name, location.getLeadingComments().strip().replaceAll("\n ?", "\n"));
                }
            }
        }
    }

    /** Follows a path of field numbers and indexes as descriptor.proto defines it. */
    private static @org.jspecify.annotations.Nullable String name(FileDescriptorProto file, List<Integer> path) {
        if (path.size() < 2) {
            return null;
        }
        String prefix = file.getPackage() + ".";
        switch (path.get(0)) {
            case FileDescriptorProto.SERVICE_FIELD_NUMBER -> {
                var service = file.getService(path.get(1));
                return path.size() == 2
                        ? prefix + service.getName()
                        : path.size() == 4
                                ? prefix + service.getName() + "."
                                        + service.getMethod(path.get(3)).getName()
                                : null;
            }
            case FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER -> {
                return name(prefix, file.getMessageType(path.get(1)), path.subList(2, path.size()));
            }
            default -> {
                return null;
            }
        }
    }

    private static @org.jspecify.annotations.Nullable String name(
            String prefix, DescriptorProto message, List<Integer> path) {
        String name = prefix + message.getName();
        if (path.isEmpty()) {
            return name;
        }
        if (path.size() < 2) {
            return null;
        }
        int index = path.get(1);
        return switch (path.get(0)) {
            case DescriptorProto.FIELD_FIELD_NUMBER ->
                path.size() == 2 ? name + "." + message.getField(index).getName() : null;
            case DescriptorProto.NESTED_TYPE_FIELD_NUMBER ->
                name(name + ".", message.getNestedType(index), path.subList(2, path.size()));
            case DescriptorProto.ENUM_TYPE_FIELD_NUMBER ->
                path.size() == 4
                        ? name + "." + message.getEnumType(index).getName() + "."
                                + message.getEnumType(index)
                                        .getValue(path.get(3))
                                        .getName()
                        : null;
            default -> null;
        };
    }
}
