package com.mallhive.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.testkit.Api;
import com.mallhive.testkit.People;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** axe-core finds nothing on any page: light on a wide screen, dark on a phone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AccessibilityTest {
    private static final String RUN = """
            async () => (await axe.run(document, {resultTypes: ['violations']})).violations.map(v =>
              `${v.id}: ${v.help}\\n` + v.nodes.map(n => `    ${n.target}: ${n.html.slice(0, 200)} ${n.failureSummary}`).join('\\n'))
            """;

    private static final String NOBODY = "";

    private MallAndBrowser mall;
    private String axe;
    private String order;
    private String operatorState;
    private String sellerState;
    private String buyerState;

    @BeforeAll
    void open() throws IOException {
        mall = new MallAndBrowser();
        try (InputStream script = AccessibilityTest.class.getResourceAsStream("/axe.min.js")) {
            axe = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        }
        Api buyer = new Api(mall.base()).with("Idempotency-Key", "accessible");
        String cart = People.cart(new Api(mall.base()), mall.sample().offer(), 1);
        order = buyer.post("/v1/orders", People.order(cart, "buyer@example.com", "pm_card_visa"))
                .expect(201)
                .text("id");
        operatorState = signedIn(mall.admin(), mall.operator().email());
        sellerState = signedIn(mall.base(), mall.sample().seller().email());
        buyerState = withCart();
    }

    @AfterAll
    void close() {
        mall.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/orders",
                "/orders?status=PAID",
                "/orders/{order}",
                "/products",
                "/products?q=nothing",
                "/categories",
                "/shops",
                "/stock",
                "/ledger",
                "/dead-letters",
                "/nowhere"
            })
    void operatorsPages(String path) {
        check(mall.admin() + path.replace("{order}", order), operatorState);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in"})
    void theWayIn(String path) {
        check(mall.admin() + path, NOBODY);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/categories",
                "/c/lamps",
                "/search?q=lamp",
                "/search?q=nothing-like-it",
                "/p/{slug}",
                "/shops",
                "/cart",
                "/sign-in",
                "/register",
                "/account/forgot",
                "/about",
                "/help/fees",
                "/mailbox",
                "/nowhere"
            })
    void shopPages(String path) {
        check(mall.base() + path.replace("{slug}", mall.sample().slug()), NOBODY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cart", "/checkout"})
    void buyersPages(String path) {
        check(mall.base() + path, buyerState);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/account", "/desk", "/desk/products", "/desk/products/new", "/desk/orders"})
    void sellersPages(String path) {
        check(mall.base() + path, sellerState);
    }

    @Test
    void axeFindsWhatIsThere() {
        Page page = mall.visitor();
        page.navigate(mall.base() + "/about");
        page.evaluate("document.querySelector('h1').insertAdjacentHTML('afterend', '<img src=/favicon.ico>')");
        assertThat(violations(page)).hasSize(1).first().asString().contains("image-alt");
        page.context().close();
    }

    private void check(String address, String state) {
        check(address, state, ColorScheme.LIGHT, 1280);
        check(address, state, ColorScheme.DARK, 390);
    }

    private void check(String address, String state, ColorScheme scheme, int width) {
        var options = new Browser.NewContextOptions()
                .setViewportSize(width, 844)
                .setColorScheme(scheme)
                .setReducedMotion(ReducedMotion.REDUCE);
        if (!state.equals(NOBODY)) {
            options.setStorageState(state);
        }
        try (BrowserContext context = mall.browser().newContext(options)) {
            Page page = context.newPage();
            page.navigate(address);
            assertThat(page.url()).as("not led elsewhere").isEqualTo(address);
            assertThat(violations(page))
                    .as("%s, %s, %d px wide", address, scheme, width)
                    .isEmpty();
        }
    }

    private List<?> violations(Page page) {
        page.evaluate(axe);
        return (List<?>) page.evaluate(RUN);
    }

    private String withCart() {
        Page page = mall.visitor();
        page.navigate(mall.base() + "/p/" + mall.sample().slug());
        var _ = page.waitForResponse(
                "**/cart/lines", () -> page.locator("[data-variant-submit]").click());
        String state = page.context().storageState();
        page.context().close();
        return state;
    }

    private String signedIn(String address, String email) {
        Page page = mall.visitor();
        MallAndBrowser.signIn(page, address, email);
        assertThat(page.url()).doesNotContain("/sign-in");
        String state = page.context().storageState();
        page.context().close();
        return state;
    }
}
