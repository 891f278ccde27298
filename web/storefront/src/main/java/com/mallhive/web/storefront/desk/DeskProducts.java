package com.mallhive.web.storefront.desk;

import com.google.protobuf.FieldMask;
import com.mallhive.api.catalog.v1.DeleteProductRequest;
import com.mallhive.api.catalog.v1.GetProductRequest;
import com.mallhive.api.catalog.v1.ListProductsRequest;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.PublishProductRequest;
import com.mallhive.api.catalog.v1.UnpublishProductRequest;
import com.mallhive.api.catalog.v1.UpdateProductRequest;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.catalog.v1.VariantInput;
import com.mallhive.api.inventory.v1.AdjustStockRequest;
import com.mallhive.api.inventory.v1.Stock;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.browse.Cards;
import com.mallhive.web.storefront.browse.Categories;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.storefront.visit.MoneyInput;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.MoneyFormat;
import com.mallhive.web.ui.Pager;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The shop's products: a table with prices and stock to change in place, and what can be done with a product. */
public final class DeskProducts {
    private static final int PAGE = 25;

    private final Services services;
    private final Categories categories;
    private final Desk desk;
    private final StockBook stock;
    private final String currency;

    /** The table. */
    public record View(List<Row> rows, Pager pager, boolean continued, String sign) {}

    /** A variant; the product's title stands in its first row only. */
    public record Row(
            String productId,
            String title,
            String url,
            Art art,
            boolean first,
            String variant,
            String offerId,
            String sku,
            String price,
            String onHand,
            @Nullable String reserved,
            String level,
            Badge status) {}

    public DeskProducts(Services services, Categories categories, Desk desk, StockBook stock, String currency) {
        this.services = services;
        this.categories = categories;
        this.desk = desk;
        this.stock = stock;
        this.currency = currency;
    }

    public void list(Visit visit) {
        UUID shop = desk.shopId(visit);
        String after = visit.query("after");
        var answer = services.catalog()
                .listProducts(ListProductsRequest.newBuilder()
                        .setShop(shop.toString())
                        .setIncludeDrafts(true)
                        .setPageSize(PAGE)
                        .setPageToken(after)
                        .build());
        Cards cards = new Cards(categories.tree(), visit.assets(), visit.locale());
        Map<String, Stock> book = stock.of(answer.getProductsList());
        List<Row> rows = new ArrayList<>();
        answer.getProductsList().forEach(product -> rows(product, cards, book, rows));
        String next = answer.getNextPageToken();
        Pager pager = new Pager(
                next.isEmpty() ? null : "/desk/products?after=" + Urls.encode(next),
                "rows",
                answer.getProductsCount(),
                null);
        if (visit.isHtmx()) {
            visit.part("desk/moreProducts", Map.of("rows", rows, "pager", pager, "csrf", visit.csrf()));
            return;
        }
        String sign = Currency.getInstance(currency).getSymbol(visit.locale());
        visit.show(
                "desk/products",
                desk.frame(visit, "Products", Desk.PRODUCTS),
                new View(rows, pager, !after.isEmpty(), sign));
    }

    /** A price changed in the table. */
    public void price(Visit visit) {
        desk.shopId(visit);
        Form form = visit.form();
        OptionalLong amount = MoneyInput.parse(form.text("price"), currency);
        if (amount.isEmpty() || amount.getAsLong() < 1) {
            throw Problem.invalid("price", "enter an amount such as 12.50");
        }
        String offer = form.text("offer");
        Product product = services.catalog()
                .getProduct(GetProductRequest.newBuilder()
                        .setProduct(visit.id("product").toString())
                        .build());
        UpdateProductRequest.Builder change = UpdateProductRequest.newBuilder()
                .setProduct(product.getId())
                .setEtag(product.getEtag())
                .setUpdateMask(FieldMask.newBuilder().addPaths("variants"));
        for (Variant variant : product.getVariantsList()) {
            VariantInput.Builder input = input(variant);
            if (variant.getOfferId().equals(offer)) {
                input.getPriceBuilder().setAmount(amount.getAsLong());
                if (input.hasCompareAt() && input.getCompareAt().getAmount() <= amount.getAsLong()) {
                    input.clearCompareAt();
                }
            }
            change.addVariants(input);
        }
        services.catalog().updateProduct(change.build());
        saved(visit, Flash.PRICE_SAVED);
    }

    /** A quantity counted in the table. */
    public void stock(Visit visit) {
        desk.shopId(visit);
        Form form = visit.form();
        int onHand = form.number("onHand", -1, 0, 1_000_000);
        if (onHand < 0) {
            throw Problem.invalid("onHand", "enter a whole number");
        }
        services.inventory()
                .adjustStock(AdjustStockRequest.newBuilder()
                        .setOffer(form.text("offer"))
                        .setOnHand(onHand)
                        .setReason("Counted at the desk")
                        .build());
        saved(visit, Flash.STOCK_SAVED);
    }

    public void publish(Visit visit) {
        String id = visit.id("product").toString();
        desk.shopId(visit);
        try {
            services.catalog()
                    .publishProduct(
                            PublishProductRequest.newBuilder().setProduct(id).build());
            visit.redirect("/desk/products/" + id, Flash.LISTING_PUBLISHED);
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            if (problem.kind() != Problem.Kind.INVALID) {
                throw problem;
            }
            // The page of the listing names what is missing.
            visit.redirect("/desk/products/" + id);
        }
    }

    public void unpublish(Visit visit) {
        desk.shopId(visit);
        String id = visit.id("product").toString();
        services.catalog()
                .unpublishProduct(
                        UnpublishProductRequest.newBuilder().setProduct(id).build());
        visit.redirect("/desk/products/" + id, Flash.LISTING_UNPUBLISHED);
    }

    public void delete(Visit visit) {
        desk.shopId(visit);
        services.catalog()
                .deleteProduct(DeleteProductRequest.newBuilder()
                        .setProduct(visit.id("product").toString())
                        .build());
        visit.redirect("/desk/products", Flash.LISTING_DELETED);
    }

    private static void saved(Visit visit, Flash flash) {
        if (visit.isHtmx()) {
            visit.toast(flash.text());
            visit.done();
        } else {
            visit.redirect(Urls.localPath(visit.ctx().header("Referer"), "/desk/products"), flash);
        }
    }

    private static VariantInput.Builder input(Variant variant) {
        VariantInput.Builder input = VariantInput.newBuilder()
                .setSku(variant.getSku())
                .addAllOptions(variant.getOptionsList())
                .setPrice(variant.getPrice())
                .setPictureId(variant.getPictureId())
                .setWeightGrams(variant.getWeightGrams());
        if (variant.hasCompareAt()) {
            input.setCompareAt(variant.getCompareAt());
        }
        return input;
    }

    private void rows(Product product, Cards cards, Map<String, Stock> book, List<Row> rows) {
        Badge status = product.getStatus() == Product.Status.PUBLISHED
                ? new Badge("On sale", Tone.SUCCESS)
                : new Badge("Draft", Tone.NEUTRAL);
        String thumbnail =
                product.getPicturesCount() == 0 ? "" : product.getPictures(0).getThumbnailUrl();
        Art art = cards.art(thumbnail, product.getCategoryId(), "");
        boolean first = true;
        for (Variant variant : product.getVariantsList()) {
            Stock there = book.get(variant.getOfferId());
            int available = there == null ? 0 : there.getAvailable();
            rows.add(new Row(
                    product.getId(),
                    product.getTitle(),
                    "/desk/products/" + product.getId(),
                    art,
                    first,
                    variant.getOptionsList().stream().map(o -> o.getValue()).collect(Collectors.joining(", ")),
                    variant.getOfferId(),
                    variant.getSku(),
                    MoneyFormat.plain(variant.getPrice().getAmount(), currency),
                    there == null ? "" : Integer.toString(there.getOnHand()),
                    there == null || there.getReserved() == 0 ? null : there.getReserved() + " reserved",
                    there == null ? "in" : available <= 0 ? "none" : available <= 5 ? "low" : "in",
                    status));
            first = false;
        }
    }
}
