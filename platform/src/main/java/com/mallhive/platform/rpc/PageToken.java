package com.mallhive.platform.rpc;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Where the next page begins: the sort key of the last row, opaque to callers. */
public final class PageToken {
    private PageToken() {}

    public static String of(Object... key) {
        StringBuilder text = new StringBuilder();
        for (Object part : key) {
            text.append(text.isEmpty() ? "" : "\n").append(part);
        }
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** The parts of a token; a problem (400) when it is not one of ours with so many parts. */
    public static List<String> parse(String token, int parts) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            List<String> key = List.of(text.split("\n", -1));
            if (key.size() == parts) {
                return key;
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw invalid();
    }

    /** What to throw when a part of a token cannot be read. */
    public static Problem invalid() {
        return Problem.invalid("pageToken", "must be the nextPageToken of the page before, unchanged");
    }
}
