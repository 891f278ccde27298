package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * An entry of the navigation.
 *
 * @param key what {@link PageFrame#active} is compared with
 * @param icon a symbol of icons.svg, or null
 * @param heading the heading that begins a group with this entry, or null
 */
public record NavLink(
        String key,
        String label,
        String url,
        @Nullable String icon,
        @Nullable String heading) {
    /** An entry of the storefront's row of categories. */
    public static NavLink of(String key, String label, String url) {
        return new NavLink(key, label, url, null, null);
    }

    /** An entry of a side navigation. */
    public static NavLink of(String key, String label, String url, String icon) {
        return new NavLink(key, label, url, icon, null);
    }

    /** The same entry as the first of a group. */
    public NavLink under(String groupHeading) {
        return new NavLink(key, label, url, icon, groupHeading);
    }
}
