package com.mallhive.payments.sandbox.pages;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A piece of HTML. Texts become part of it through {@link #of} only, which escapes them. */
record Html(String text) {
    static final Html NOTHING = new Html("");

    /** Fills the template's {@code {}} in their order: texts are escaped, pieces of HTML stay. */
    static Html of(String template, Object... values) {
        StringBuilder html = new StringBuilder(template.length() + 64);
        List<String> parts = split(template);
        if (parts.size() != values.length + 1) {
            throw new IllegalArgumentException("the template has " + (parts.size() - 1) + " places");
        }
        for (int i = 0; i < parts.size(); i++) {
            html.append(parts.get(i));
            if (i < values.length) {
                html.append(values[i] instanceof Html(String piece) ? piece : escape(String.valueOf(values[i])));
            }
        }
        return new Html(html.toString());
    }

    static Html join(Collection<Html> pieces) {
        StringBuilder html = new StringBuilder();
        pieces.forEach(p -> html.append(p.text));
        return new Html(html.toString());
    }

    /** Safe between tags and inside quoted attributes. */
    static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }

    private static List<String> split(String template) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int place = template.indexOf("{}"); place >= 0; place = template.indexOf("{}", from)) {
            parts.add(template.substring(from, place));
            from = place + 2;
        }
        parts.add(template.substring(from));
        return parts;
    }
}
