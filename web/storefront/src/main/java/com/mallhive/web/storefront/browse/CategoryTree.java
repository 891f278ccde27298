package com.mallhive.web.storefront.browse;

import com.mallhive.api.catalog.v1.Category;
import com.mallhive.web.ui.Crumb;
import com.mallhive.web.ui.NavLink;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The categories, in the order to show, with the tint of each top category. */
public final class CategoryTree {
    /** No categories. */
    public static final CategoryTree EMPTY = new CategoryTree(List.of());

    private static final int TINTS = 12;

    private final Map<String, Category> byId = new LinkedHashMap<>();
    private final Map<String, Category> bySlug = new LinkedHashMap<>();
    private final Map<String, List<Category>> children = new LinkedHashMap<>();
    private final Map<String, Integer> tints = new LinkedHashMap<>();

    public CategoryTree(List<Category> categories) {
        for (Category category : categories) {
            byId.put(category.getId(), category);
            bySlug.put(category.getSlug(), category);
        }
        for (Category category : categories) {
            String parent = byId.containsKey(category.getParentId()) ? category.getParentId() : "";
            children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(category);
        }
        children.values().forEach(list -> list.sort(Comparator.comparingInt(Category::getPosition)));
        List<Category> tops = tops();
        for (int i = 0; i < tops.size(); i++) {
            tints.put(tops.get(i).getId(), i % TINTS + 1);
        }
    }

    public List<Category> tops() {
        return children("");
    }

    public List<Category> children(String id) {
        return List.copyOf(children.getOrDefault(id, List.of()));
    }

    /** By id or slug, or null. */
    public @Nullable Category find(String idOrSlug) {
        Category found = byId.get(idOrSlug);
        return found != null ? found : bySlug.get(idOrSlug);
    }

    /** The tint of the top category above; 2 where there is none. */
    public int tint(String id) {
        List<Category> path = path(id);
        return path.isEmpty() ? 2 : tints.getOrDefault(path.getFirst().getId(), 2);
    }

    /** From the top category down to this one. */
    public List<Category> path(String id) {
        List<Category> path = new ArrayList<>();
        Category at = byId.get(id);
        while (at != null && path.size() < 10) {
            path.addFirst(at);
            at = byId.get(at.getParentId());
        }
        return path;
    }

    /** The way from the front page to a category; the last one is a link only if something comes after it. */
    public List<Crumb> crumbs(String id, @Nullable String last) {
        List<Crumb> crumbs = new ArrayList<>();
        crumbs.add(new Crumb("Home", "/"));
        List<Category> path = path(id);
        for (int i = 0; i < path.size(); i++) {
            boolean end = last == null && i == path.size() - 1;
            crumbs.add(new Crumb(path.get(i).getName(), end ? null : url(path.get(i))));
        }
        if (last != null) {
            crumbs.add(new Crumb(last, null));
        }
        return crumbs;
    }

    /** The row of categories in the header. */
    public List<NavLink> nav() {
        return tops().stream()
                .map(c -> NavLink.of(c.getSlug(), c.getName(), url(c)))
                .toList();
    }

    /** Every category with the names above it, for a choice in a form. */
    public List<Category> all() {
        List<Category> all = new ArrayList<>();
        tops().forEach(top -> collect(top, all));
        return all;
    }

    /** "Kitchen & table › Cookware". */
    public String label(Category category) {
        return String.join(
                " › ", path(category.getId()).stream().map(Category::getName).toList());
    }

    public static String url(Category category) {
        return "/c/" + category.getSlug();
    }

    private void collect(Category category, List<Category> all) {
        all.add(category);
        children(category.getId()).forEach(child -> collect(child, all));
    }
}
