package com.mallhive.catalog.store;

import com.mallhive.catalog.domain.Category;
import com.mallhive.platform.database.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** SQL of the category tree. */
public final class CategoryStore {
    /** Parents before their children, siblings in their order. */
    public List<Category> all(Session session) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        WITH RECURSIVE tree AS (
                            SELECT c.*, ARRAY[(position, name)::text] AS path, 1 AS depth FROM category c WHERE parent_id IS NULL
                            UNION ALL
                            SELECT c.*, t.path || (c.position, c.name)::text, t.depth + 1
                              FROM category c JOIN tree t ON c.parent_id = t.id)
                        SELECT * FROM tree ORDER BY depth, position, name
                        """)
                .map((rs, _) -> new Category(
                        rs.getObject("id", UUID.class),
                        rs.getString("slug"),
                        rs.getString("name"),
                        rs.getObject("parent_id", UUID.class),
                        rs.getInt("position"),
                        rs.getString("picture_url")))
                .list();
    }

    /** Inserts or replaces. */
    public void save(Session session, Category category) throws SQLException {
        session.jdbi()
                .createUpdate("""
                        INSERT INTO category (id, slug, name, parent_id, position, picture_url)
                        VALUES (:id, :slug, :name, :parent, :position, :picture)
                        ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, parent_id = EXCLUDED.parent_id,
                            position = EXCLUDED.position, picture_url = EXCLUDED.picture_url
                        """)
                .bind("id", category.id())
                .bind("slug", category.slug())
                .bind("name", category.name())
                .bind("parent", category.parentId())
                .bind("position", category.position())
                .bind("picture", category.pictureUrl())
                .execute();
    }

    /** Removes it; a foreign key holds it while it has children or products. False where there is none. */
    public boolean delete(Session session, UUID id) throws SQLException {
        return session.jdbi()
                        .createUpdate("DELETE FROM category WHERE id = :id")
                        .bind("id", id)
                        .execute()
                == 1;
    }

    /** Serialises changes of the tree, so that two moves cannot make a circle. */
    public void lock(Session session) throws SQLException {
        session.jdbi().execute("LOCK TABLE category IN SHARE ROW EXCLUSIVE MODE");
    }
}
