package com.mallhive.catalog.categories;

import com.mallhive.catalog.domain.Category;
import com.mallhive.catalog.store.CategoryStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.ids.Slug;
import com.mallhive.platform.rpc.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tree of categories: read from memory (at most two seconds old), changed by operators. */
public final class Categories {
    private static final long FRESH_NANOS = 2_000_000_000L;

    private final Database database;
    private final CategoryStore store;
    private volatile @Nullable Tree current;

    /** The whole tree at one moment. */
    public static final class Tree {
        private final List<Category> all;
        private final Map<UUID, Category> byId = new HashMap<>();
        private final long readAt = System.nanoTime();

        Tree(List<Category> all) {
            this.all = all;
            all.forEach(category -> byId.put(category.id(), category));
        }

        /** Parents before their children. */
        public List<Category> all() {
            return all;
        }

        /** From the top down to the category; empty where there is none. */
        public List<Category> path(@Nullable UUID id) {
            List<Category> path = new ArrayList<>();
            for (Category c = id == null ? null : byId.get(id); c != null && path.size() < 20; ) {
                path.addFirst(c);
                c = c.parentId() == null ? null : byId.get(c.parentId());
            }
            return path;
        }
    }

    public Categories(Database database, CategoryStore store) {
        this.database = database;
        this.store = store;
    }

    public Tree tree() {
        Tree known = current;
        if (known == null || System.nanoTime() - known.readAt > FRESH_NANOS) {
            known = new Tree(database.read(store::all));
            current = known;
        }
        return known;
    }

    /** Adds a category. */
    public Category create(String name, String slug, @Nullable UUID parent, int position, String picture) {
        Category category = new Category(
                Ids.next(), slug.isEmpty() ? Slug.of(name, 60) : slug, name.strip(), parent, position, picture);
        return save(category);
    }

    /** Renames or moves; null keeps what is there, an empty parent moves to the top. */
    public Category update(UUID id, @Nullable String name, @Nullable String parent, @Nullable Integer position) {
        return saving(() -> database.write(session -> {
            store.lock(session);
            Tree tree = new Tree(store.all(session));
            Category before = tree.byId.get(id);
            if (before == null) {
                throw missing();
            }
            UUID parentId = before.parentId();
            if (parent != null) {
                parentId = parent.isEmpty() ? null : com.mallhive.platform.rpc.Wire.id("parentId", parent);
            }
            if (tree.path(parentId).stream().anyMatch(c -> c.id().equals(id))) {
                throw Problem.invalid("parentId", "is the category itself or lies below it");
            }
            Category after = new Category(
                    id,
                    before.slug(),
                    name == null ? before.name() : name.strip(),
                    parentId,
                    position == null ? before.position() : position,
                    before.pictureUrl());
            store.save(session, after);
            return after;
        }));
    }

    /** Removes an empty category. */
    public void delete(UUID id) {
        try {
            if (!database.statement(session -> store.delete(session, id))) {
                throw missing();
            }
        } catch (DatabaseException e) {
            if (e.isForeignKeyViolation()) {
                throw Problem.conflict(
                        "category-in-use", "The category has products or subcategories. Move them first.");
            }
            throw e;
        }
        current = null;
    }

    private Category save(Category category) {
        return saving(() -> database.statement(session -> {
            store.save(session, category);
            return category;
        }));
    }

    private Category saving(java.util.function.Supplier<Category> work) {
        try {
            return work.get();
        } catch (DatabaseException e) {
            if (e.isUniqueViolation()) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "slug-taken",
                        "Another category has this slug. Choose another.",
                        List.of(new Problem.Violation("slug", "is taken")));
            }
            if (e.isForeignKeyViolation()) {
                throw Problem.invalid("parentId", "there is no such category");
            }
            throw e;
        } finally {
            current = null;
        }
    }

    private static Problem missing() {
        return Problem.notFound("category");
    }
}
