package com.mallhive.web.storefront.visit;

import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.ui.FieldError;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was entered into a form, and what is wrong with it. */
public final class Form {
    private final Map<String, List<String>> values;
    private final Map<String, String> errors = new LinkedHashMap<>();

    public Form(Map<String, List<String>> values) {
        this.values = values;
    }

    /** A form that nobody has filled in yet. */
    public static Form empty() {
        return new Form(Map.of());
    }

    /** A form with these values. */
    public static Form of(Map<String, String> values) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        values.forEach((name, value) -> lists.put(name, List.of(value)));
        return new Form(lists);
    }

    /** The text of a field without blanks around it; empty if there is none. */
    public String text(String name) {
        return raw(name).strip();
    }

    /** The text as it came, for passwords. */
    public String raw(String name) {
        List<String> all = values.get(name);
        return all == null || all.isEmpty() ? "" : all.getFirst();
    }

    /** Every value of a field. */
    public List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** Whether the field was sent at all. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** A whole number within limits; the default where it is missing, an error where it is something else. */
    public int number(String name, int byDefault, int min, int max) {
        String text = text(name);
        if (text.isEmpty()) {
            return byDefault;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // falls through to the error
        }
        error(name, "Enter a whole number from " + min + " to " + max + ".");
        return byDefault;
    }

    /** Required text; an error where it is missing. */
    public String required(String name, String message) {
        String text = text(name);
        if (text.isEmpty()) {
            error(name, message);
        }
        return text;
    }

    /** Something is wrong with a field; the first message wins. */
    public void error(String name, String message) {
        errors.putIfAbsent(name, message);
    }

    /** What is wrong with a field, or null. */
    public @Nullable String error(String name) {
        return errors.get(name);
    }

    /** Whether nothing is wrong. */
    public boolean good() {
        return errors.isEmpty();
    }

    /** What is wrong, in the order of the form. */
    public List<FieldError> errors() {
        List<FieldError> list = new ArrayList<>();
        errors.forEach((name, message) -> list.add(new FieldError(name, message)));
        return list;
    }

    /**
     * Takes over what a service found wrong.
     *
     * @param fields the service's names (or their beginnings) to the form's; a field that is not named here keeps the last
     *     part of its name
     * @return whether every violation found a field of the form
     */
    public boolean take(Problem problem, Map<String, String> fields) {
        for (Problem.Violation violation : problem.violations()) {
            String field = violation.field();
            String name = fields.get(field);
            if (name == null) {
                name = field.substring(field.lastIndexOf('.') + 1);
            }
            error(name, sentence(violation.message()));
        }
        return !problem.violations().isEmpty();
    }

    /** "must not be empty" as a sentence. */
    static String sentence(String message) {
        String text = message.strip();
        if (text.isEmpty()) {
            return "This is not right.";
        }
        char first = Character.toUpperCase(text.charAt(0));
        String begun = text.startsWith("must") || text.startsWith("is ") || text.startsWith("has ")
                ? "This " + text
                : first + text.substring(1);
        return begun.endsWith(".") ? begun : begun + ".";
    }
}
