package com.mallhive.platform.settings;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Settings of the whole process: {@code section.key} to text, from {@code mallhive.yaml}, then {@code MALLHIVE_SECTION_KEY}
 * variables, then the command line; the later wins. Bound to records whose components carry {@link Setting}. A key that no
 * record knows is an error that names the nearest one.
 */
public final class Settings {
    private static final String PREFIX = "MALLHIVE_";

    /** One setting as {@code ./mallhive config} prints it. */
    public record Entry(String key, String value, String byDefault, String description, boolean secret) {
        /** Whether somebody set it to something else than the default. */
        public boolean changed() {
            return !value.equals(byDefault);
        }
    }

    private final Map<String, String> values;
    private final Map<String, Class<? extends Record>> sections;

    private Settings(Map<String, String> values, Map<String, Class<? extends Record>> sections) {
        this.values = values;
        this.sections = sections;
    }

    /**
     * Reads the settings and checks every key against the records.
     *
     * @param file may be absent
     * @param environment usually {@link System#getenv()}
     * @param overrides from the command line, dotted keys
     * @param sections section name to its record
     * @throws StartupFailure naming the key and the remedy
     */
    public static Settings load(
            @Nullable Path file,
            Map<String, String> environment,
            Map<String, String> overrides,
            Map<String, Class<? extends Record>> sections) {
        Map<String, String> values = new TreeMap<>();
        if (file != null && Files.exists(file)) {
            flatten("", readYaml(file), values, sections);
        }
        Map<String, String> byVariable = new LinkedHashMap<>();
        sections.forEach((section, type) -> components(section, type)
                .forEach((key, component) ->
                        byVariable.put(PREFIX + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"), key)));
        environment.forEach((variable, value) -> {
            if (!variable.startsWith(PREFIX)) {
                return;
            }
            String key = byVariable.get(variable);
            if (key == null) {
                key = mapKey(variable, byVariable, sections);
            }
            if (key != null) {
                values.put(key, value);
            } else if (!variable.startsWith(PREFIX + "LAUNCHER_")) {
                throw new StartupFailure("unknown variable " + variable + nearest(variable, byVariable.keySet()));
            }
        });
        values.putAll(overrides);
        Settings settings = new Settings(values, sections);
        values.keySet().forEach(settings::checkKnown);
        sections.forEach(settings::section);
        return settings;
    }

    /** The record of a section, with defaults where nothing is set. */
    public <R extends Record> R section(String section, Class<? extends R> type) {
        RecordComponent[] components = type.getRecordComponents();
        Object[] arguments = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            String key = section + "." + kebab(components[i].getName());
            arguments[i] = bind(key, components[i]);
        }
        try {
            var constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartupFailure("setting " + section + ": " + cause.getMessage());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("not a settings record: " + type, e);
        }
    }

    /** Every setting with its value, sorted by key. */
    public List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        sections.forEach((section, type) -> components(section, type).forEach((key, component) -> {
            Setting setting = setting(component);
            if (isMap(component)) {
                values.forEach((k, v) -> {
                    if (k.startsWith(key + ".")) {
                        entries.add(new Entry(k, v, "", setting.value(), setting.secret()));
                    }
                });
                return;
            }
            String value = values.getOrDefault(key, setting.byDefault());
            entries.add(new Entry(key, value, setting.byDefault(), setting.value(), setting.secret()));
        }));
        entries.sort(Comparator.comparing(Entry::key));
        return entries;
    }

    private void checkKnown(String key) {
        List<String> known = new ArrayList<>();
        for (var section : sections.entrySet()) {
            for (var component :
                    components(section.getKey(), section.getValue()).entrySet()) {
                if (key.equals(component.getKey())
                        || (isMap(component.getValue()) && key.startsWith(component.getKey() + "."))) {
                    return;
                }
                known.add(component.getKey());
            }
        }
        throw new StartupFailure("unknown setting \"" + key + "\"" + nearest(key, known));
    }

    private @Nullable Object bind(String key, RecordComponent component) {
        if (isMap(component)) {
            Map<String, String> map = new TreeMap<>();
            values.forEach((k, v) -> {
                if (k.startsWith(key + ".")) {
                    map.put(k.substring(key.length() + 1), v);
                }
            });
            return map;
        }
        String text = values.getOrDefault(key, setting(component).byDefault());
        Object value;
        try {
            value = convert(text.strip(), component.getType(), component.getGenericType());
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new StartupFailure("setting " + key + ": \"" + text + "\" is not " + expected(component.getType()));
        }
        if (value != null && !inRange(value, component)) {
            throw new StartupFailure("setting " + key + ": \"" + text + "\" is not " + range(setting(component)));
        }
        return value;
    }

    private static boolean inRange(Object value, RecordComponent component) {
        Setting setting = setting(component);
        return (setting.min().isEmpty() || compare(value, setting.min(), component) >= 0)
                && (setting.max().isEmpty() || compare(value, setting.max(), component) <= 0);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // both are of the component's type
    private static int compare(Object value, String limit, RecordComponent component) {
        Object other = convert(limit, component.getType(), component.getGenericType());
        return ((Comparable) value).compareTo(other);
    }

    private static String range(Setting setting) {
        return setting.max().isEmpty()
                ? "at least " + setting.min()
                : setting.min().isEmpty()
                        ? "at most " + setting.max()
                        : "from " + setting.min() + " to " + setting.max();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable Object convert(String text, Class<?> type, Type generic) {
        if (type == List.class) {
            return text.isEmpty()
                    ? List.of()
                    : Arrays.stream(text.split(",")).map(String::strip).toList();
        }
        if (text.isEmpty()) {
            if (type.isPrimitive()) {
                throw new IllegalArgumentException(generic.getTypeName());
            }
            return null;
        }
        if (type == String.class) {
            return text;
        } else if (type == int.class || type == Integer.class) {
            return Integer.valueOf(text);
        } else if (type == long.class || type == Long.class) {
            return Long.valueOf(text);
        } else if (type == boolean.class || type == Boolean.class) {
            return switch (text) {
                case "true" -> true;
                case "false" -> false;
                default -> throw new IllegalArgumentException(text);
            };
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == Path.class) {
            return Path.of(text);
        } else if (type == URI.class) {
            return URI.create(text);
        } else if (type.isEnum()) {
            return Enum.valueOf((Class) type, text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
        throw new IllegalStateException("a setting cannot have the type " + type);
    }

    /** 250ms, 30s, 5m, 2h, 7d. */
    static Duration duration(String text) {
        String unit = text.replaceAll("^[0-9]+", "");
        long number = Long.parseLong(text.substring(0, text.length() - unit.length()));
        return switch (unit) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            case "d" -> Duration.ofDays(number);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static String expected(Class<?> type) {
        if (type == Duration.class) {
            return "a duration such as 500ms, 30s, 5m, 2h or 7d";
        } else if (type == boolean.class) {
            return "true or false";
        } else if (type == int.class || type == long.class) {
            return "a whole number";
        } else if (type.isEnum()) {
            return "one of "
                    + Arrays.toString(type.getEnumConstants())
                            .toLowerCase(Locale.ROOT)
                            .replace('_', '-');
        }
        return "a " + type.getSimpleName();
    }

    private static Map<?, ?> readYaml(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            Object document = new Yaml(new SafeConstructor(new LoaderOptions())).load(reader);
            if (document == null) {
                return Map.of();
            }
            if (document instanceof Map<?, ?> map) {
                return map;
            }
            throw new StartupFailure(file + ": expected sections with keys, as in \"orders:\"");
        } catch (IOException e) {
            throw new StartupFailure("cannot read " + file + ": " + e.getMessage());
        } catch (YAMLException e) {
            throw new StartupFailure(file + " is not YAML: "
                    + String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
        }
    }

    private static void flatten(
            String prefix, Map<?, ?> map, Map<String, String> into, Map<String, Class<? extends Record>> sections) {
        map.forEach((key, value) -> {
            String path = prefix.isEmpty() ? String.valueOf(key) : prefix + "." + key;
            switch (value) {
                case Map<?, ?> nested -> flatten(path, nested, into, sections);
                case List<?> list ->
                    into.put(
                            path,
                            String.join(",", list.stream().map(String::valueOf).toList()));
                case null -> into.put(path, "");
                default -> into.put(path, String.valueOf(value));
            }
        });
    }

    private static @Nullable String mapKey(
            String variable, Map<String, String> byVariable, Map<String, Class<? extends Record>> sections) {
        for (var known : byVariable.entrySet()) {
            if (variable.startsWith(known.getKey() + "_")) {
                String key = known.getValue();
                Class<? extends Record> type = sections.get(key.substring(0, key.indexOf('.')));
                if (type != null
                        && isMap(components(key.substring(0, key.indexOf('.')), type)
                                .get(key))) {
                    return key + "."
                            + variable.substring(known.getKey().length() + 1)
                                    .toLowerCase(Locale.ROOT)
                                    .replace('_', '-');
                }
            }
        }
        return null;
    }

    private static Map<String, RecordComponent> components(String section, Class<? extends Record> type) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : type.getRecordComponents()) {
            components.put(section + "." + kebab(component.getName()), component);
        }
        return components;
    }

    private static Setting setting(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null) {
            throw new IllegalStateException(component + " of " + component.getDeclaringRecord() + " lacks @Setting");
        }
        return setting;
    }

    private static boolean isMap(@Nullable RecordComponent component) {
        return component != null
                && component.getGenericType() instanceof ParameterizedType type
                && type.getRawType() == Map.class;
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    private static String nearest(String word, Iterable<String> known) {
        return Nearest.of(word, known)
                .map(n -> "; did you mean \"" + n + "\"?")
                .orElse("; ./mallhive config --all lists the known ones");
    }
}
