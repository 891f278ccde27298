package com.mallhive.web.storefront.visit;

/** The visitor has to go somewhere else first. */
final class Detour extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String url;
    private final int status;

    Detour(String url, int status) {
        super(url, null, false, false);
        this.url = url;
        this.status = status;
    }

    String url() {
        return url;
    }

    /** What a script is told that asked for a part of a page. */
    int status() {
        return status;
    }
}
