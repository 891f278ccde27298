package com.mallhive.web.admin.visit;

import com.google.protobuf.Timestamp;
import com.mallhive.api.type.Money;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import com.mallhive.web.ui.MoneyFormat;
import com.mallhive.web.ui.NavLink;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Tone;
import com.mallhive.web.ui.Visitor;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One request: who sends it, and how it is answered. */
public final class Visit {
    private static final String SESSION = "mh-operator";
    private static final String BROWSER = "mh-operator-browser";
    private static final String DONE = "mh-operator-done";

    private static final List<NavLink> NAV = List.of(
            NavLink.of("overview", "Overview", "/", "chart"),
            NavLink.of("orders", "Orders", "/orders", "box").under("Trade"),
            NavLink.of("products", "Products", "/products", "tag"),
            NavLink.of("categories", "Categories", "/categories", "filter"),
            NavLink.of("shops", "Shops", "/shops", "shop"),
            NavLink.of("stock", "Low stock", "/stock", "warning"),
            NavLink.of("ledger", "Ledger", "/ledger", "coins").under("Operation"),
            NavLink.of("dead-letters", "Dead letters", "/dead-letters", "mail"));

    private final Context ctx;
    private final Visits house;
    private @Nullable Operator operator;
    private @Nullable String browser;

    Visit(Context ctx, Visits house) {
        this.ctx = ctx;
        this.house = house;
        this.browser = cookie(BROWSER);
    }

    /** Finds out who asks. */
    void recognise() {
        String sealed = cookie(SESSION);
        Operator known = house.operators().open(sealed);
        if (known != null) {
            operator = known;
            if (!known.equals(house.operators().unseal(sealed))) {
                begin(known);
            }
        } else if (sealed != null) {
            remove(SESSION);
        }
    }

    /** The request and its answer. */
    public Context ctx() {
        return ctx;
    }

    public Locale locale() {
        return house.locale();
    }

    /** The operator, or null on the pages that are open. */
    public @Nullable Operator operator() {
        return operator;
    }

    /** On whose behalf services are called. */
    Caller caller() {
        Operator who = operator;
        return new Caller("admin", null, who == null ? null : who.accessToken(), null);
    }

    /** Keeps a session in the browser. */
    public void begin(Operator who) {
        operator = who;
        Duration left = Duration.between(house.clock().instant(), who.ends());
        put(SESSION, house.operators().seal(who), Math.toIntExact(Math.max(0, left.toSeconds())));
    }

    /** Admits somebody who signed in; a problem (403) for those who are no operators. */
    public void admit(com.mallhive.api.accounts.v1.Session session) {
        begin(house.operators().admit(session));
    }

    /** Forgets the session. */
    public void forget() {
        operator = null;
        remove(SESSION);
    }

    // ------------------------------------------------------------------ what was asked

    /** A part of the address that must be an id; anything else names nothing. */
    public String id(String name) {
        try {
            return UUID.fromString(ctx.pathParam(name)).toString();
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("page");
        }
    }

    /** A parameter of the address; empty if it is missing. */
    public String query(String name) {
        String value = ctx.queryParam(name);
        return value == null ? "" : value.strip();
    }

    /** A field of the form; empty if it is missing. */
    public String field(String name) {
        String value = ctx.formParam(name);
        return value == null ? "" : value.strip();
    }

    /** A field as it came, for passwords. */
    public String raw(String name) {
        String value = ctx.formParam(name);
        return value == null ? "" : value;
    }

    /** Whether htmx asks for further rows. */
    public boolean wantsRows() {
        return "true".equals(ctx.header("HX-Request")) && !"true".equals(ctx.header("HX-History-Restore-Request"));
    }

    void checkCsrf() {
        String site = ctx.header("Sec-Fetch-Site");
        String token = ctx.header(Csrf.HEADER);
        if (token == null) {
            token = ctx.formParam(Csrf.FIELD);
        }
        boolean foreign = site != null && !site.equals("same-origin");
        if (foreign || !house.csrf().valid(token, operator == null ? browser : operator.sessionId())) {
            throw Problem.forbidden("This form is too old or does not come from these pages. Reload it and try again.");
        }
    }

    // ------------------------------------------------------------------ answers

    /** The frame of a page. */
    public PageFrame frame(String title, String active, Notice... more) {
        List<Notice> notices = new ArrayList<>(List.of(more));
        String done = Done.text(cookie(DONE));
        if (done != null) {
            notices.addFirst(Notice.of(Tone.SUCCESS, done));
            remove(DONE);
        }
        Operator who = operator;
        var builder = PageFrame.builder(
                        who == null ? PageFrame.Kind.PLAIN : PageFrame.Kind.ADMIN,
                        title,
                        house.locale(),
                        house.assets())
                .notices(notices);
        return who == null
                ? builder.visitor(Visitor.guest(0), csrf()).build()
                : builder.visitor(Visitor.signedIn(who.name(), 0, false, true), csrf())
                        .nav(NAV, active)
                        .build();
    }

    /** Says when it can be tried again, where that is known. */
    public void retryAfter(Problem problem) {
        Duration wait = problem.retryAfter();
        if (wait != null) {
            ctx.header("Retry-After", Long.toString(wait.toSeconds()));
        }
    }

    /** Answers with a page. */
    public void show(String template, PageFrame frame, Object page) {
        ctx.html(house.templates().render(template, Map.of("frame", frame, "page", page)));
    }

    /** Answers with a part of a page. */
    public void part(String template, Map<String, Object> parameters) {
        ctx.header("Vary", "HX-Request").html(house.templates().render(template, parameters));
    }

    /** Leads on to another page. */
    public void redirect(String url) {
        if (wantsRows()) {
            ctx.header("HX-Redirect", url).status(200);
        } else {
            ctx.header("Location", url).status(303);
        }
    }

    /** The same with a message for the page that follows. */
    public void redirect(String url, Done done) {
        put(DONE, done.name(), -1);
        redirect(url);
    }

    /** A picture for an empty page. */
    public com.mallhive.web.ui.Art art(String name) {
        return com.mallhive.web.ui.Art.of(house.assets().path("ui/art/" + name + ".webp"), "", 2);
    }

    // ------------------------------------------------------------------ words

    /** An amount as people read it. */
    public String money(Money money) {
        return MoneyFormat.format(money.getAmount(), currency(money), house.locale());
    }

    /** The currency of an amount; the mall's where there is none because nothing was counted. */
    public String currency(Money money) {
        return money.getCurrency().isEmpty() ? house.currency() : money.getCurrency();
    }

    /** A day and time as people read it. */
    public String time(Timestamp time) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                        .withLocale(house.locale())
                        .format(Wire.instant(time).atOffset(ZoneOffset.UTC))
                + " UTC";
    }

    /** A whole number with separators. */
    public String number(long number) {
        return String.format(house.locale(), "%,d", number);
    }

    /** For a parameter of an address. */
    public static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    // ------------------------------------------------------------------ cookies

    private String csrf() {
        Operator who = operator;
        if (who != null) {
            return house.csrf().token(who.sessionId());
        }
        String name = browser;
        if (name == null) {
            name = UUID.randomUUID().toString();
            browser = name;
            put(BROWSER, name, -1);
        }
        return house.csrf().token(name);
    }

    private @Nullable String cookie(String name) {
        String value = ctx.cookie(cookieName(name));
        return value == null || value.isEmpty() ? null : value;
    }

    private void remove(String name) {
        put(name, "", 0);
    }

    private void put(String name, String value, int seconds) {
        ctx.cookie(new Cookie(cookieName(name), value, "/", seconds, house.secure(), true, null, SameSite.STRICT));
    }

    private String cookieName(String name) {
        return house.secure() ? "__Host-" + name : name;
    }
}
