package com.mallhive.tests.browser;

import com.mallhive.testkit.Api;
import com.mallhive.testkit.MallProcess;
import com.mallhive.testkit.People;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A whole mall with an operator and a product on sale, and Chromium before it. */
final class MallAndBrowser implements AutoCloseable {
    private static final String PASSWORD = "a-long-enough-password";
    private static final List<String> CHROMIUM =
            List.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/snap/bin/chromium");

    private final int port = MallProcess.freePort();
    private final int adminPort = MallProcess.freePort();
    private final MallProcess mall;
    private final People people;
    private final People.Person operator;
    private final People.Listing sample;
    private final Playwright playwright;
    private final Browser browser;

    MallAndBrowser() throws IOException {
        Path folder = Files.createTempDirectory("mallhive-browser");
        mall = MallProcess.start(
                        folder,
                        "mall",
                        MallProcess.freePort(),
                        List.of(),
                        "--data",
                        folder.resolve("data").toString(),
                        "--port",
                        Integer.toString(port),
                        "--set",
                        "http.admin-port=" + adminPort,
                        "--set",
                        "http.sandbox-port=" + MallProcess.freePort(),
                        "--set",
                        "accounts.operators=operator@example.com",
                        "--set",
                        "edge.sign-ins-per-minute=0")
                .awaitReady();
        people = new People(new Api(base()), folder.resolve("data/files/notifications/mailbox"));
        operator = people.operator("operator@example.com");
        String category = operator.api()
                .post("/v1/categories", "{\"name\": \"Lamps\", \"slug\": \"lamps\"}")
                .expect(201)
                .text("id");
        sample = people.listing("Sample lamp", category, 9);
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Path chromium = Stream.concat(
                        CHROMIUM.stream(), Stream.of(System.getenv().getOrDefault("CHROMIUM", "")))
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Chromium is missing: apt-get install chromium"));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--disable-background-networking",
                                "--disable-sync",
                                "--disable-component-update")));
    }

    /** The address of shop pages and REST. */
    String base() {
        return "http://127.0.0.1:" + port;
    }

    /** The address of the operators' pages. */
    String admin() {
        return "http://127.0.0.1:" + adminPort;
    }

    People.Person operator() {
        return operator;
    }

    People.Listing sample() {
        return sample;
    }

    Browser browser() {
        return browser;
    }

    /** A page of somebody new. */
    Page visitor() {
        Page page = browser.newContext().newPage();
        page.setDefaultTimeout(15_000);
        return page;
    }

    static void signIn(Page page, String address, String email) {
        page.navigate(address + "/sign-in");
        page.locator("[name=email]").fill(email);
        page.locator("[name=password]").fill(PASSWORD);
        page.locator("form[action='/sign-in'] button.btn--primary").click();
        page.waitForLoadState();
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
        mall.close();
    }
}
