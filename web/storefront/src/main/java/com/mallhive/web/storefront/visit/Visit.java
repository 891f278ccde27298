package com.mallhive.web.storefront.visit;

import com.mallhive.api.analytics.v1.VisitEvent;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.platform.http.ClientAddress;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.telemetry.Trace;
import com.mallhive.web.ui.Assets;
import com.mallhive.web.ui.MoneyFormat;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Visitor;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request of a browser: who sends it, what its cookies say, and how it is answered. */
public final class Visit {
    private final Context ctx;
    private final Visits house;
    private final Cookies cookies;
    private final Trace trace;
    private final Locale locale;
    private @Nullable SignedIn signedIn;
    private @Nullable CartCookie cart;
    private Consent consent;
    private @Nullable String browser;
    private @Nullable String csrf;

    Visit(Context ctx, Visits house, Cookies cookies, Trace trace, Locale locale) {
        this.ctx = ctx;
        this.house = house;
        this.cookies = cookies;
        this.trace = trace;
        this.locale = locale;
        this.cart = CartCookie.parse(cookies.get(Cookies.CART));
        this.consent = Consent.parse(cookies.get(Cookies.CONSENT));
        this.browser = cookies.get(Cookies.BROWSER);
        switch (house.sessions().open(cookies.get(Cookies.SESSION))) {
            case Sessions.State.None() -> {}
            case Sessions.State.Current(SignedIn session) -> signedIn = session;
            case Sessions.State.Renewed(SignedIn session) -> remember(session);
            case Sessions.State.Ended() -> cookies.remove(Cookies.SESSION);
        }
    }

    /** The request and its answer. */
    public Context ctx() {
        return ctx;
    }

    public Trace trace() {
        return trace;
    }

    /** How amounts and dates are written. */
    public Locale locale() {
        return locale;
    }

    public Assets assets() {
        return house.assets();
    }

    /** A part of the address. */
    public String path(String name) {
        return ctx.pathParam(name);
    }

    /** A part of the address that must be an id; anything else names nothing. */
    public UUID id(String name) {
        try {
            return UUID.fromString(ctx.pathParam(name));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound("page");
        }
    }

    /** A parameter of the address; empty if it is missing. */
    public String query(String name) {
        String value = ctx.queryParam(name);
        return value == null ? "" : value.strip();
    }

    /** What was entered. */
    public Form form() {
        return new Form(ctx.formParamMap());
    }

    /** Whether htmx asks for a part of the page. */
    public boolean isHtmx() {
        return "true".equals(ctx.header("HX-Request")) && !"true".equals(ctx.header("HX-History-Restore-Request"));
    }

    // ------------------------------------------------------------------ who

    /** The session, or null. */
    public @Nullable SignedIn signedIn() {
        return signedIn;
    }

    /** The session of somebody whose token is good; others are led to the sign-in page. */
    public SignedIn needSignIn() {
        SignedIn session = signedIn;
        if (session == null || session.person() == null) {
            throw new Detour("/sign-in?next=" + Urls.encode(returnPath()), 401);
        }
        return session;
    }

    /** The session of somebody who runs a shop; others are led to where one opens. */
    public SignedIn needShop() {
        SignedIn session = needSignIn();
        if (!session.sells()) {
            throw new Detour("/sell", 403);
        }
        return session;
    }

    /** On whose behalf services are called. */
    public Caller caller() {
        SignedIn session = signedIn;
        String token = session == null || session.person() == null ? null : session.accessToken();
        return new Caller("storefront", null, token, null);
    }

    /** Calls services as the visitor is now, for work after a sign-in within the same request. */
    public <T extends @Nullable Object> T asNow(Supplier<T> work) {
        return caller().call(work::get);
    }

    /** Keeps a session in the browser. */
    public void remember(SignedIn session) {
        signedIn = session;
        var life = Duration.between(house.clock().instant(), session.refreshExpiry());
        cookies.set(Cookies.SESSION, house.sessions().seal(session), life);
    }

    /** The session that a sign-in answered with, kept in the browser. */
    public void begin(com.mallhive.api.accounts.v1.Session session) {
        remember(house.sessions().of(session));
    }

    /** New tokens, because what they say has changed: for example a shop was opened. */
    public void renew() {
        remember(house.sessions().renewed(needSignIn()));
    }

    /** Whether the mall is asked under its own name. */
    public boolean atOwnHost() {
        return house.hosts().has(ctx.host());
    }

    /** Whom attempts are counted for. */
    String address() {
        return ClientAddress.key(ctx.req().getRemoteAddr());
    }

    /** The sign-in was right: who can sign in does not guess passwords. */
    public void admitted() {
        house.attempts().giveBack(address());
    }

    /** Forgets session and cart. */
    public void forget() {
        signedIn = null;
        cookies.remove(Cookies.SESSION);
        cookies.remove(Cookies.BROWSER);
        browser = null;
        forgetCart();
    }

    // ------------------------------------------------------------------ cart

    /** The cart that the browser knows, or null. */
    public @Nullable CartCookie cart() {
        return cart;
    }

    /** Keeps a cart in the browser. */
    public void remember(Cart newCart) {
        UUID id = UUID.fromString(newCart.getId());
        CartCookie known = cart;
        UUID order = known != null && known.id().equals(id) ? known.orderId() : null;
        keep(new CartCookie(id, newCart.getItemCount(), order));
    }

    /** An order was made of the cart; the cart stays until it is paid. */
    public void ordered(UUID orderId) {
        CartCookie known = cart;
        if (known != null) {
            keep(new CartCookie(known.id(), known.count(), orderId));
        }
    }

    private void keep(CartCookie now) {
        if (!now.equals(cart)) {
            cart = now;
            cookies.set(Cookies.CART, now.text(), house.rules().cartLife());
        }
    }

    /** The cart is gone: bought, or cleared away. */
    public void forgetCart() {
        if (cart != null) {
            cart = null;
            cookies.remove(Cookies.CART);
        }
    }

    // ------------------------------------------------------------------ consent

    public Consent consent() {
        return consent;
    }

    /** Keeps what the visitor said about measuring. */
    public void remember(Consent answer) {
        consent = answer;
        cookies.set(Cookies.CONSENT, answer.text(), Duration.ofDays(180));
    }

    /** Takes note of an event if the visitor agreed. */
    public void note(VisitEvent.Type type, @Nullable String productId) {
        UUID visit = consent.visitId();
        if (visit != null) {
            house.measure().note(visit, type, ctx.path(), productId);
        }
    }

    // ------------------------------------------------------------------ CSRF

    /** A token for the forms of this page. */
    public String csrf() {
        String token = csrf;
        if (token == null) {
            token = house.csrf().token(binding());
            csrf = token;
        }
        return token;
    }

    void checkCsrf() {
        String site = ctx.header("Sec-Fetch-Site");
        String token = ctx.header(Csrf.HEADER);
        if (token == null) {
            token = ctx.formParam(Csrf.FIELD);
        }
        String bound = signedIn != null ? signedIn.sessionId() : browser;
        if ("cross-site".equals(site) || !house.csrf().valid(token, bound)) {
            throw Problem.of(
                    Problem.Kind.FORBIDDEN,
                    "form-expired",
                    "This form is too old, or somebody has signed in or out since. Go back, reload the page and send it again.");
        }
    }

    private String binding() {
        if (signedIn != null) {
            return signedIn.sessionId();
        }
        String name = browser;
        if (name == null) {
            name = UUID.randomUUID().toString();
            browser = name;
            cookies.setForNow(Cookies.BROWSER, name);
        }
        return name;
    }

    // ------------------------------------------------------------------ answers

    /** A frame of the storefront with everything that the visit knows. */
    public PageFrame.Builder frame(PageFrame.Kind kind, String title, Notice... more) {
        List<Notice> notices = new ArrayList<>(List.of(more));
        Flash.parse(cookies.get(Cookies.FLASH)).ifPresent(notice -> {
            notices.addFirst(notice);
            cookies.remove(Cookies.FLASH);
        });
        SignedIn session = signedIn;
        int pieces = cart == null ? 0 : cart.count();
        Visitor visitor = session == null
                ? Visitor.guest(pieces)
                : Visitor.signedIn(
                        session.name(),
                        pieces,
                        session.sells(),
                        session.person() != null && session.person().isOperator());
        PageFrame.Builder frame = PageFrame.builder(kind, title, locale, house.assets())
                .visitor(visitor, csrf())
                .askConsent(kind == PageFrame.Kind.STOREFRONT && !consent.asked())
                .notices(notices);
        return kind == PageFrame.Kind.STOREFRONT ? frame.nav(house.nav(), null) : frame;
    }

    /** Answers with a page. */
    public void show(String template, PageFrame frame, Object page) {
        boolean seen = ctx.method().equals(HandlerType.GET) && ctx.statusCode() == 200 && !isHtmx();
        html(house.pages().page(template, frame, page));
        if (seen) {
            note(VisitEvent.Type.PAGE_VIEW, null);
        }
    }

    /** Answers with a page whose form has errors. */
    public void showAgain(int status, String template, PageFrame frame, Object page) {
        ctx.status(status);
        show(template, frame, page);
    }

    /** Answers with a part of a page. */
    public void part(String template, Map<String, Object> parameters) {
        html(house.pages().render(template, parameters));
    }

    /** A part of a page as text, to be joined with others. */
    public String render(String template, Map<String, Object> parameters) {
        return house.pages().render(template, parameters);
    }

    /** Answers with HTML, which belongs to this visitor alone; not again where the browser has the same already. */
    public void html(String html) {
        ctx.header("Cache-Control", "private, no-cache");
        ctx.header("Vary", "HX-Request");
        boolean page = ctx.method().equals(HandlerType.GET) || ctx.method().equals(HandlerType.HEAD);
        if (page && ctx.statusCode() == 200) {
            String etag = etag(html);
            ctx.header("ETag", etag);
            if (etag.equals(ctx.header("If-None-Match"))) {
                ctx.status(HttpStatus.NOT_MODIFIED);
                return;
            }
        }
        ctx.html(html);
    }

    /**
     * What the page says and to whom. A form's token differs each time, but an older one stays good for the same session or
     * browser: that is why the one counts and the other does not.
     */
    private String etag(String html) {
        String token = csrf;
        String same = token == null ? html : html.replace(token, "") + binding();
        return "W/\"" + Hashes.of(same) + '"';
    }

    /** Leads on to another page after a form; htmx follows too. */
    public void redirect(String url) {
        if (isHtmx()) {
            ctx.header("HX-Redirect", url).status(HttpStatus.OK);
        } else {
            ctx.header("Location", url).status(HttpStatus.SEE_OTHER);
        }
        ctx.header("Cache-Control", "no-store");
    }

    /** The same with a message for the page that follows. */
    public void redirect(String url, Flash flash) {
        tell(flash);
        redirect(url);
    }

    /** Says something on the page that follows; what is said last is said. */
    public void tell(Flash flash) {
        cookies.setForNow(Cookies.FLASH, flash.name());
    }

    /** Says when it can be tried again, where that is known. */
    public void retryAfter(Problem problem) {
        Duration wait = problem.retryAfter();
        if (wait != null) {
            ctx.header("Retry-After", Long.toString(wait.toSeconds()));
        }
    }

    /** An answer without content. */
    public void done() {
        ctx.status(HttpStatus.NO_CONTENT);
    }

    /** A toast that htmx shows with this answer. */
    public void toast(String message) {
        ctx.header("HX-Trigger", "{\"toast\": {\"message\": \"" + ascii(message) + "\"}}");
    }

    /** An amount as the visitor writes it. */
    public String money(com.mallhive.api.type.Money money) {
        return MoneyFormat.format(money.getAmount(), money.getCurrency(), locale);
    }

    /** Where to come back to after signing in: this page, or the one that the form was on. */
    private String returnPath() {
        if (ctx.method().equals(HandlerType.GET) && !isHtmx()) {
            String parameters = ctx.queryString();
            return ctx.path() + (parameters == null ? "" : "?" + parameters);
        }
        return Urls.localPath(ctx.header("HX-Current-URL"), "/account");
    }

    /** Header values are ASCII; JSON can say everything else by number. */
    private static String ascii(String text) {
        StringBuilder out = new StringBuilder(text.length() + 16);
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\' || c < ' ' || c > '~') {
                out.append(String.format("\\u%04x", c));
            } else {
                out.append((char) c);
            }
        });
        return out.toString();
    }
}
