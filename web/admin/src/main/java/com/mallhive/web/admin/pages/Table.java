package com.mallhive.web.admin.pages;

import com.mallhive.web.ui.Badge;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list as a table.
 *
 * @param empty what is said where there are no rows
 */
public record Table(String caption, List<Column> columns, List<List<Cell>> rows, String empty) {
    /** The id that further rows are appended to. */
    public static final String ID = "rows";

    /** A column; numbers stand at its end. */
    public record Column(String label, boolean numeric) {}

    /** What stands in one place of the table. */
    public record Cell(
            String text, @Nullable String url, @Nullable Badge badge) {}

    /** A table of text columns; labels that begin with # are numeric. */
    static Table of(String caption, List<String> labels, List<List<Cell>> rows, String empty) {
        List<Column> columns = labels.stream()
                .map(label -> label.startsWith("#") ? new Column(label.substring(1), true) : new Column(label, false))
                .toList();
        return new Table(caption, columns, rows, empty);
    }

    static Cell text(String text) {
        return new Cell(text, null, null);
    }

    static Cell link(String text, String url) {
        return new Cell(text, url, null);
    }

    static Cell badge(Badge badge) {
        return new Cell("", null, badge);
    }
}
