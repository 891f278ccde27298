package com.mallhive.payments.sandbox.rest;

import com.mallhive.payments.sandbox.model.Refused;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Form-encoded parameters with nested names such as {@code metadata[order_id]} and {@code line_items[0][quantity]}. */
public final class Form {
    private final Map<String, String> values;

    private Form(Map<String, String> values) {
        this.values = values;
    }

    /** Decodes a query or a body. */
    public static Form parse(@Nullable String text) {
        Map<String, String> values = new LinkedHashMap<>();
        if (text != null && !text.isEmpty()) {
            for (String pair : text.split("&", -1)) {
                int equals = pair.indexOf('=');
                String name = decode(equals < 0 ? pair : pair.substring(0, equals));
                values.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
            }
        }
        return new Form(values);
    }

    /** The value, or nothing where it is missing or empty. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).filter(v -> !v.isEmpty());
    }

    public String required(String name) {
        return text(name).orElseThrow(() -> Refused.missing(name));
    }

    public Optional<Long> number(String name) {
        return text(name).map(value -> {
            try {
                return Long.valueOf(value);
            } catch (NumberFormatException e) {
                throw Refused.invalid(name, "Invalid integer: " + value);
            }
        });
    }

    public boolean flag(String name) {
        return text(name).map(v -> v.equals("true")).orElse(false);
    }

    /** What is inside {@code name[…]}, with the names inside. */
    public Map<String, String> map(String name) {
        Map<String, String> inside = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(name + "[") && key.endsWith("]")) {
                inside.put(key.substring(name.length() + 1, key.length() - 1), value);
            }
        });
        return inside;
    }

    /** The elements of {@code name[0][…]}, {@code name[1][…]}: the names of their prefixes. */
    public List<String> elements(String name) {
        List<String> elements = new ArrayList<>();
        for (int i = 0; ; i++) {
            String prefix = name + "[" + i + "]";
            if (values.keySet().stream().noneMatch(k -> k.startsWith(prefix))) {
                return elements;
            }
            elements.add(prefix);
        }
    }

    public boolean expands(String field) {
        return values.entrySet().stream()
                .anyMatch(e -> e.getKey().startsWith("expand[") && e.getValue().equals(field));
    }

    /** The same for the same parameters, in whatever order. */
    String canonical() {
        return new TreeMap<>(values).toString();
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Refused.invalid(null, "The body is not form-encoded.");
        }
    }
}
