package com.mallhive.web.storefront.desk;

import com.google.protobuf.FieldMask;
import com.mallhive.api.catalog.v1.CreateProductRequest;
import com.mallhive.api.catalog.v1.GetProductRequest;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.UpdateProductRequest;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.inventory.v1.AdjustStockRequest;
import com.mallhive.api.type.Picture;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.browse.Cards;
import com.mallhive.web.storefront.browse.Categories;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.storefront.visit.MoneyInput;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.Price;
import com.mallhive.web.ui.ProductCard;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import io.javalin.http.UploadedFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Listing a product: a new one, and changing what is there. Plain forms; the preview beside them is a courtesy. */
public final class ListingPages implements AutoCloseable {
    private static final int MOST_PICTURES = 12;
    private static final List<String> CHANGED =
            List.of("title", "description", "brand", "category_id", "options", "variants", "picture_ids");

    private final Services services;
    private final Categories categories;
    private final Desk desk;
    private final StockBook stock;
    private final Uploads uploads;
    private final String currency;

    public ListingPages(Services services, Categories categories, Desk desk, StockBook stock, String currency) {
        this.services = services;
        this.categories = categories;
        this.desk = desk;
        this.stock = stock;
        this.uploads = new Uploads(services.catalog());
        this.currency = currency;
    }

    @Override
    public void close() {
        uploads.close();
    }

    public void blank(Visit visit) {
        desk.shopId(visit);
        page(visit, null, Form.empty(), 200, null);
    }

    public void edit(Visit visit) {
        desk.shopId(visit);
        Product product = own(visit);
        page(visit, product, ListingView.formOf(product, stock.of(product), currency), 200, null);
    }

    /** Makes a draft of the form, with its stock, and publishes it if the seller wants that. */
    public void create(Visit visit) {
        desk.shopId(visit);
        Form form = visit.form();
        String title = title(form);
        ListingDraft draft = ListingDraft.of(form, currency, null);
        if (!form.good()) {
            page(visit, null, form, 422, null);
            return;
        }
        try {
            List<String> pictures = pictures(visit, List.of(), title);
            Product product = services.catalog()
                    .createProduct(CreateProductRequest.newBuilder()
                            .setTitle(title)
                            .setDescription(form.text("description"))
                            .setBrand(form.text("brand"))
                            .setCategoryId(form.text("category"))
                            .addAllOptions(draft.options())
                            .addAllVariants(draft.rows().stream()
                                    .map(ListingDraft.Row::variant)
                                    .toList())
                            .addAllPictureIds(pictures)
                            .build());
            count(product, draft);
            visit.redirect("/desk/products/" + product.getId(), Flash.LISTING_SAVED);
        } catch (Problem | StatusRuntimeException e) {
            refused(visit, null, form, Problem.from(e));
        }
    }

    public void save(Visit visit) {
        desk.shopId(visit);
        Product before = own(visit);
        Form form = visit.form();
        String title = title(form);
        ListingDraft draft = ListingDraft.of(form, currency, before);
        if (!form.good()) {
            page(visit, before, form, 422, null);
            return;
        }
        try {
            List<String> removed = form.all("remove");
            List<String> kept = before.getPicturesList().stream()
                    .map(Picture::getId)
                    .filter(id -> !removed.contains(id))
                    .toList();
            List<String> pictures = pictures(visit, kept, title);
            Product product = services.catalog()
                    .updateProduct(UpdateProductRequest.newBuilder()
                            .setProduct(before.getId())
                            .setTitle(title)
                            .setDescription(form.text("description"))
                            .setBrand(form.text("brand"))
                            .setCategoryId(form.text("category"))
                            .addAllOptions(draft.options())
                            .addAllVariants(draft.rows().stream()
                                    .map(row -> removed.contains(row.variant().getPictureId())
                                            ? row.variant().toBuilder()
                                                    .clearPictureId()
                                                    .build()
                                            : row.variant())
                                    .toList())
                            .addAllPictureIds(pictures)
                            .setUpdateMask(FieldMask.newBuilder().addAllPaths(CHANGED))
                            .setEtag(form.text("etag"))
                            .build());
            count(product, draft);
            visit.redirect("/desk/products/" + product.getId(), Flash.LISTING_SAVED);
        } catch (Problem | StatusRuntimeException e) {
            refused(visit, before, form, Problem.from(e));
        }
    }

    /** How the product will look in a list, while it is written. */
    public void preview(Visit visit) {
        desk.shopId(visit);
        Form form = visit.form();
        String price = form.has("price") ? form.text("price") : form.text("price.0");
        String was = form.has("was") ? form.text("was") : form.text("was.0");
        String picture = form.text("previewPicture");
        String safe = picture.startsWith("/media/") ? picture : "";
        visit.part(
                "desk/preview",
                Map.of("card", preview(visit, form.text("title"), price, was, safe, form.text("category"))));
    }

    private ProductCard preview(Visit visit, String title, String price, String was, String picture, String category) {
        Art art = new Cards(categories.tree(), visit.assets(), visit.locale()).art(picture, category, "");
        OptionalLong amount = MoneyInput.parse(price, currency);
        OptionalLong former = MoneyInput.parse(was, currency);
        Price shown = amount.isEmpty()
                ? new Price("–", null, null)
                : Price.of(
                        amount.getAsLong(), former.isPresent() ? former.getAsLong() : null, currency, visit.locale());
        String shop = desk.shop(desk.shopId(visit)).getName();
        return new ProductCard(
                "#listing", title.isEmpty() ? "Your product" : title, shop, art, shown, null, null, null, false);
    }

    private void refused(Visit visit, @Nullable Product before, Form form, Problem problem) {
        Notice notice = null;
        switch (problem.kind()) {
            case INVALID, CONFLICT -> {
                if (!form.take(problem, ListingView.fields(problem))) {
                    notice = Notice.of(Tone.DANGER, problem.getMessage());
                }
            }
            case CHANGED ->
                notice = Notice.of(
                        Tone.WARNING,
                        "The product was changed somewhere else while you edited it. Compare, and save again to keep this form.");
            case UNAVAILABLE, TIMEOUT -> notice = Notice.of(Tone.WARNING, problem.getMessage());
            default -> throw problem;
        }
        page(visit, before, form, problem.kind().httpStatus() >= 500 ? 503 : 422, notice);
    }

    private void page(Visit visit, @Nullable Product product, Form form, int status, @Nullable Notice notice) {
        String picture = product == null || product.getPicturesCount() == 0
                ? ""
                : product.getPictures(0).getThumbnailUrl();
        String price = form.has("price") ? form.text("price") : form.text("price.0");
        String was = form.has("was") ? form.text("was") : form.text("was.0");
        ProductCard card = preview(visit, form.text("title"), price, was, picture, form.text("category"));
        ListingView view = ListingView.of(product, form, categories.tree(), currency, visit.locale(), card);
        Notice[] notices = notice == null ? new Notice[0] : new Notice[] {notice};
        String title = product == null ? "New product" : product.getTitle();
        visit.showAgain(status, "desk/listing", desk.frame(visit, title, Desk.PRODUCTS, notices), view);
    }

    private static String title(Form form) {
        String title = form.required("title", "Enter a title.");
        if (!title.isEmpty() && title.length() < 3) {
            form.error("title", "The title needs at least 3 characters.");
        }
        return title;
    }

    private List<String> pictures(Visit visit, List<String> kept, String title) {
        List<String> ids = new ArrayList<>(kept);
        for (UploadedFile file : visit.ctx().uploadedFiles("pictures")) {
            if (file.size() == 0) {
                continue;
            }
            if (ids.size() >= MOST_PICTURES) {
                throw Problem.invalid("pictures", "a product has at most " + MOST_PICTURES + " pictures");
            }
            ids.add(uploads.store(file, title));
        }
        return ids;
    }

    /** Counts the stock that the form tells, where it differs from what is there. */
    private void count(Product product, ListingDraft draft) {
        Map<String, Variant> bySku = new HashMap<>();
        product.getVariantsList().forEach(v -> bySku.put(v.getSku(), v));
        Map<String, Integer> before = stock.of(product);
        for (ListingDraft.Row row : draft.rows()) {
            Variant variant = bySku.get(row.variant().getSku());
            Integer wanted = row.stock();
            if (variant != null && wanted != null && !wanted.equals(before.getOrDefault(variant.getOfferId(), 0))) {
                services.inventory()
                        .adjustStock(AdjustStockRequest.newBuilder()
                                .setOffer(variant.getOfferId())
                                .setOnHand(wanted)
                                .setReason("Counted in the listing")
                                .build());
            }
        }
    }

    private Product own(Visit visit) {
        Product product = services.catalog()
                .getProduct(GetProductRequest.newBuilder()
                        .setProduct(visit.id("product").toString())
                        .build());
        if (!product.getShopId().equals(desk.shopId(visit).toString())) {
            throw Problem.notFound("product");
        }
        return product;
    }
}
