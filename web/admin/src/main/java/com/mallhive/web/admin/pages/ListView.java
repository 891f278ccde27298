package com.mallhive.web.admin.pages;

import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.Pager;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page with a list.
 *
 * @param intro a sentence about it, or null
 * @param export where the list can be had as a file, or null
 * @param notice what the list proves, or null
 * @param firstUrl the list's beginning while a later part is shown, or null
 */
public record ListView(
        String title,
        @Nullable String intro,
        List<Tab> tabs,
        @Nullable Link export,
        @Nullable Notice notice,
        @Nullable String firstUrl,
        Table table,
        Pager pager) {
    /** A choice of what is listed. */
    public record Tab(String label, String url, boolean open) {}

    static Pager pager(String base, String next, int shown) {
        String url = next.isEmpty()
                ? null
                : base + (base.contains("?") ? "&" : "?") + "after=" + com.mallhive.web.admin.visit.Visit.encode(next);
        return new Pager(url, Table.ID, shown, null);
    }
}
