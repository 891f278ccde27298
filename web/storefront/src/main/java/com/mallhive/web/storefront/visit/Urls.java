package com.mallhive.web.storefront.visit;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Addresses. */
public final class Urls {
    private Urls() {}

    /** For a parameter. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** The path and parameters of an address of this mall; {@code otherwise} where it leads anywhere else. */
    public static String localPath(@Nullable String url, String otherwise) {
        if (url == null || url.isEmpty() || url.contains("\\") || url.chars().anyMatch(c -> c < ' ')) {
            return otherwise;
        }
        try {
            URI uri = URI.create(url);
            String path = uri.getRawPath();
            if (path == null || !path.startsWith("/") || path.startsWith("//")) {
                return otherwise;
            }
            return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }
}
