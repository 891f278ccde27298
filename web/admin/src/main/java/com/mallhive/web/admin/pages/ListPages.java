package com.mallhive.web.admin.pages;

import com.mallhive.api.accounts.v1.ListShopsRequest;
import com.mallhive.api.catalog.v1.GetOffersRequest;
import com.mallhive.api.catalog.v1.GetOffersResponse;
import com.mallhive.api.catalog.v1.ListProductsRequest;
import com.mallhive.api.catalog.v1.Offer;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.inventory.v1.ListLowStockRequest;
import com.mallhive.api.inventory.v1.Stock;
import com.mallhive.api.payments.v1.GetLedgerRequest;
import com.mallhive.api.payments.v1.Ledger;
import com.mallhive.api.type.Money;
import com.mallhive.web.admin.visit.Services;
import com.mallhive.web.admin.visit.Visit;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.Pager;
import com.mallhive.web.ui.Tone;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Products, shops, low stock and the ledger. */
public final class ListPages {
    private static final int PAGE = 50;

    private final Services services;
    private final String mall;

    /** @param mall the address of the storefront */
    public ListPages(Services services, String mall) {
        this.services = services;
        this.mall = mall;
    }

    public void products(Visit visit) {
        var answer = services.catalog()
                .listProducts(ListProductsRequest.newBuilder()
                        .setIncludeDrafts(true)
                        .setPageSize(PAGE)
                        .setPageToken(visit.query("after"))
                        .build());
        Table table = Table.of(
                "Products",
                List.of("Product", "Shop", "#Variants", "#Price from", "Created", "State"),
                answer.getProductsList().stream().map(p -> product(visit, p)).toList(),
                "No products yet.");
        show(visit, "products", "Products", "Drafts too, the newest first.", null, table, answer.getNextPageToken());
    }

    private List<Table.Cell> product(Visit visit, Product product) {
        boolean sold = product.getStatus() == Product.Status.PUBLISHED;
        return List.of(
                sold
                        ? Table.link(product.getTitle(), mall + "/p/" + product.getSlug())
                        : Table.text(product.getTitle()),
                Table.link(product.getShopName(), mall + "/shop/" + product.getShopSlug()),
                Table.text(visit.number(product.getVariantsCount())),
                Table.text(product.getVariantsList().stream()
                        .map(Variant::getPrice)
                        .min(Comparator.comparingLong(Money::getAmount))
                        .map(visit::money)
                        .orElse("–")),
                Table.text(visit.time(product.getCreateTime())),
                Table.badge(sold ? new Badge("On sale", Tone.SUCCESS) : new Badge("Draft", Tone.NEUTRAL)));
    }

    public void shops(Visit visit) {
        var answer = services.accounts()
                .listShops(ListShopsRequest.newBuilder()
                        .setPageSize(PAGE)
                        .setPageToken(visit.query("after"))
                        .build());
        Table table = Table.of(
                "Shops",
                List.of("Shop", "Tagline", "City", "Country", "Opened"),
                answer.getShopsList().stream()
                        .map(shop -> List.of(
                                Table.link(shop.getName(), mall + "/shop/" + shop.getSlug()),
                                Table.text(shop.getTagline()),
                                Table.text(shop.getCity()),
                                Table.text(shop.getCountry()),
                                Table.text(visit.time(shop.getCreateTime()))))
                        .toList(),
                "No shops yet.");
        show(visit, "shops", "Shops", "The newest first.", null, table, answer.getNextPageToken());
    }

    public void stock(Visit visit) {
        var answer = services.inventory()
                .listLowStock(ListLowStockRequest.newBuilder()
                        .setPageSize(PAGE)
                        .setPageToken(visit.query("after"))
                        .build());
        Map<String, Offer> offers = offers(answer.getStockList());
        Table table = Table.of(
                "Low stock",
                List.of("Article", "Shop", "SKU", "#On hand", "#Reserved", "#Available", "State"),
                answer.getStockList().stream()
                        .map(stock -> stock(
                                visit, stock, offers.getOrDefault(stock.getOfferId(), Offer.getDefaultInstance())))
                        .toList(),
                "Nothing runs low.");
        show(
                visit,
                "stock",
                "Low stock",
                "Offers of which at most five can be bought.",
                null,
                table,
                answer.getNextPageToken());
    }

    private Map<String, Offer> offers(List<Stock> stock) {
        if (stock.isEmpty()) {
            return Map.of();
        }
        GetOffersResponse found = Soft.get(() -> services.catalog()
                .getOffers(GetOffersRequest.newBuilder()
                        .addAllOfferIds(stock.stream().map(Stock::getOfferId).toList())
                        .build()));
        return found == null
                ? Map.of()
                : found.getOffersList().stream()
                        .collect(Collectors.toMap(Offer::getId, Function.identity(), (a, b) -> a));
    }

    private List<Table.Cell> stock(Visit visit, Stock stock, Offer offer) {
        String title = offer.getVariant().isEmpty() ? offer.getTitle() : offer.getTitle() + ", " + offer.getVariant();
        Badge state;
        if (stock.getOnHand() < stock.getReserved()) {
            state = new Badge("Oversold", Tone.DANGER);
        } else if (stock.getAvailable() == 0) {
            state = new Badge("Sold out", Tone.WARNING);
        } else {
            state = new Badge("Low", Tone.NEUTRAL);
        }
        return List.of(
                offer.getId().isEmpty()
                        ? Table.text("Not on sale: " + stock.getOfferId())
                        : Table.link(title, mall + "/p/" + offer.getProductSlug()),
                Table.text(offer.getShopName()),
                Table.text(offer.getSku()),
                Table.text(visit.number(stock.getOnHand())),
                Table.text(visit.number(stock.getReserved())),
                Table.text(visit.number(stock.getAvailable())),
                Table.badge(state));
    }

    public void ledger(Visit visit) {
        Ledger ledger = services.payments().getLedger(GetLedgerRequest.getDefaultInstance());
        Table table = Table.of(
                "Balances",
                List.of("Account", "Currency", "#Debits less credits"),
                ledger.getBalancesList().stream()
                        .map(balance -> List.of(
                                Table.text(balance.getAccount()),
                                Table.text(balance.getBalance().getCurrency()),
                                Table.text(visit.money(balance.getBalance()))))
                        .toList(),
                "Nothing was booked yet.");
        show(
                visit,
                "ledger",
                "Ledger",
                visit.number(ledger.getEntries()) + " entries.",
                proof(ledger, visit::money),
                table,
                "");
    }

    /** Whether the ledger agrees with the payments, and where not by how much. */
    static Notice proof(Ledger ledger, Function<Money, String> format) {
        List<Money> differences = ledger.getDifferencesList();
        if (differences.isEmpty()) {
            return new Notice(
                    Tone.SUCCESS,
                    "The ledger agrees with the payments",
                    ledger.getEntries() == 0
                            ? "Nothing was booked yet."
                            : "What was paid and not given back is what the ledger has at Stripe.",
                    null);
        }
        return new Notice(
                Tone.DANGER,
                "The ledger does not agree with the payments",
                "Paid and not given back, less what the ledger has at Stripe: "
                        + differences.stream().map(format).collect(Collectors.joining(", ")) + ".",
                null);
    }

    private static void show(
            Visit visit, String key, String title, String intro, @Nullable Notice notice, Table table, String next) {
        Pager pager = ListView.pager("/" + key, next, table.rows().size());
        if (visit.wantsRows()) {
            visit.part("moreRows", Map.of("table", table, "pager", pager));
            return;
        }
        visit.show(
                "list",
                visit.frame(title, key),
                new ListView(
                        title,
                        intro,
                        List.of(),
                        null,
                        notice,
                        visit.query("after").isEmpty() ? null : "/" + key,
                        table,
                        pager));
    }
}
