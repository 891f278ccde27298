package com.mallhive.payments.sandbox.rest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.mallhive.payments.sandbox.model.ApiIds;
import com.mallhive.payments.sandbox.model.Checkout;
import com.mallhive.payments.sandbox.model.Intent;
import com.mallhive.payments.sandbox.model.Refund;
import com.mallhive.payments.sandbox.model.Refused;
import com.mallhive.payments.sandbox.model.TestCard;
import com.mallhive.payments.sandbox.store.SandboxStore;
import com.mallhive.payments.sandbox.store.SandboxStore.Answer;
import com.mallhive.payments.sandbox.store.SandboxStore.Key;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.Session;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stripe's REST interface, version 1, as far as its SDK is used here: payment intents, checkout sessions, refunds, and what
 * can be read of charges, methods and events. A POST with an Idempotency-Key has effect once; it is answered alike ever after.
 */
public final class StripeApi {
    private static final Duration LONGEST_SESSION = Duration.ofHours(24);
    private static final int MAX_PAGE = 100;

    private final Database database;
    private final SandboxStore store;
    private final Runnable emitted;
    private final Clock clock;

    /**
     * A request.
     *
     * @param path below {@code /v1/}
     * @param base the address of the hosted pages
     */
    public record Call(
            String method, String path, Form form, @Nullable String idempotencyKey, String base) {
        StripeJson json() {
            return new StripeJson(base);
        }

        Key key() {
            String value = idempotencyKey == null ? ApiIds.next("none") : idempotencyKey;
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                return new Key(value, sha.digest((path + " " + form.canonical()).getBytes(StandardCharsets.UTF_8)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    /** What a request changes. */
    @FunctionalInterface
    private interface Change {
        Answer apply(Session session) throws SQLException;
    }

    /** @param emitted told after there are new events */
    public StripeApi(Database database, SandboxStore store, Runnable emitted, Clock clock) {
        this.database = database;
        this.store = store;
        this.emitted = emitted;
        this.clock = clock;
    }

    /** Answers; refusals are answers too. */
    public Answer answer(Call call) {
        try {
            return route(call);
        } catch (Refused refused) {
            return refuse(refused);
        }
    }

    /** A refusal in Stripe's error format. */
    public static Answer refuse(Refused refused) {
        return new Answer(refused.status(), StripeJson.error(refused).toString());
    }

    private Answer route(Call call) {
        String[] path = call.path().split("/", -1);
        boolean post = call.method().equals("POST");
        if (path[0].equals("checkout") && path.length > 1 && path[1].equals("sessions")) {
            return switch (path.length) {
                case 2 -> post ? createCheckout(call) : listCheckouts(call);
                case 3 -> get(call, checkout(path[2], call));
                default ->
                    switch (path[3]) {
                        case "expire" -> once(call, session -> expire(session, call, path[2]));
                        case "line_items" -> get(call, call.json().lineItems(findCheckout(path[2])));
                        default -> throw unknown(call);
                    };
            };
        }
        String id = path.length > 1 ? path[1] : "";
        String action = path.length > 2 ? path[2] : "";
        return switch (path[0]) {
            case "payment_intents" ->
                switch (action) {
                    case "" ->
                        id.isEmpty()
                                ? post ? createIntent(call) : listIntents(call)
                                : get(call, call.json().intent(findIntent(id)));
                    case "confirm" -> once(call, session -> confirm(session, call, id));
                    case "capture" -> once(call, session -> change(session, call, id, Intent::capture));
                    case "cancel" ->
                        once(call, session -> change(session, call, id, intent -> intent.cancel(seconds())));
                    default -> throw unknown(call);
                };
            case "refunds" ->
                post && id.isEmpty()
                        ? once(call, session -> refund(session, call))
                        : get(call, call.json().refund(findRefund(id)));
            case "charges" -> get(call, call.json().charge(paid("charge", id)));
            case "balance_transactions" -> get(call, call.json().transaction(paid("balance transaction", id)));
            case "payment_methods" -> get(call, call.json().method(id, method(id)));
            case "events" -> id.isEmpty() ? listEvents(call) : get(call, event(id));
            default -> throw unknown(call);
        };
    }

    private Answer createIntent(Call call) {
        Form form = call.form();
        Intent fresh = Intent.create(
                ApiIds.next("pi"),
                seconds(),
                amount(form, "amount"),
                currency(form, "currency"),
                form.text("capture_method").map(m -> m.equals("manual")).orElse(false),
                form.map("metadata"),
                form.text("description").orElse(null),
                null);
        Optional<String> method = form.text("payment_method");
        Intent intent;
        if (form.flag("confirm")) {
            String id = method.orElseThrow(() -> Refused.missing("payment_method"));
            intent = fresh.confirm(id, usable(id), form.text("return_url").orElse(null), form.flag("off_session"));
        } else {
            intent = method.map(id -> fresh.withMethod(id, usable(id))).orElse(fresh);
        }
        return create(call, intent, confirmed(call, intent), events(call).of(intent));
    }

    private Answer createCheckout(Call call) {
        Form form = call.form();
        if (!form.required("mode").equals("payment")) {
            throw Refused.invalid("mode", "The sandbox knows the mode \"payment\" only.");
        }
        Instant now = clock.instant();
        long expiry = form.number("expires_at").orElse(now.plus(LONGEST_SESSION).getEpochSecond());
        if (expiry <= now.getEpochSecond() || expiry > now.plus(LONGEST_SESSION).getEpochSecond() + 60) {
            throw Refused.invalid("expires_at", "A session ends within 24 hours from now.");
        }
        List<Checkout.Item> items = new ArrayList<>();
        String currency = "";
        for (String item : form.elements("line_items")) {
            currency = currency(form, item + "[price_data][currency]");
            items.add(new Checkout.Item(
                    form.required(item + "[price_data][product_data][name]"),
                    form.number(item + "[quantity]").orElse(1L),
                    amount(form, item + "[price_data][unit_amount]")));
        }
        if (items.isEmpty()) {
            throw Refused.missing("line_items");
        }
        Checkout checkout = new Checkout(
                ApiIds.next("cs_test"),
                now.getEpochSecond(),
                expiry,
                currency,
                Checkout.Status.OPEN,
                items,
                form.map("metadata"),
                form.map("payment_intent_data[metadata]"),
                form.text("payment_intent_data[description]").orElse(null),
                form.text("client_reference_id").orElse(null),
                webAddress("success_url", form.required("success_url")),
                form.text("cancel_url")
                        .map(url -> webAddress("cancel_url", url))
                        .orElse(null),
                null,
                form.text("customer_email").orElse(null),
                null);
        return create(call, checkout, ok(call.json().checkout(checkout)), List.of());
    }

    private Answer create(Call call, Object document, Answer answer, List<SandboxStore.Event> events) {
        Key key = call.key();
        boolean created =
                database.statement(session -> store.create(session, key, answer, document, events, clock.instant()));
        if (!created) {
            return replay(key);
        }
        if (!events.isEmpty()) {
            emitted.run();
        }
        return answer;
    }

    private Answer confirm(Session session, Call call, String id) throws SQLException {
        Intent intent = lock(session, id);
        String method = call.form().text("payment_method").orElse(intent.method());
        if (method == null) {
            throw Refused.missing("payment_method");
        }
        Intent next = intent.confirm(
                method,
                usable(method),
                call.form().text("return_url").orElse(intent.returnUrl()),
                call.form().flag("off_session"));
        save(session, call, next);
        return confirmed(call, next);
    }

    private Answer change(Session session, Call call, String id, UnaryOperator<Intent> change) throws SQLException {
        Intent next = change.apply(lock(session, id));
        save(session, call, next);
        return ok(call.json().intent(next));
    }

    private void save(Session session, Call call, Intent next) throws SQLException {
        store.put(session, next, clock.instant());
        emit(session, events(call).of(next));
    }

    private Answer expire(Session session, Call call, String id) throws SQLException {
        Checkout next = store.checkout(session, id, true)
                .orElseThrow(() -> Refused.noSuch("checkout.session", id, null))
                .expire();
        store.put(session, next, clock.instant());
        emit(session, events(call).of(next));
        return ok(call.json().checkout(next));
    }

    private Answer refund(Session session, Call call) throws SQLException {
        Form form = call.form();
        String id = form.text("payment_intent")
                .or(() -> form.text("charge").map(charge -> charge.replaceFirst("^ch_", "pi_")))
                .orElseThrow(() -> Refused.missing("payment_intent"));
        Intent intent = store.intent(session, id, true)
                .orElseThrow(() -> Refused.noSuch("payment_intent", id, "payment_intent"));
        long amount = form.number("amount").orElse(Math.max(intent.received() - intent.refunded(), 0));
        Intent next = intent.refund(amount);
        Refund refund = new Refund(
                ApiIds.next("re"),
                seconds(),
                id,
                amount,
                intent.currency(),
                form.map("metadata"),
                form.text("reason").orElse(null));
        store.put(session, next, clock.instant());
        store.put(session, refund, clock.instant());
        emit(session, events(call).refunded(next));
        return ok(call.json().refund(refund));
    }

    /** A change, once per key, in one transaction with the answer that is kept. */
    private Answer once(Call call, Change change) {
        if (!call.method().equals("POST")) {
            throw unknown(call);
        }
        Key key = call.key();
        return database.write(session -> {
                    if (!store.begin(session, key, clock.instant())) {
                        return Optional.<Answer>empty();
                    }
                    Answer answer = change.apply(session);
                    store.finish(session, key, answer);
                    return Optional.of(answer);
                })
                .orElseGet(() -> replay(key));
    }

    private Answer replay(Key key) {
        return database.statement(session -> store.answered(session, key)).orElseThrow(Refused::otherParameters);
    }

    private void emit(Session session, List<SandboxStore.Event> events) throws SQLException {
        if (!events.isEmpty()) {
            store.emit(session, events, clock.instant());
            session.afterCommit(emitted);
        }
    }

    private Answer listIntents(Call call) {
        int limit = limit(call.form());
        List<Intent> found = database.read(session -> store.intents(session, page(call.form(), limit)));
        return get(
                call,
                call.json()
                        .list(
                                "/v1/payment_intents",
                                found.stream().map(call.json()::intent).toList(),
                                limit));
    }

    private Answer listCheckouts(Call call) {
        int limit = limit(call.form());
        List<Checkout> found = database.read(session -> store.checkouts(session, page(call.form(), limit)));
        Optional<String> intent = call.form().text("payment_intent");
        return get(
                call,
                call.json()
                        .list(
                                "/v1/checkout/sessions",
                                found.stream()
                                        .filter(c ->
                                                intent.isEmpty() || intent.get().equals(c.intent()))
                                        .map(call.json()::checkout)
                                        .toList(),
                                limit));
    }

    private Answer listEvents(Call call) {
        int limit = limit(call.form());
        String type = call.form().text("type").orElse(null);
        List<String> found = database.read(session -> store.events(session, type, page(call.form(), limit)));
        return get(
                call,
                call.json()
                        .list(
                                "/v1/events",
                                found.stream().map(JsonParser::parseString).toList(),
                                limit));
    }

    private static SandboxStore.Page page(Form form, int limit) {
        long since = form.number("created[gte]").orElse(0L);
        return new SandboxStore.Page(
                Instant.ofEpochSecond(since), form.text("starting_after").orElse(null), limit + 1);
    }

    private static int limit(Form form) {
        return Math.toIntExact(Math.clamp(form.number("limit").orElse(10L), 1, MAX_PAGE));
    }

    private JsonObject checkout(String id, Call call) {
        Checkout checkout = findCheckout(id);
        JsonObject json = call.json().checkout(checkout);
        if (checkout.intent() != null && call.form().expands("payment_intent")) {
            json.add("payment_intent", call.json().intent(findIntent(checkout.intent())));
        }
        if (call.form().expands("line_items")) {
            json.add("line_items", call.json().lineItems(checkout));
        }
        return json;
    }

    private Checkout findCheckout(String id) {
        return database.read(session -> store.checkout(session, id, false))
                .orElseThrow(() -> Refused.noSuch("checkout.session", id, null));
    }

    private Intent findIntent(String id) {
        return database.read(session -> store.intent(session, id, false))
                .orElseThrow(() -> Refused.noSuch("payment_intent", id, null));
    }

    private Refund findRefund(String id) {
        return database.read(session -> store.refund(session, id))
                .orElseThrow(() -> Refused.noSuch("refund", id, null));
    }

    /** The intent behind a charge or its transaction: they share the id's end. */
    private Intent paid(String what, String id) {
        String intent = "pi_" + id.substring(id.indexOf('_') + 1);
        return database.read(session -> store.intent(session, intent, false))
                .filter(i -> i.received() > 0)
                .orElseThrow(() -> Refused.noSuch(what, id, null));
    }

    private JsonObject event(String id) {
        return database.read(session -> store.event(session, id))
                .map(e -> JsonParser.parseString(e).getAsJsonObject())
                .orElseThrow(() -> Refused.noSuch("event", id, null));
    }

    private TestCard method(String id) {
        return TestCard.ofMethod(id)
                .or(() -> database.read(session -> store.intent(session, id.replaceFirst("^pm_", "pi_"), false))
                        .map(Intent::card))
                .orElseThrow(() -> Refused.noSuch("PaymentMethod", id, null));
    }

    private static TestCard usable(String method) {
        return TestCard.ofMethod(method).orElseThrow(() -> Refused.noSuch("PaymentMethod", method, "payment_method"));
    }

    private Intent lock(Session session, String id) throws SQLException {
        return store.intent(session, id, true).orElseThrow(() -> Refused.noSuch("payment_intent", id, null));
    }

    private SandboxEvents events(Call call) {
        return new SandboxEvents(call.json(), clock.instant(), call.idempotencyKey());
    }

    /** A decline is an error with the intent in it. */
    private static Answer confirmed(Call call, Intent intent) {
        return intent.failure() == null
                ? ok(call.json().intent(intent))
                : new Answer(402, call.json().declined(intent).toString());
    }

    private static Answer get(Call call, JsonObject json) {
        if (!call.method().equals("GET")) {
            throw unknown(call);
        }
        return ok(json);
    }

    private static Answer ok(JsonObject json) {
        return new Answer(200, json.toString());
    }

    private static long amount(Form form, String name) {
        long amount = form.number(name).orElseThrow(() -> Refused.missing(name));
        if (amount < 0 || amount > 99_999_999) {
            throw Refused.invalid(name, "The amount must be between 0 and 99999999.");
        }
        return amount;
    }

    private static String currency(Form form, String name) {
        String currency = form.required(name).toLowerCase(Locale.ROOT);
        if (!currency.matches("[a-z]{3}")) {
            throw Refused.invalid(name, "Invalid currency: " + currency);
        }
        return currency;
    }

    private static String webAddress(String name, String url) {
        if (!url.startsWith("https://") && !url.startsWith("http://")) {
            throw Refused.invalid(name, "Not a valid URL: it must start with http:// or https://");
        }
        return url;
    }

    private static Refused unknown(Call call) {
        return Refused.noSuch("path", call.method() + " /v1/" + call.path(), null);
    }

    private long seconds() {
        return clock.instant().getEpochSecond();
    }
}
