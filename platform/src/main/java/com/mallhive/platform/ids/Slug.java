package com.mallhive.platform.ids;

import java.text.Normalizer;
import java.util.Locale;

/** Names for addresses of pages. */
public final class Slug {
    private Slug() {}

    /** Lower-case ASCII letters, digits and hyphens, at most {@code limit} of them; "x" where nothing is left. */
    public static String of(String text, int limit) {
        String plain = Normalizer.normalize(text, Normalizer.Form.NFKD)
                .replaceAll("\\p{M}", "")
                .toLowerCase(Locale.ROOT)
                .replace("ß", "ss")
                .replaceAll("[^a-z0-9]+", "-");
        plain = plain.substring(0, Math.min(limit, plain.length())).replaceAll("^-+|-+$", "");
        return plain.isEmpty() ? "x" : plain;
    }
}
