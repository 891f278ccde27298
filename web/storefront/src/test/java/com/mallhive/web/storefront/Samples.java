package com.mallhive.web.storefront;

import com.mallhive.web.storefront.account.AccountPages;
import com.mallhive.web.storefront.account.SignInPages;
import com.mallhive.web.storefront.browse.BrowsePages;
import com.mallhive.web.storefront.browse.FacetView;
import com.mallhive.web.storefront.browse.HomePage;
import com.mallhive.web.storefront.browse.ProductPage;
import com.mallhive.web.storefront.browse.ShopPages;
import com.mallhive.web.storefront.buy.CartView;
import com.mallhive.web.storefront.buy.CheckoutPages;
import com.mallhive.web.storefront.buy.OrderPages;
import com.mallhive.web.storefront.buy.OrderView;
import com.mallhive.web.storefront.desk.DeskOrders;
import com.mallhive.web.storefront.desk.DeskProducts;
import com.mallhive.web.storefront.desk.DeskToday;
import com.mallhive.web.storefront.desk.ListingView;
import com.mallhive.web.storefront.desk.OpenShop;
import com.mallhive.web.storefront.info.InfoPages;
import com.mallhive.web.storefront.info.MailboxPage;
import com.mallhive.web.storefront.visit.FailureView;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.ColumnChart;
import com.mallhive.web.ui.Crumb;
import com.mallhive.web.ui.EmptyState;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.FieldError;
import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.Pager;
import com.mallhive.web.ui.Price;
import com.mallhive.web.ui.ProductCard;
import com.mallhive.web.ui.Stat;
import com.mallhive.web.ui.Step;
import com.mallhive.web.ui.TimelineEntry;
import com.mallhive.web.ui.Tone;
import com.mallhive.web.ui.TotalLine;
import com.mallhive.web.ui.VariantPicker;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** View models with something in every field, and some with nothing, by the name of their template. */
final class Samples {
    /** What somebody malicious would enter everywhere. */
    static final String NASTY = "<script>alert(1)</script>\" onload=\"alert(2)";

    private static final Art ART = Art.of("/media/catalog/ready/x-320.webp", NASTY, 3);
    private static final Badge BADGE = new Badge("Paid", Tone.INFO);
    private static final Pager PAGER = new Pager("/search?after=x", "results", 24, 100);
    private static final List<FieldError> ERRORS = List.of(new FieldError("email", NASTY));
    private static final Field FIELD = Field.text("email", "E-mail", NASTY)
            .type("email")
            .hint("A hint")
            .error(NASTY)
            .autocomplete("email");
    private static final ProductCard CARD = new ProductCard(
            "/p/spoon",
            NASTY,
            "A shop",
            ART.movingAs("p-1"),
            new Price("€10.00", "€12.00", null),
            null,
            new Badge("Offer", Tone.ACCENT),
            "Because",
            false);
    private static final ProductCard SOLD_OUT =
            new ProductCard("/p/fork", "Fork", null, ART, new Price("€10.00", null, null), null, null, null, true);
    private static final EmptyState EMPTY = new EmptyState("Nothing", NASTY, ART, new Link("Home", "/"));
    private static final List<TotalLine> TOTALS =
            List.of(TotalLine.part("Goods", "€1.00", null), TotalLine.total("Total", "€1.00", "with tax"));

    private Samples() {}

    static Map<String, List<Object>> pages() {
        Map<String, List<Object>> pages = new LinkedHashMap<>();
        browsing(pages);
        buying(pages);
        people(pages);
        desk(pages);
        for (String name : List.of("about", "privacy", "terms", "track", "delivery", "returns", "contact", "fees")) {
            pages.put("info/" + name, List.of(new InfoPages.View(false, false), new InfoPages.View(true, true)));
        }
        return pages;
    }

    private static void browsing(Map<String, List<Object>> pages) {
        var tile = new HomePage.Tile("Tea & coffee", "/c/tea", Art.of("/media/tea.webp", "", 1));
        var shop = new HomePage.ShopTile(NASTY, "/shop/x", "Nice things", "Cork, Ireland");
        pages.put(
                "home",
                List.of(
                        new HomePage.View(
                                List.of("/media/a.webp"),
                                List.of(tile),
                                List.of(CARD),
                                List.of(SOLD_OUT),
                                List.of(CARD),
                                List.of(shop)),
                        new HomePage.View(List.of(), List.of(), List.of(), List.of(), List.of(), List.of())));
        pages.put("categories", List.of(new HomePage.AllCategories(List.of(new HomePage.Group(tile, List.of(tile))))));
        var facets = new FacetView(
                "/search",
                NASTY,
                "tea",
                List.of(new FacetView.LinkFacet(
                        "Category", List.of(new FacetView.LinkValue(NASTY, "/search?category=x", 3, true)))),
                List.of(new FacetView.BoxFacet(
                        "brand", "Brand", true, List.of(new FacetView.Box("facet-0-0", NASTY, NASTY, 2, true)))),
                "1.00",
                "",
                "€",
                true,
                "newest",
                List.of(new Link(NASTY, "/search")),
                "/search");
        pages.put(
                "browse",
                List.of(
                        new BrowsePages.View(
                                NASTY,
                                List.of(new Crumb("Home", "/"), new Crumb(NASTY, null)),
                                facets,
                                true,
                                List.of(CARD, SOLD_OUT),
                                PAGER,
                                "2 products",
                                Notice.of(Tone.INFO, NASTY),
                                null,
                                List.of(),
                                true,
                                "/search"),
                        new BrowsePages.View(
                                "Nothing",
                                List.of(),
                                facets,
                                false,
                                List.of(),
                                new Pager(null, "results", 0, 0),
                                "0 products",
                                null,
                                EMPTY,
                                List.of(CARD),
                                false,
                                "/search")));
        var variant = new VariantPicker.Variant(
                "offer",
                "SKU-1",
                Map.of("Colour", NASTY),
                "€10.00",
                "€12.00",
                "Only 2 left",
                "low",
                "/media/b.webp",
                2);
        var picker = new VariantPicker(
                List.of(new VariantPicker.Axis(
                        "Colour", NASTY, List.of(new VariantPicker.Value(NASTY, "/p/spoon?variant=offer", false)))),
                List.of(variant),
                "offer");
        pages.put(
                "product",
                List.of(new ProductPage.View(
                        NASTY,
                        NASTY,
                        List.of(NASTY),
                        List.of(new Crumb("Home", "/")),
                        List.of(ART, Art.of("/media/c.webp", "Other side", 2)),
                        new Price("€10.00", "€12.00", "with tax"),
                        picker,
                        variant,
                        false,
                        new ProductPage.Seller(NASTY, "/shop/x", NASTY, "Cork"),
                        List.of(CARD),
                        List.of(SOLD_OUT))));
        pages.put("shops", List.of(new ShopPages.ShopList(List.of(shop), PAGER, true)));
        pages.put(
                "shop",
                List.of(
                        new ShopPages.ShopView(
                                NASTY, "/shop/x", NASTY, NASTY, "Cork", "November 2026", List.of(CARD), PAGER),
                        new ShopPages.ShopView("Shop", "/shop/x", "", "", "", "May 2026", List.of(), PAGER)));
        pages.put("failure", List.of(new FailureView(EMPTY, ""), new FailureView(EMPTY, "abc")));
    }

    private static void buying(Map<String, List<Object>> pages) {
        var line = new CartView.Line(
                "1", NASTY, "/p/spoon", NASTY, ART, "€1.00", "€2.00", "€1.00", 1, 9, true, "Only 1 left.");
        var gone = new CartView.Line("2", "Gone", "/p/gone", "", ART, "€1.00", null, "€1.00", 1, 9, false, "Gone.");
        pages.put(
                "cart",
                List.of(
                        new CartView(
                                List.of(new CartView.Group(NASTY, "Free delivery", List.of(line, gone))),
                                TOTALS,
                                List.of(Notice.of(Tone.WARNING, NASTY)),
                                true),
                        new CartView(List.of(), List.of(), List.of(), false)));
        Map<String, Field> fields = new LinkedHashMap<>();
        for (String name :
                List.of("email", "name", "line1", "line2", "postalCode", "city", "region", "country", "phone")) {
            fields.put(name, Field.text(name, name, NASTY).error(NASTY));
        }
        pages.put(
                "checkout",
                List.of(new CheckoutPages.View(
                        List.of(new Step("Cart", Step.State.DONE), new Step("Address", Step.State.NOW)),
                        true,
                        ERRORS,
                        fields,
                        "key",
                        "100 EUR",
                        List.of(new CheckoutPages.Group(
                                NASTY,
                                "Free",
                                List.of(new CheckoutPages.Item(NASTY, "1 × €1", "€1", List.of(NASTY), ART)))),
                        TOTALS,
                        Field.text("coupons", "Coupon code", NASTY).error(NASTY),
                        "Order and pay €1.00")));
        var orderLine = new OrderView.Line(NASTY, "/p/spoon", NASTY, 2, "€1.00", "€2.00", List.of(NASTY), ART);
        var part = new OrderView.Part(
                NASTY,
                BADGE,
                List.of(
                        new TimelineEntry("Ordered", "today", null, TimelineEntry.State.DONE),
                        new TimelineEntry("Shipped", null, NASTY, TimelineEntry.State.AHEAD)),
                List.of(orderLine),
                "Free",
                "€2.00");
        pages.put(
                "order",
                List.of(new OrderView(
                        "01a2034e-07ee-7000-9126-b4cf9f18ff00",
                        "MH-1",
                        "today",
                        BADGE,
                        Notice.of(Tone.WARNING, NASTY),
                        "https://checkout.example/x",
                        "Pay €2.00",
                        true,
                        List.of(part),
                        TOTALS,
                        NASTY,
                        NASTY,
                        NASTY,
                        "/orders/x/live?v=1",
                        "/orders/x",
                        "Changed.")));
        pages.put(
                "orders",
                List.of(
                        new OrderPages.OrderList(
                                List.of(new OrderView.Summary(
                                        "/orders/x", "MH-1", "today", BADGE, "€1.00", List.of(ART), NASTY)),
                                PAGER,
                                true),
                        new OrderPages.OrderList(List.of(), new Pager(null, "orders", 0, null), false)));
    }

    private static void people(Map<String, List<Object>> pages) {
        pages.put(
                "signIn",
                List.of(new SignInPages.View(
                        FIELD,
                        Field.text("password", "Password", null).type("password"),
                        NASTY,
                        ERRORS,
                        List.of(new SignInPages.Demo(0, "A buyer", "emma@mallhive.example")))));
        pages.put(
                "register",
                List.of(new SignInPages.Registration(
                        Field.text("displayName", "Name", NASTY),
                        FIELD,
                        Field.text("password", "Password", null).type("password"),
                        "/",
                        ERRORS)));
        pages.put(
                "smallForm",
                List.of(new AccountPages.SmallForm(
                        "Title", "Text", "/account/forgot", NASTY, List.of(FIELD), ERRORS, "Send")));
        pages.put("saying", List.of(new AccountPages.Saying(EMPTY)));
        pages.put(
                "account",
                List.of(
                        new AccountPages.Profile(FIELD, ERRORS, NASTY, false, "May 2026", true),
                        new AccountPages.Profile(FIELD, List.of(), "x@example.org", true, "May 2026", false)));
        pages.put(
                "mailbox",
                List.of(
                        new MailboxPage.View(
                                List.of(new MailboxPage.Item("/mailbox?mail=1", NASTY, NASTY, "now", true)),
                                60,
                                new MailboxPage.Mail(
                                        NASTY,
                                        NASTY,
                                        NASTY,
                                        "now",
                                        List.of(List.of(
                                                new MailboxPage.Span(NASTY, null),
                                                new MailboxPage.Span("https://x", "/account")))),
                                ""),
                        new MailboxPage.View(List.of(), 0, null, ""),
                        new MailboxPage.View(List.of(), 0, null, NASTY)));
        pages.put(
                "sell",
                List.of(
                        new OpenShop.View(false, false, List.of(), List.of()),
                        new OpenShop.View(true, false, List.of(FIELD), ERRORS)));
    }

    private static void desk(Map<String, List<Object>> pages) {
        var row = new DeskOrders.Row("/desk/orders/x", "MH-1", "today", NASTY, 2, "€2.00", NASTY, BADGE);
        pages.put(
                "desk/today",
                List.of(
                        new DeskToday.View(
                                List.of(Stat.of("Sales", "€1.00", "30 days")),
                                List.of(row),
                                List.of(new DeskToday.Low(NASTY, NASTY, "/desk/products/x", 0, "none")),
                                new ColumnChart("Sales", "Sales", List.of(new ColumnChart.Column("1 May", 5, "€0.05"))),
                                false),
                        new DeskToday.View(List.of(), List.of(), List.of(), null, true)));
        pages.put(
                "desk/orders",
                List.of(
                        new DeskOrders.ListView(
                                List.of(new DeskOrders.Tab("All", "/desk/orders", true)),
                                List.of(row),
                                PAGER,
                                true,
                                "/desk/orders"),
                        new DeskOrders.ListView(List.of(), List.of(), PAGER, false, "/desk/orders")));
        var detailFields = List.of(
                Field.text("carrier", "Carrier", NASTY), Field.text("trackingNumber", "Tracking number", NASTY));
        pages.put(
                "desk/order",
                List.of(new DeskOrders.Detail(
                        "01a2034e-07ee-7000-9126-b4cf9f18ff00",
                        "MH-1",
                        "today",
                        BADGE,
                        List.of(new OrderView.Line(NASTY, "/p/x", NASTY, 1, "€1", "€1", List.of(), ART)),
                        "€1",
                        "€1",
                        "€2",
                        "€0.08",
                        NASTY,
                        true,
                        "DHL, 1",
                        detailFields,
                        ERRORS)));
        pages.put(
                "desk/products",
                List.of(
                        new DeskProducts.View(
                                List.of(
                                        new DeskProducts.Row(
                                                "p",
                                                NASTY,
                                                "/desk/products/p",
                                                ART,
                                                true,
                                                NASTY,
                                                "o",
                                                NASTY,
                                                "1.00",
                                                "3",
                                                "1 reserved",
                                                "low",
                                                BADGE),
                                        new DeskProducts.Row(
                                                "p",
                                                NASTY,
                                                "/desk/products/p",
                                                ART,
                                                false,
                                                "M",
                                                "o2",
                                                "S",
                                                "1.00",
                                                "",
                                                null,
                                                "in",
                                                BADGE)),
                                PAGER,
                                true,
                                "€"),
                        new DeskProducts.View(List.of(), PAGER, false, "€")));
        pages.put("desk/listing", List.of(listing(""), listing("01a2034e-07ee-7000-9126-b4cf9f18ff00")));
    }

    private static ListingView listing(String id) {
        boolean there = !id.isEmpty();
        return new ListingView(
                id,
                "/desk/products/new",
                NASTY,
                NASTY,
                false,
                there ? "/p/x" : null,
                ERRORS,
                Field.text("title", "Title", NASTY).error(NASTY),
                Field.select("category", "Category", "x", List.of(new Field.Option("x", NASTY))),
                Field.text("brand", "Brand", NASTY),
                Field.area("description", "Description", NASTY),
                List.of(new ListingView.OptionFields(
                        Field.text("option.0", "Option", NASTY), Field.text("values.0", "Values", NASTY))),
                there ? List.of() : List.of(Field.text("price", "Price", NASTY).prefix("€")),
                there
                        ? List.of(new ListingView.VariantRow(
                                0,
                                NASTY,
                                NASTY,
                                Field.text("sku.0", "Article number", NASTY).error(NASTY),
                                Field.text("price.0", "Price", NASTY),
                                Field.text("was.0", "Former price", NASTY),
                                Field.text("stock.0", "In stock", NASTY)))
                        : List.of(),
                there ? List.of(new ListingView.PictureBox("pic", ART)) : List.of(),
                NASTY,
                there ? List.of("a picture") : List.of(),
                NASTY,
                CARD);
    }
}
