package com.mallhive.payments.sandbox.pages;

import com.mallhive.payments.sandbox.model.ApiIds;
import com.mallhive.payments.sandbox.model.Checkout;
import com.mallhive.payments.sandbox.model.Failure;
import com.mallhive.payments.sandbox.model.Intent;
import com.mallhive.payments.sandbox.model.TestCard;
import com.mallhive.payments.sandbox.rest.Form;
import com.mallhive.payments.sandbox.rest.SandboxEvents;
import com.mallhive.payments.sandbox.rest.StripeJson;
import com.mallhive.payments.sandbox.store.SandboxStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.Session;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the buyer does on the hosted pages. They work without scripts. */
public final class PayPages {
    private static final int OK = 200;
    private static final int DECLINED = 402;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int INVALID = 422;
    private static final String BACK = "Back to the shop";

    private final Database database;
    private final SandboxStore store;
    private final Runnable emitted;
    private final Clock clock;

    /**
     * An answer to the browser.
     *
     * @param redirect where the browser goes instead, or null
     * @param onward the address at which this page's forms may end, beside the page's own
     */
    public record Page(
            int status,
            String html,
            @Nullable String redirect,
            @Nullable String onward) {}

    /** @param emitted told after there are new events */
    public PayPages(Database database, SandboxStore store, Runnable emitted, Clock clock) {
        this.database = database;
        this.store = store;
        this.emitted = emitted;
        this.clock = clock;
    }

    /** Shows the payment page. */
    public Page show(String id) {
        return database.read(session -> store.checkout(session, id, false))
                .map(checkout -> payable(checkout)
                        ? form(OK, checkout, CardForm.empty(orEmpty(checkout.email())), Map.of(), checkout.message())
                        : over(checkout))
                .orElseGet(PayPages::unknown);
    }

    /** The buyer pays, or has a test card filled in. */
    public Page submit(String id, Form input, String base) {
        CardForm form = CardForm.of(input);
        Optional<TestCard> fill = input.text("fill").flatMap(PayPages::offered);
        if (fill.isPresent()) {
            return database.read(session -> store.checkout(session, id, false))
                    .map(c -> payable(c) ? form(OK, c, form.filled(fill.get()), Map.of(), null) : over(c))
                    .orElseGet(PayPages::unknown);
        }
        return database.write(session -> {
            Optional<Checkout> checkout = store.checkout(session, id, true);
            return checkout.isEmpty() ? unknown() : pay(session, checkout.get(), form, base);
        });
    }

    /** Shows the bank's question. */
    public Page ask(String id) {
        return database.read(session -> {
            Optional<Intent> intent = store.intent(session, id, false);
            if (intent.isEmpty()) {
                return unknown();
            }
            if (intent.get().status() != Intent.Status.REQUIRES_ACTION) {
                return answered(intent.get());
            }
            String page = intent.get().session();
            String onward = page == null
                    ? intent.get().returnUrl()
                    : store.checkout(session, page, false)
                            .map(Checkout::successUrl)
                            .orElse(null);
            return new Page(OK, Pages.threeDSecure(intent.get()).text(), null, onward);
        });
    }

    /** The buyer has answered it. */
    public Page decide(String id, boolean approved, String base) {
        return database.write(session -> {
            Optional<Intent> known = store.intent(session, id, false);
            String page = known.map(Intent::session).orElse(null);
            // The session before the intent, in the order of the payment page.
            Optional<Checkout> checkout = page == null ? Optional.empty() : store.checkout(session, page, true);
            Optional<Intent> intent = store.intent(session, id, true);
            if (intent.isEmpty()) {
                return unknown();
            }
            if (checkout.isPresent() && !payable(checkout.get())) {
                return over(checkout.get());
            }
            if (intent.get().status() != Intent.Status.REQUIRES_ACTION) {
                return answered(intent.get());
            }
            Intent next = intent.get().authenticated(approved);
            return checkout.isPresent()
                    ? concludePage(session, checkout.get(), next, checkout.get().email(), base)
                    : concludeIntent(session, next, base);
        });
    }

    private Page pay(Session session, Checkout checkout, CardForm form, String base) throws SQLException {
        if (!payable(checkout)) {
            return over(checkout);
        }
        Map<String, String> errors = form.errors(YearMonth.from(clock.instant().atZone(ZoneOffset.UTC)));
        Optional<TestCard> card = form.card();
        if (!errors.isEmpty() || card.isEmpty()) {
            return form(INVALID, checkout, form, errors, "Please check what is marked below.");
        }
        Intent intent = intent(session, checkout);
        Intent next = intent.confirm("pm_" + intent.suffix(), card.get(), base + "/pay/" + checkout.id(), false);
        Page page = concludePage(session, checkout, next, form.email(), base);
        Failure failure = next.failure();
        return failure == null ? page : form(DECLINED, checkout, form, Map.of(), failure.message());
    }

    /** The intent of the last try, while it can be used again, as Stripe does it. */
    private Intent intent(Session session, Checkout checkout) throws SQLException {
        String last = checkout.intent();
        if (last != null) {
            Optional<Intent> known = store.intent(session, last, true);
            if (known.isPresent()
                    && known.get().status() != Intent.Status.CANCELED
                    && known.get().status() != Intent.Status.SUCCEEDED) {
                return known.get();
            }
        }
        return Intent.create(
                ApiIds.next("pi"),
                clock.instant().getEpochSecond(),
                checkout.amount(),
                checkout.currency(),
                false,
                checkout.intentMetadata(),
                checkout.description(),
                checkout.id());
    }

    private Page concludePage(Session session, Checkout checkout, Intent intent, @Nullable String email, String base)
            throws SQLException {
        Failure failure = intent.failure();
        boolean paid = intent.status() == Intent.Status.SUCCEEDED;
        Checkout next = paid
                ? checkout.paid(intent.id(), email)
                : checkout.tried(intent.id(), orEmpty(email), failure == null ? null : failure.message());
        Instant now = clock.instant();
        store.put(session, intent, now);
        store.put(session, next, now);
        SandboxEvents events = new SandboxEvents(new StripeJson(base), now, null);
        emit(session, events.of(intent), now);
        emit(session, events.of(next), now);
        if (paid) {
            return redirect(checkout.successUrl().replace("{CHECKOUT_SESSION_ID}", checkout.id()));
        }
        return redirect(failure == null ? "/3ds/" + intent.id() : "/pay/" + checkout.id());
    }

    private Page concludeIntent(Session session, Intent intent, String base) throws SQLException {
        Instant now = clock.instant();
        store.put(session, intent, now);
        emit(session, new SandboxEvents(new StripeJson(base), now, null).of(intent), now);
        return answered(intent);
    }

    private void emit(Session session, List<SandboxStore.Event> events, Instant now) throws SQLException {
        if (!events.isEmpty()) {
            store.emit(session, events, now);
            session.afterCommit(emitted);
        }
    }

    private boolean payable(Checkout checkout) {
        return checkout.status() == Checkout.Status.OPEN && clock.instant().getEpochSecond() < checkout.expiresAt();
    }

    private static Page form(
            int status, Checkout checkout, CardForm form, Map<String, String> errors, @Nullable String alert) {
        return new Page(status, Pages.pay(checkout, form, errors, alert).text(), null, checkout.successUrl());
    }

    private static Page over(Checkout checkout) {
        return checkout.status() == Checkout.Status.COMPLETE
                ? end(OK, "Paid", "This order has been paid. Thank you.", checkout.successUrl(), "Continue")
                : end(
                        GONE,
                        "This page has expired",
                        "It was open for too long, or the order was called off. Nothing was charged.",
                        checkout.cancelUrl(),
                        BACK);
    }

    /** The bank has its answer: back to where the buyer came from. */
    private static Page answered(Intent intent) {
        String back = intent.returnUrl();
        boolean paid = intent.status() == Intent.Status.SUCCEEDED || intent.status() == Intent.Status.REQUIRES_CAPTURE;
        if (back == null) {
            return end(
                    OK,
                    paid ? "Confirmed" : "Not confirmed",
                    paid ? "The payment was made. You can close this page." : "Nothing was charged.",
                    null,
                    "");
        }
        if (intent.session() != null) {
            return redirect(back);
        }
        return redirect(back + (back.contains("?") ? "&" : "?") + "payment_intent=" + intent.id() + "&redirect_status="
                + (paid ? "succeeded" : "failed"));
    }

    private static Page unknown() {
        return end(NOT_FOUND, "There is no such page", "The address is wrong, or it is from another day.", null, "");
    }

    private static Page end(int status, String title, String text, @Nullable String link, String linkText) {
        return new Page(status, Pages.end(title, text, link, linkText).text(), null, null);
    }

    private static Page redirect(String to) {
        return new Page(303, "", to, null);
    }

    private static Optional<TestCard> offered(String name) {
        return Arrays.stream(TestCard.values())
                .filter(c -> c.name().equals(name))
                .findFirst();
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
