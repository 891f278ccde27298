package com.mallhive.web.ui;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a form with everything that is said about it. Begin with {@link #text}, {@link #select} or {@link #area} and add
 * what is needed: {@code Field.text("email", "Email", value).type("email").autocomplete("email").error(problems.get("email"))}.
 *
 * @param name its name in the request; the element's id is {@code f-} and the name
 * @param type of an input element, "select" or "textarea"
 * @param options of a select
 */
public record Field(
        String name,
        String label,
        String type,
        @Nullable String value,
        @Nullable String hint,
        @Nullable String error,
        boolean required,
        @Nullable String autocomplete,
        @Nullable String inputMode,
        @Nullable Integer maxLength,
        @Nullable String pattern,
        @Nullable String placeholder,
        @Nullable String prefix,
        @Nullable String css,
        List<Option> options) {

    /** A choice of a select. */
    public record Option(String value, String label) {}

    /** A required line of text. */
    public static Field text(String name, String label, @Nullable String value) {
        return new Field(
                name, label, "text", value, null, null, true, null, null, null, null, null, null, null, List.of());
    }

    /** A required text of several lines. */
    public static Field area(String name, String label, @Nullable String value) {
        return text(name, label, value).type("textarea");
    }

    /** A required choice. */
    public static Field select(String name, String label, @Nullable String value, List<Option> options) {
        Field f = text(name, label, value).type("select");
        return new Field(
                f.name, f.label, f.type, f.value, null, null, true, null, null, null, null, null, null, null, options);
    }

    /** The type of the input element: email, tel, password, number, date, search, url. */
    public Field type(String newType) {
        return copy(
                newType, hint, error, required, autocomplete, inputMode, maxLength, pattern, placeholder, prefix, css);
    }

    /** A sentence below the label. */
    public Field hint(@Nullable String newHint) {
        return copy(
                type, newHint, error, required, autocomplete, inputMode, maxLength, pattern, placeholder, prefix, css);
    }

    /** What is wrong, or null. */
    public Field error(@Nullable String newError) {
        return copy(
                type, hint, newError, required, autocomplete, inputMode, maxLength, pattern, placeholder, prefix, css);
    }

    /** May be left empty; the label says so. */
    public Field optional() {
        return copy(type, hint, error, false, autocomplete, inputMode, maxLength, pattern, placeholder, prefix, css);
    }

    /** The autocomplete token, for example {@code shipping postal-code}. */
    public Field autocomplete(String tokens) {
        return copy(type, hint, error, required, tokens, inputMode, maxLength, pattern, placeholder, prefix, css);
    }

    /** The keyboard of a phone: numeric, decimal, tel, email. */
    public Field inputMode(String mode) {
        return copy(type, hint, error, required, autocomplete, mode, maxLength, pattern, placeholder, prefix, css);
    }

    /** The most characters. */
    public Field maxLength(int characters) {
        return copy(
                type, hint, error, required, autocomplete, inputMode, characters, pattern, placeholder, prefix, css);
    }

    /** A regular expression that the browser checks. */
    public Field pattern(String regex) {
        return copy(type, hint, error, required, autocomplete, inputMode, maxLength, regex, placeholder, prefix, css);
    }

    /** An example inside the field; never the only explanation. */
    public Field placeholder(String example) {
        return copy(type, hint, error, required, autocomplete, inputMode, maxLength, pattern, example, prefix, css);
    }

    /** A unit before the input, such as a currency sign. */
    public Field prefix(String unit) {
        return copy(type, hint, error, required, autocomplete, inputMode, maxLength, pattern, placeholder, unit, css);
    }

    /** Further classes of the input, such as {@code input--short input--number}. */
    public Field css(String classes) {
        return copy(
                type, hint, error, required, autocomplete, inputMode, maxLength, pattern, placeholder, prefix, classes);
    }

    /** The id of the element. */
    public String id() {
        return "f-" + name;
    }

    /** The ids of hint and error for aria-describedby, or null. */
    public @Nullable String describedBy() {
        String hintId = hint == null ? "" : id() + "-hint";
        String errorId = error == null ? "" : id() + "-error";
        String both = (hintId + " " + errorId).strip();
        return both.isEmpty() ? null : both;
    }

    private Field copy(
            String newType,
            @Nullable String newHint,
            @Nullable String newError,
            boolean newRequired,
            @Nullable String newAutocomplete,
            @Nullable String newInputMode,
            @Nullable Integer newMaxLength,
            @Nullable String newPattern,
            @Nullable String newPlaceholder,
            @Nullable String newPrefix,
            @Nullable String newCss) {
        return new Field(
                name,
                label,
                newType,
                value,
                newHint,
                newError,
                newRequired,
                newAutocomplete,
                newInputMode,
                newMaxLength,
                newPattern,
                newPlaceholder,
                newPrefix,
                newCss,
                options);
    }
}
