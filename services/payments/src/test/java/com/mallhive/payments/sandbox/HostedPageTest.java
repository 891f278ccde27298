package com.mallhive.payments.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.payments.v1.Payment;
import com.mallhive.payments.StripeAndUs;
import java.net.http.HttpResponse;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The hosted pages in a browser without scripts. */
class HostedPageTest {
    @SuppressWarnings("NullAway.Init")
    private static StripeAndUs world;

    @BeforeAll
    static void start() {
        world = new StripeAndUs();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private final UUID order = UUID.randomUUID();
    private final String page = world.create(order, "").getUrl();

    @Test
    void thePageSaysWhatItIsAndShowsTheOrder() {
        HttpResponse<String> answer = world.open(page);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .contains("Stripe sandbox – test mode: no real card")
                .contains("Order MH-TEST")
                .contains("€100.00")
                .contains("2 × €45.00")
                .doesNotContain("<script");
        assertThat(header(answer, "Content-Security-Policy"))
                .contains("default-src 'none'")
                .contains("form-action 'self' http://mall.test")
                .doesNotContain("unsafe");
        assertThat(header(answer, "Cache-Control")).isEqualTo("no-store");
        assertThat(world.open(world.sandboxUrl() + "/assets/sandbox.css").body())
                .contains("prefers-color-scheme: dark");
    }

    @Test
    void namesAreEscaped() {
        assertThat(world.open(page).body()).contains("Mug &lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;");
        HttpResponse<String> answer =
                world.submit(page, "email", "\"><img src=x>", "number", "<b>", "expiry", "'", "cvc", "&");
        assertThat(answer.body()).contains("&quot;&gt;&lt;img src=x&gt;").doesNotContain("<img");
    }

    @Test
    void mistakesAreShownBesideTheFieldsAndInputIsKept() {
        HttpResponse<String> answer = world.submit(
                page, "email", "nobody", "number", "4242 4242 4242 4241", "expiry", "01 / 20", "cvc", "12");
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("id=\"email-error\"")
                .contains("This is no card number")
                .contains("This card has expired")
                .contains("Enter the 3 digits")
                .contains("value=\"nobody\"")
                .contains("value=\"4242 4242 4242 4241\"")
                .contains("aria-describedby=\"number-error\"");
        assertThat(world.payBy(page, "4000056655665556").body()).contains("Never enter a real one here");
    }

    @Test
    void aTestCardIsFilledInWithoutScripts() {
        HttpResponse<String> answer = world.submit(page, "fill", "THREE_D_SECURE", "email", "me@example.com");
        assertThat(answer.body()).contains("value=\"4000 0027 6000 3184\"").contains("value=\"me@example.com\"");
        assertThat(world.submit(page, "fill", "NONSENSE").statusCode()).isEqualTo(422);
    }

    @Test
    void declinesAreToldAndAnotherCardMayBeTried() {
        HttpResponse<String> declined = world.payBy(page, "4000 0000 0000 0002");
        assertThat(declined.statusCode()).isEqualTo(402);
        assertThat(declined.body()).contains("Your card was declined.").contains("role=\"alert\"");
        assertThat(world.payBy(page, "4000000000009995").body()).contains("insufficient funds");
        assertThat(world.open(page).body()).contains("insufficient funds");
        assertThat(header(world.payBy(page, "4242424242424242"), "Location")).isEqualTo(StripeAndUs.returnUrl());
    }

    @Test
    void threeDSecureIsApprovedOnItsOwnPage() {
        HttpResponse<String> answer = world.payBy(page, "4000 0027 6000 3184");
        assertThat(answer.statusCode()).isEqualTo(303);
        String bank = world.sandboxUrl() + header(answer, "Location");
        HttpResponse<String> question = world.open(bank);
        assertThat(question.body()).contains("Approve").contains("Decline").contains("€100.00");
        assertThat(header(question, "Content-Security-Policy")).contains("form-action 'self' http://mall.test");
        HttpResponse<String> declined = world.submit(bank, "decision", "decline");
        assertThat(header(declined, "Location")).startsWith("/pay/cs_test_");
        assertThat(world.open(page).body()).contains("did not confirm");
        bank = world.sandboxUrl() + header(world.payBy(page, "4000 0027 6000 3184"), "Location");
        assertThat(header(world.submit(bank, "decision", "approve"), "Location"))
                .isEqualTo(StripeAndUs.returnUrl());
        world.awaitStatus(order, Payment.Status.SETTLED);
    }

    @Test
    void aPaidPageSaysSo() {
        var _ = world.payBy(page, "4242424242424242");
        assertThat(world.open(page).body()).contains("has been paid").contains("Continue");
        assertThat(world.payBy(page, "4242424242424242").body()).contains("has been paid");
    }

    @Test
    void pagesThatAreNotThere() {
        assertThat(world.open(world.sandboxUrl() + "/pay/cs_test_1").statusCode())
                .isEqualTo(404);
        assertThat(world.open(world.sandboxUrl() + "/").statusCode()).isEqualTo(404);
        assertThat(world.open(world.sandboxUrl() + "/3ds/pi_1").statusCode()).isEqualTo(404);
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
