package com.mallhive.payments.sandbox.pages;

import com.mallhive.payments.sandbox.model.Checkout;
import com.mallhive.payments.sandbox.model.Intent;
import com.mallhive.payments.sandbox.model.TestCard;
import com.mallhive.platform.money.Money;
import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How the pages look. */
final class Pages {
    private static final String NOT_REAL = "Stripe sandbox – test mode: no real card";

    /** The cards that the page offers to fill in. */
    private static final List<TestCard> OFFERED =
            List.of(TestCard.VISA, TestCard.THREE_D_SECURE, TestCard.DECLINED, TestCard.INSUFFICIENT_FUNDS);

    private Pages() {}

    /** The payment page. */
    static Html pay(Checkout checkout, CardForm form, Map<String, String> errors, @Nullable String alert) {
        String total = money(checkout.amount(), checkout.currency());
        Html body = Html.of(
                """
                <section class="order" aria-labelledby="what">
                {}
                <h1 id="what">{}</h1>
                <p class="total">{}</p>
                <ul class="items">{}</ul>
                </section>
                <section class="card" aria-labelledby="how">
                <h2 id="how">Pay by card</h2>
                {}
                <form method="post" action="/pay/{}" novalidate>
                {}{}
                <div class="pair">{}{}</div>
                <button class="pay" type="submit">Pay {}</button>
                <fieldset class="cards">
                <legend>Fill in a test card</legend>
                {}
                </fieldset>
                </form>
                </section>
                """,
                back(checkout),
                checkout.description() == null ? "Your order" : checkout.description(),
                total,
                items(checkout),
                alert(alert),
                checkout.id(),
                field("email", "E-mail", "email", "email", form.email(), errors),
                field("number", "Card number", "numeric", "cc-number", form.number(), errors),
                field("expiry", "Expiry (MM / YY)", "numeric", "cc-exp", form.expiry(), errors),
                field("cvc", "Security code (CVC)", "numeric", "cc-csc", form.cvc(), errors),
                total,
                Html.join(OFFERED.stream().map(Pages::offer).toList()));
        return page(alert == null && errors.isEmpty() ? "Pay " + total : "Not paid yet", "two", body);
    }

    /** The bank's question. */
    static Html threeDSecure(Intent intent) {
        Html body = Html.of(
                """
                <section class="card bank" aria-labelledby="ask">
                <p class="step">3-D Secure</p>
                <h1 id="ask">Is this payment yours?</h1>
                <p>Your bank asks you to confirm it. In test mode you decide what the bank hears.</p>
                <dl>
                <div><dt>Payment</dt><dd>{}</dd></div>
                <div><dt>Amount</dt><dd>{}</dd></div>
                <div><dt>Card</dt><dd>{}</dd></div>
                </dl>
                <form method="post" action="/3ds/{}" class="decide">
                <button class="pay" name="decision" value="approve">Approve</button>
                <button class="quiet" name="decision" value="decline">Decline</button>
                </form>
                </section>
                """,
                intent.description() == null ? "Your order" : intent.description(),
                money(intent.amount(), intent.currency()),
                intent.card() == null ? "" : "•••• " + intent.card().last4(),
                intent.id());
        return page("Confirm the payment", "one", body);
    }

    /** Nothing can be done here any more. */
    static Html end(String title, String text, @Nullable String link, String linkText) {
        Html body = Html.of(
                """
                <section class="card" aria-labelledby="end">
                <h1 id="end">{}</h1>
                <p>{}</p>
                {}
                </section>
                """,
                title,
                text,
                link == null ? Html.NOTHING : Html.of("<p><a class=\"pay\" href=\"{}\">{}</a></p>", link, linkText));
        return page(title, "one", body);
    }

    private static Html page(String title, String layout, Html body) {
        return Html.of("""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="robots" content="noindex">
                <title>{} · Stripe sandbox</title>
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="/assets/sandbox.css">
                </head>
                <body>
                <p class="banner" role="note">{}</p>
                <main class="{}">
                {}</main>
                <footer>This page stands in for Stripe Checkout on this machine. It keeps no card data.</footer>
                </body>
                </html>
                """, title, NOT_REAL, layout, body);
    }

    private static Html field(
            String name, String label, String mode, String complete, String value, Map<String, String> errors) {
        String error = errors.get(name);
        return Html.of(
                """
                <div class="field">
                <label for="{}">{}</label>
                <input id="{}" name="{}" type="{}" inputmode="{}" autocomplete="{}" maxlength="254" value="{}"{}>
                {}</div>
                """,
                name,
                label,
                name,
                name,
                name.equals("email") ? "email" : "text",
                mode,
                complete,
                value,
                error == null ? Html.NOTHING : Html.of(" aria-invalid=\"true\" aria-describedby=\"{}-error\"", name),
                error == null ? Html.NOTHING : Html.of("<p class=\"error\" id=\"{}-error\">{}</p>\n", name, error));
    }

    private static Html offer(TestCard card) {
        return Html.of(
                "<button name=\"fill\" value=\"{}\"><span>{}</span><small>{}</small></button>\n",
                card.name(),
                card.effect(),
                card.written());
    }

    private static Html items(Checkout checkout) {
        List<Html> items = new ArrayList<>();
        for (Checkout.Item item : checkout.items()) {
            items.add(Html.of(
                    "<li><span>{}{}</span><span>{}</span></li>\n",
                    item.name(),
                    item.quantity() == 1
                            ? Html.NOTHING
                            : Html.of(
                                    " <small>{} × {}</small>",
                                    item.quantity(),
                                    money(item.unitAmount(), checkout.currency())),
                    money(item.total(), checkout.currency())));
        }
        return Html.join(items);
    }

    private static Html alert(@Nullable String text) {
        return text == null ? Html.NOTHING : Html.of("<p class=\"alert\" role=\"alert\">{}</p>", text);
    }

    private static Html back(Checkout checkout) {
        return checkout.cancelUrl() == null
                ? Html.NOTHING
                : Html.of("<p><a class=\"back\" href=\"{}\">← Cancel, back to the shop</a></p>", checkout.cancelUrl());
    }

    /** For people, for example "€12.50". */
    private static String money(long amount, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        try {
            int decimals = Money.zero(code).decimals();
            NumberFormat format = NumberFormat.getCurrencyInstance(Locale.US);
            format.setCurrency(Currency.getInstance(code));
            format.setMinimumFractionDigits(decimals);
            format.setMaximumFractionDigits(decimals);
            return format.format(BigDecimal.valueOf(amount, decimals));
        } catch (IllegalArgumentException e) {
            return code + " " + amount;
        }
    }
}
