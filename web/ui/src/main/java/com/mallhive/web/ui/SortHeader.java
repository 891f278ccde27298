package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * The heading of a column that can be sorted by.
 *
 * @param url sorts by this column, or turns the order round
 * @param direction "ascending" or "descending" if the table is sorted by it now, else null
 * @param numeric whether the column is aligned to the end
 */
public record SortHeader(String label, String url, @Nullable String direction, boolean numeric) {}
