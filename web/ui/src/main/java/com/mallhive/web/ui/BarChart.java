package com.mallhive.web.ui;

import java.util.List;

/** Amounts side by side, widest first or in the order that means something. */
public record BarChart(String title, List<Bar> bars) {
    /**
     * One amount.
     *
     * @param text the amount as people read it
     */
    public record Bar(String label, long value, String text) {}

    /** The widest bar; never 0. */
    public long max() {
        return Math.max(1, bars.stream().mapToLong(Bar::value).max().orElse(1));
    }
}
