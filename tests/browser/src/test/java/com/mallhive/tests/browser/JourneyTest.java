package com.mallhive.tests.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.People;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seller lists with a picture, buyer searches, buys and pays, seller ships, buyer sees it live, operator sees revenue. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class JourneyTest {
    private MallAndBrowser mall;
    private String base;
    private People.Listing sample;

    @BeforeAll
    void open() throws IOException {
        mall = new MallAndBrowser();
        base = mall.base();
        sample = mall.sample();
    }

    @AfterAll
    void close() {
        mall.close();
    }

    @Test
    void fromListingToRevenue() throws IOException {
        String title = "Aurora lamp " + UUID.randomUUID().toString().substring(30);
        Page seller = mall.visitor();
        MallAndBrowser.signIn(seller, base, sample.seller().email());
        list(seller, title);

        Page buyer = mall.visitor();
        buy(buyer, title);
        assertThat(buyer.locator("body")).containsText("MH-");
        String orderPage = buyer.url();
        Eventually.until("the payment arrives", () -> {
            buyer.navigate(orderPage);
            return !buyer.locator("body")
                            .innerText()
                            .toLowerCase(java.util.Locale.ROOT)
                            .contains("pay now")
                    && buyer.content().contains("Paid");
        });

        seller.navigate(base + "/desk/orders");
        seller.locator("a[href^='/desk/orders/']").first().click();
        seller.locator("[name=carrier]").fill("Honeybee Parcel");
        seller.locator("[name=trackingNumber]").fill("HB 4711");
        seller.getByText("Mark as shipped").click();

        // live: the buyer's page changes without a reload
        assertThat(buyer.locator("body")).containsText("HB 4711");

        Page admin = mall.visitor();
        MallAndBrowser.signIn(admin, mall.admin(), mall.operator().email());
        Eventually.until("the operator sees the sale", () -> {
            admin.navigate(mall.admin() + "/");
            return admin.content().contains(title);
        });
    }

    @Test
    void buyersAreRefusedByTheOperatorsPages() {
        Page page = mall.visitor();
        MallAndBrowser.signIn(page, mall.admin(), sample.seller().email());
        page.navigate(mall.admin() + "/orders");
        assertThat(page).hasURL(Pattern.compile(".*/sign-in.*"));
    }

    @Test
    void theCartWorksWithoutJavaScript() {
        try (BrowserContext context =
                mall.browser().newContext(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = context.newPage();
            page.navigate(base + "/p/" + sample.slug());
            page.locator("[data-variant-submit]").click();
            page.navigate(base + "/cart");
            assertThat(page.locator("body")).containsText("Sample lamp");
            page.navigate(base + "/checkout");
            assertThat(page.locator("#checkout")).isVisible();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/search?q=lamp",
                "/c/lamps",
                "/cart",
                "/sign-in",
                "/register",
                "/shops",
                "/about",
                "/privacy",
                "/nowhere"
            })
    void pagesFitAPhoneAndBreakNoPolicy(String path) {
        try (BrowserContext context =
                mall.browser().newContext(new Browser.NewContextOptions().setViewportSize(360, 780))) {
            Page page = context.newPage();
            StringBuilder complaints = new StringBuilder();
            page.onConsoleMessage(message -> {
                if (message.text().contains("Content Security Policy")
                        || message.text().contains("Uncaught")) {
                    complaints.append(message.text()).append('\n');
                }
            });
            page.navigate(base + path);
            int overflow =
                    ((Number) page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).intValue();
            org.assertj.core.api.Assertions.assertThat(overflow)
                    .as("pixels too wide")
                    .isLessThanOrEqualTo(0);
            org.assertj.core.api.Assertions.assertThat(complaints.toString()).isEmpty();
            org.assertj.core.api.Assertions.assertThat(page.title()).isNotBlank();
            org.assertj.core.api.Assertions.assertThat(page.locator("h1").count())
                    .isEqualTo(1);
        }
    }

    private void list(Page seller, String title) throws IOException {
        seller.navigate(base + "/desk/products/new");
        seller.locator("[name=title]").fill(title);
        seller.locator("select[name=category]")
                .selectOption(new com.microsoft.playwright.options.SelectOption().setLabel("Lamps"));
        seller.locator("[name=description]").fill("Lights a room.");
        seller.locator("[name=pictures]").setInputFiles(new FilePayload("lamp.png", "image/png", png()));
        seller.locator("[name=price]").first().fill("45.00");
        seller.locator("[name=stock]").first().fill("7");
        seller.getByText("Save as draft").click();
        seller.locator("form[action$='/publish'] button").click();
        assertThat(seller.locator("body")).containsText("On sale");
    }

    private void buy(Page buyer, String title) {
        Eventually.until("search finds the lamp", () -> {
            buyer.navigate(base + "/search?q=" + title.replace(" ", "+"));
            return buyer.locator("a[href^='/p/aurora-lamp']").count() > 0;
        });
        buyer.locator("a[href^='/p/aurora-lamp']").first().click();
        Eventually.until("it can be bought", () -> {
            buyer.reload();
            return buyer.locator("[data-variant-submit]").isEnabled();
        });
        // the answer first: leaving the page would call the request off
        var _ = buyer.waitForResponse(
                "**/cart/lines", () -> buyer.locator("[data-variant-submit]").click());
        buyer.navigate(base + "/checkout");
        buyer.locator("#checkout [name=email]").fill("browser@example.com");
        buyer.locator("#checkout [name=name]").fill("Bea Browser");
        buyer.locator("#checkout [name=line1]").fill("Main Street 5");
        buyer.locator("#checkout [name=postalCode]").fill("28195");
        buyer.locator("#checkout [name=city]").fill("Bremen");
        buyer.locator("#checkout select[name=country]").selectOption("DE");
        buyer.locator("#checkout button.btn--primary, button[form=checkout]")
                .first()
                .click();
        buyer.locator("[name=number]").fill("4242 4242 4242 4242");
        buyer.locator("[name=expiry]").fill("12 / 34");
        buyer.locator("[name=cvc]").fill("123");
        if (buyer.locator("[name=email]").count() > 0) {
            buyer.locator("[name=email]").fill("browser@example.com");
        }
        buyer.locator("form button").first().click();
        buyer.waitForURL(Pattern.compile(".*/orders/.*"));
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB), "png", out);
        return out.toByteArray();
    }
}
