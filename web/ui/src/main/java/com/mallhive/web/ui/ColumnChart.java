package com.mallhive.web.ui;

import java.util.ArrayList;
import java.util.List;

/**
 * Amounts over time as columns, drawn on the server as SVG without a script. The last column is the running day and is
 * highlighted. Beside the picture stands a table for those who cannot see it.
 *
 * @param unit what the values are, for the table's heading
 */
public record ColumnChart(String title, String unit, List<Column> columns) {
    private static final int WIDTH = 560;
    private static final int HEIGHT = 190;
    private static final int TOP = 14;
    private static final int BOTTOM = 24;

    /**
     * One amount.
     *
     * @param label of the time
     * @param text the amount as people read it
     */
    public record Column(String label, long value, String text) {}

    /** A column with its place in the picture; the label is empty where labels would collide. */
    public record Drawn(int x, int y, int width, int height, int middle, String label, String title, boolean last) {}

    /** The largest value; never 0. */
    public long max() {
        return Math.max(1, columns.stream().mapToLong(Column::value).max().orElse(1));
    }

    /** The columns with their places. */
    public List<Drawn> drawn() {
        int n = Math.max(1, columns.size());
        int every = Math.ceilDiv(n, 6);
        List<Drawn> drawn = new ArrayList<>(n);
        for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            int left = WIDTH * i / n;
            int right = WIDTH * (i + 1) / n;
            int gap = Math.max(1, (right - left) / 5);
            int height = (int) Math.max(column.value() > 0 ? 2 : 0, column.value() * (HEIGHT - TOP - BOTTOM) / max());
            // Labels are counted from the end, so that today always has one.
            String label = (columns.size() - 1 - i) % every == 0 ? column.label() : "";
            drawn.add(new Drawn(
                    left + gap / 2,
                    HEIGHT - BOTTOM - height,
                    Math.max(1, right - left - gap),
                    height,
                    (left + right) / 2,
                    label,
                    column.label() + ": " + column.text(),
                    i == columns.size() - 1));
        }
        return drawn;
    }

    /** The SVG view box. */
    public String viewBox() {
        return "0 0 " + WIDTH + " " + HEIGHT;
    }

    /** Where the axis is. */
    public int baseline() {
        return HEIGHT - BOTTOM;
    }

    /** Where it ends. */
    public int width() {
        return WIDTH;
    }

    /** Where labels stand. */
    public int labelLine() {
        return HEIGHT - 6;
    }
}
