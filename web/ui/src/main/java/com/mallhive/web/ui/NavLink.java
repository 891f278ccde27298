package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the navigation.
 *
 * @param key what {@link PageFrame#active} is compared with
 * @param icon a symbol of icons.svg, or null
 * @param count a figure that asks for attention; 0 shows nothing
 * @param heading the heading that begins a group with this entry, or null
 */
public record NavLink(
        String key,
        String label,
        String url,
        @Nullable String icon,
        int count,
        @Nullable String heading) {
    /** An entry of the storefront's row of categories. */
    public static NavLink of(String key, String label, String url) {
        return new NavLink(key, label, url, null, 0, null);
    }

    /** An entry of a side navigation. */
    public static NavLink of(String key, String label, String url, String icon) {
        return new NavLink(key, label, url, icon, 0, null);
    }

    /** The same entry with a figure. */
    public NavLink counting(int figure) {
        return new NavLink(key, label, url, icon, figure, heading);
    }

    /** The same entry as the first of a group. */
    public NavLink under(String groupHeading) {
        return new NavLink(key, label, url, icon, count, groupHeading);
    }
}
