package com.mallhive.web.admin.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.catalog.v1.Category;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.SubOrder;
import com.mallhive.api.orders.v1.Totals;
import com.mallhive.api.payments.v1.Ledger;
import com.mallhive.api.type.Money;
import com.mallhive.web.admin.visit.Failure;
import com.mallhive.web.admin.visit.Templates;
import com.mallhive.web.ui.Assets;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.BarChart;
import com.mallhive.web.ui.ColumnChart;
import com.mallhive.web.ui.EmptyState;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.FieldError;
import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.NavLink;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Pager;
import com.mallhive.web.ui.Stat;
import com.mallhive.web.ui.TimelineEntry;
import com.mallhive.web.ui.Tone;
import com.mallhive.web.ui.Visitor;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PagesTest {
    private static final String EVIL = "<script>alert(1)</script>";
    private static final Pattern INLINE =
            Pattern.compile("<style|<[^>]+ style=|<[^>]+ on[a-z]+=|<script(?![^>]*\\bsrc=)|javascript:");

    private final Templates templates = new Templates();
    private final Assets assets = Assets.load(PagesTest.class.getClassLoader());

    private String page(String template, Object page) {
        PageFrame frame = PageFrame.builder(PageFrame.Kind.ADMIN, "Page " + EVIL, Locale.ENGLISH, assets)
                .visitor(Visitor.signedIn("Olga", 0, false, true), "token-1")
                .nav(List.of(NavLink.of("overview", "Overview", "/", "chart")), "overview")
                .notices(List.of(Notice.of(Tone.SUCCESS, "Done.")))
                .build();
        String html = templates.render(template, Map.of("frame", frame, "page", page));
        assertThat(html).doesNotContain(EVIL).contains("<h1").contains("action=\"/sign-out\"");
        assertThat(INLINE.matcher(html).find()).as("inline style or script").isFalse();
        long forms = count(html, "method=\"post\"");
        assertThat(count(html, "name=\"csrf\" value=\"token-1\"")).isEqualTo(forms);
        return html;
    }

    private static long count(String html, String part) {
        return Pattern.compile(Pattern.quote(part)).matcher(html).results().count();
    }

    private static Table table() {
        return Table.of(
                "Orders",
                List.of("Order", "#Total", "State"),
                List.of(List.of(
                        Table.link("MH-1 " + EVIL, "/orders/1"),
                        Table.text("€ 5"),
                        Table.badge(new Badge("Paid", Tone.INFO)))),
                "Nothing.");
    }

    @Test
    void overviewShowsFiguresChartAndTable() {
        var view = new Overview.View(
                List.of(Stat.of("Revenue today", "€5.00", null)),
                List.of(Stat.of("Oversold offers", "0", "must be zero")),
                new ColumnChart("Revenue per day", "Revenue", List.of(new ColumnChart.Column("1 Mar", 500, "€5.00"))),
                new BarChart("Funnel", List.of(new BarChart.Bar("Visits", 3, "3"))),
                table(),
                table());
        assertThat(page("overview", view))
                .contains("€5.00")
                .contains("<svg class=\"columns\"")
                .contains("As a table");
    }

    @Test
    void overviewLivesWithoutItsServices() {
        var view = new Overview.View(List.of(), List.of(), null, null, null, table());
        assertThat(page("overview", view)).contains("does not answer");
    }

    @Test
    void listsShowTabsExportAndMore() {
        var view = new ListView(
                "Orders",
                "All of them.",
                List.of(new ListView.Tab("All", "/orders", true)),
                new Link("Export as CSV", "/orders.csv"),
                Notice.of(Tone.SUCCESS, "Zero."),
                "/orders",
                table(),
                ListView.pager("/orders?show=paid", "a&b", 1));
        assertThat(page("list", view)).contains("/orders.csv").contains("/orders?show=paid&amp;after=a%26b");
        String more =
                templates.render("moreRows", Map.of("table", table(), "pager", new Pager(null, Table.ID, 1, null)));
        assertThat(more).contains("<tr>").contains("hx-swap-oob").doesNotContain("<html");
    }

    @Test
    void anEmptyListSaysSo() {
        var none = Table.of("Shops", List.of("Shop"), List.of(), "No shops yet.");
        var view = new ListView("Shops", null, List.of(), null, null, null, none, ListView.pager("/shops", "", 0));
        assertThat(page("list", view)).contains("No shops yet.");
    }

    @Test
    void anOrderShowsItsTimelineAndAsksForAReason() {
        var view = new OrderPages.Detail(
                "1",
                "MH-1",
                new Badge("Paid", Tone.INFO),
                "today",
                "a@example.org " + EVIL,
                "Ann " + EVIL,
                List.of(new TimelineEntry("Placed", "today", null, TimelineEntry.State.DONE)),
                List.of(new OrderPages.Part(EVIL, new Badge("x", Tone.NEUTRAL), table(), "€ 5", "€ 1")),
                "1",
                "2",
                "3",
                "4",
                "5",
                Field.text("reason", "Reason", EVIL).error("Say why."),
                List.of(new FieldError("reason", "Say why.")));
        assertThat(page("order", view))
                .contains("class=\"timeline\"")
                .contains("action=\"/orders/1/cancel\"")
                .contains("Say why.");
    }

    @Test
    void categoriesAreATree() {
        var all = List.of(
                Category.newBuilder()
                        .setId("b")
                        .setName("Beans")
                        .setParentId("a")
                        .build(),
                Category.newBuilder().setId("a").setName("Coffee").build());
        var roots = CategoryPages.nodes(all, "");
        assertThat(roots)
                .singleElement()
                .satisfies(root -> assertThat(root.children()).hasSize(1));
        Field name = Field.text("name", "Name", "");
        Field parent = Field.select("parent", "Belongs to", "", List.of(new Field.Option("", "At the top")));
        assertThat(page("categories", new CategoryPages.Tree(roots, name, parent)))
                .contains("/categories/b");
        assertThat(page("category", new CategoryPages.Detail("b", "Beans", name, parent, name, true)))
                .contains("/categories/b/delete");
        assertThat(page("category", new CategoryPages.Detail("a", "Coffee", name, parent, name, false)))
                .doesNotContain("/categories/a/delete");
    }

    @Test
    void deadLettersCanBeReplayed() {
        var none = new EmptyState("No dead letters", "Every event was handled.", null, null);
        var letter = new DeadLetterPages.Letter(
                "cart", "e-1", "OrderPaid", "orders", "o-1", "today", EVIL, new Badge("failed", Tone.WARNING), "/r");
        var tabs = List.of(new ListView.Tab("All services", "/dead-letters", true));
        assertThat(page("deadLetters", new DeadLetterPages.View(tabs, List.of(letter), List.of("orders"), none, "/n")))
                .contains("action=\"/r\"")
                .contains("orders does not answer");
        assertThat(page("deadLetters", new DeadLetterPages.View(tabs, List.of(), List.of(), none, null)))
                .contains("Every event was handled");
    }

    @Test
    void signInAndFailuresRender() {
        Field field = Field.text("email", "E-mail address", "");
        assertThat(page("signIn", new SignInPages.View(field, field, "/orders")))
                .contains("action=\"/sign-in\"");
        assertThat(page("failure", new Failure(new EmptyState("Gone", EVIL, null, null), "trace-1")))
                .contains("trace-1");
    }

    @Test
    void theSignInLeadsOnlyToThesePages() {
        assertThat(SignInPages.local("/orders?show=paid")).isEqualTo("/orders?show=paid");
        for (String foreign : List.of("", "//evil.example", "https://evil.example", "/\\evil", "/a\nb", "/sign-out")) {
            assertThat(SignInPages.local(foreign)).as(foreign).isEqualTo("/");
        }
    }

    @Test
    void theLedgerIsGreenWhereItAgreesWithThePaymentsAndElseTellsByHowMuchNot() {
        Ledger good = Ledger.newBuilder()
                .setEntries(3)
                .addProof(Money.newBuilder().setCurrency("EUR"))
                .build();
        assertThat(ListPages.proof(good, PagesTest::plain).tone()).isEqualTo(Tone.SUCCESS);
        assertThat(Overview.ledger(good, PagesTest::plain, "3").tone()).isEqualTo(Tone.SUCCESS);

        Ledger bad = good.toBuilder()
                .addDifferences(Money.newBuilder().setAmount(1).setCurrency("EUR"))
                .addDifferences(Money.newBuilder().setAmount(-2).setCurrency("USD"))
                .build();
        assertThat(ListPages.proof(bad, PagesTest::plain).tone()).isEqualTo(Tone.DANGER);
        assertThat(ListPages.proof(bad, PagesTest::plain).text()).contains("1 EUR, -2 USD");
        assertThat(Overview.ledger(bad, PagesTest::plain, "3").tone()).isEqualTo(Tone.DANGER);
        assertThat(Overview.ledger(bad, PagesTest::plain, "3").value()).isEqualTo("1 EUR, -2 USD");
    }

    private static String plain(Money money) {
        return money.getAmount() + " " + money.getCurrency();
    }

    @Test
    void csvIsQuotedAndHoldsNoFormulas() {
        assertThat(OrderPages.csvCell("a,\"b\"")).isEqualTo("\"a,\"\"b\"\"\"");
        assertThat(OrderPages.csvCell("=HYPERLINK(1)")).isEqualTo("'=HYPERLINK(1)");
        assertThat(OrderPages.csvCell("-5.00")).isEqualTo("-5.00");
        Order order = Order.newBuilder()
                .setNumber("MH-1")
                .setStatus(Order.Status.PAID)
                .setTotals(Totals.newBuilder()
                        .setTotal(Money.newBuilder().setAmount(1990).setCurrency("EUR")))
                .addSubOrders(SubOrder.newBuilder().setShopName("Bees, Ltd"))
                .build();
        assertThat(OrderPages.csvLine(order)).contains("\"Bees, Ltd\"").endsWith("19.90");
    }
}
