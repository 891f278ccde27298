package com.mallhive.web.admin.pages;

import com.mallhive.api.catalog.v1.Category;
import com.mallhive.api.catalog.v1.CreateCategoryRequest;
import com.mallhive.api.catalog.v1.DeleteCategoryRequest;
import com.mallhive.api.catalog.v1.ListCategoriesRequest;
import com.mallhive.api.catalog.v1.UpdateCategoryRequest;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.admin.visit.Done;
import com.mallhive.web.admin.visit.Services;
import com.mallhive.web.admin.visit.Visit;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tree of categories. */
public final class CategoryPages {
    private static final int LONGEST = 80;

    private final Services services;

    /** A category with its subcategories. */
    public record Node(String id, String name, String url, List<Node> children) {}

    /** The tree and the form that adds to it. */
    public record Tree(List<Node> roots, Field name, Field parent) {}

    /** One category. */
    public record Detail(String id, String title, Field name, Field parent, Field position, boolean empty) {}

    /** What a form says. */
    private record Input(
            String name,
            String parent,
            String position,
            @Nullable String error) {}

    public CategoryPages(Services services) {
        this.services = services;
    }

    public void list(Visit visit) {
        tree(visit, 200, new Input("", "", "", null));
    }

    public void add(Visit visit) {
        Input input = input(visit);
        if (input.error() != null) {
            tree(visit, 422, input);
            return;
        }
        try {
            services.catalog()
                    .createCategory(CreateCategoryRequest.newBuilder()
                            .setName(input.name())
                            .setParentId(input.parent())
                            .build());
            visit.redirect("/categories", Done.CATEGORY_ADDED);
        } catch (StatusRuntimeException e) {
            tree(visit, 422, new Input(input.name(), input.parent(), "", said(e)));
        }
    }

    public void show(Visit visit) {
        Category category = find(all(), visit.id("category"));
        detail(
                visit,
                200,
                new Input(category.getName(), category.getParentId(), Integer.toString(category.getPosition()), null));
    }

    public void save(Visit visit) {
        String id = visit.id("category");
        Input input = input(visit);
        if (input.error() != null) {
            detail(visit, 422, input);
            return;
        }
        var request = UpdateCategoryRequest.newBuilder()
                .setCategory(id)
                .setName(input.name())
                .setParentId(input.parent());
        if (!input.position().isEmpty()) {
            request.setPosition(Integer.parseInt(input.position()));
        }
        try {
            services.catalog().updateCategory(request.build());
            visit.redirect("/categories/" + id, Done.CATEGORY_SAVED);
        } catch (StatusRuntimeException e) {
            detail(visit, 422, new Input(input.name(), input.parent(), input.position(), said(e)));
        }
    }

    public void delete(Visit visit) {
        String id = visit.id("category");
        try {
            services.catalog()
                    .deleteCategory(
                            DeleteCategoryRequest.newBuilder().setCategory(id).build());
            visit.redirect("/categories", Done.CATEGORY_DELETED);
        } catch (StatusRuntimeException e) {
            Category category = find(all(), id);
            detail(
                    visit,
                    409,
                    new Input(
                            category.getName(),
                            category.getParentId(),
                            Integer.toString(category.getPosition()),
                            said(e)));
        }
    }

    /** What the catalog objects to; other failures are failures. */
    private static String said(StatusRuntimeException e) {
        Problem problem = Problem.from(e);
        return switch (problem.kind()) {
            case INVALID, CONFLICT, CHANGED -> problem.getMessage();
            default -> throw problem;
        };
    }

    private static Input input(Visit visit) {
        String name = visit.field("name");
        String position = visit.field("position");
        String error = null;
        if (name.isEmpty()) {
            error = "Enter a name.";
        } else if (name.length() > LONGEST) {
            error = "Use at most 80 characters for the name.";
        } else if (!position.matches("[0-9]{0,5}")) {
            error = "The position is a whole number from 0 to 99999.";
        }
        return new Input(name, visit.field("parent"), position, error);
    }

    private void tree(Visit visit, int status, Input input) {
        List<Category> all = all();
        visit.ctx().status(status);
        visit.show(
                "categories",
                visit.frame("Categories", "categories", notices(input)),
                new Tree(nodes(all, ""), name(input), parent(all, null, input.parent())));
    }

    private void detail(Visit visit, int status, Input input) {
        List<Category> all = all();
        String id = visit.id("category");
        Category category = find(all, id);
        boolean empty = all.stream().noneMatch(other -> other.getParentId().equals(id));
        visit.ctx().status(status);
        visit.show(
                "category",
                visit.frame(category.getName(), "categories", notices(input)),
                new Detail(
                        id,
                        category.getName(),
                        name(input),
                        parent(all, id, input.parent()),
                        Field.text("position", "Position among its siblings", input.position())
                                .inputMode("numeric")
                                .pattern("[0-9]{1,5}")
                                .css("input--short input--number"),
                        empty));
    }

    private static Notice[] notices(Input input) {
        return input.error() == null ? new Notice[0] : new Notice[] {Notice.of(Tone.DANGER, input.error())};
    }

    private static Field name(Input input) {
        return Field.text("name", "Name", input.name()).maxLength(LONGEST);
    }

    /** Where it can hang: anywhere but below itself. */
    private static Field parent(List<Category> all, @Nullable String without, String chosen) {
        List<Field.Option> options = new ArrayList<>();
        options.add(new Field.Option("", "At the top"));
        collect(nodes(all, ""), "", without, options);
        return Field.select("parent", "Belongs to", chosen, options).optional();
    }

    private static void collect(List<Node> nodes, String path, @Nullable String without, List<Field.Option> options) {
        for (Node node : nodes) {
            if (!node.id().equals(without)) {
                String full = path.isEmpty() ? node.name() : path + " › " + node.name();
                options.add(new Field.Option(node.id(), full));
                collect(node.children(), full, without, options);
            }
        }
    }

    private List<Category> all() {
        return services.catalog()
                .listCategories(ListCategoriesRequest.getDefaultInstance())
                .getCategoriesList();
    }

    private static Category find(List<Category> all, String id) {
        return all.stream()
                .filter(category -> category.getId().equals(id))
                .findFirst()
                .orElseThrow(() -> Problem.notFound("category"));
    }

    static List<Node> nodes(List<Category> all, String root) {
        Map<String, List<Category>> children = new LinkedHashMap<>();
        all.stream()
                .sorted(Comparator.comparingInt(Category::getPosition).thenComparing(Category::getName))
                .forEach(category -> children.computeIfAbsent(category.getParentId(), id -> new ArrayList<>())
                        .add(category));
        return below(children, root);
    }

    private static List<Node> below(Map<String, List<Category>> children, String parent) {
        return children.getOrDefault(parent, List.of()).stream()
                .map(category -> new Node(
                        category.getId(),
                        category.getName(),
                        "/categories/" + category.getId(),
                        below(children, category.getId())))
                .toList();
    }
}
