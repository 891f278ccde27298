package com.mallhive.web.admin.visit;

import com.mallhive.platform.rpc.Headers;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.telemetry.Trace;
import com.mallhive.web.ui.Assets;
import com.mallhive.web.ui.EmptyState;
import com.mallhive.web.ui.Link;
import io.grpc.StatusRuntimeException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets operators in, checks their forms, runs the page on their behalf and answers when something fails. */
public final class Visits {
    private static final Logger LOG = LoggerFactory.getLogger(Visits.class);
    private static final String SEEN = "visit";

    private final Operators operators;
    private final Csrf csrf;
    private final Templates templates;
    private final Assets assets;
    private final Clock clock;
    private final Locale locale;
    private final String currency;
    private final boolean secure;

    /** Answers a request. */
    @FunctionalInterface
    public interface Page {
        void show(Visit visit) throws Exception;
    }

    public Visits(
            Operators operators,
            Csrf csrf,
            Templates templates,
            Assets assets,
            Clock clock,
            Locale locale,
            String currency,
            boolean secure) {
        this.operators = operators;
        this.csrf = csrf;
        this.templates = templates;
        this.assets = assets;
        this.clock = clock;
        this.locale = locale;
        this.currency = currency;
        this.secure = secure;
    }

    /** A page for operators. */
    public Handler page(Page page) {
        return ctx -> answer(ctx, page, true, false);
    }

    /** A form of operators. */
    public Handler form(Page page) {
        return ctx -> answer(ctx, page, true, true);
    }

    /** A page for everybody: the sign-in. */
    public Handler open(Page page) {
        return ctx -> answer(ctx, page, false, false);
    }

    /** A form for everybody. */
    public Handler openForm(Page page) {
        return ctx -> answer(ctx, page, false, true);
    }

    /** What is shown where there is no page. */
    public Handler missing() {
        return ctx -> {
            if (ctx.attribute(SEEN) == null) {
                answer(
                        ctx,
                        visit -> {
                            throw Problem.notFound("page");
                        },
                        false,
                        false);
            }
        };
    }

    private void answer(Context ctx, Page page, boolean operatorsOnly, boolean changes) {
        ctx.attribute(SEEN, true);
        Trace trace = Trace.from(ctx.header(Headers.TRACE_PARENT.name()));
        trace.run(() -> {
            Visit visit = new Visit(ctx, this);
            try {
                visit.recognise();
                if (operatorsOnly && visit.operator() == null) {
                    signIn(visit);
                    return;
                }
                if (changes) {
                    visit.checkCsrf();
                }
            } catch (RuntimeException e) {
                fail(visit, e, trace);
                return;
            }
            visit.caller().run(() -> attempt(visit, page, trace));
        });
    }

    private void attempt(Visit visit, Page page, Trace trace) {
        try {
            page.show(visit);
        } catch (Exception e) {
            fail(visit, e, trace);
        }
    }

    private void fail(Visit visit, Exception failure, Trace trace) {
        if (!(failure instanceof Problem) && !(failure instanceof StatusRuntimeException)) {
            LOG.error("{} {} failed", visit.ctx().method(), visit.ctx().path(), failure);
        }
        Problem problem = Problem.from(failure);
        if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
            visit.forget();
            signIn(visit);
            return;
        }
        int status = problem.kind().httpStatus();
        visit.ctx().status(status);
        visit.retryAfter(problem);
        String traceId = status >= 500 ? trace.traceId() : "";
        try {
            if (visit.wantsRows()) {
                visit.ctx().header("X-Message", problem.getMessage().replaceAll("[^ -~]", "?"));
                return;
            }
            EmptyState state = state(visit, problem);
            visit.show("failure", visit.frame(state.title(), ""), new Failure(state, traceId));
        } catch (RuntimeException e) {
            LOG.error("the failure page failed", e);
            visit.ctx()
                    .status(500)
                    .contentType("text/plain; charset=utf-8")
                    .result("Something went wrong. Trace id: " + trace.traceId());
        }
    }

    private static void signIn(Visit visit) {
        Context ctx = visit.ctx();
        String parameters = ctx.queryString();
        boolean returns = HandlerType.GET.equals(ctx.method())
                && !visit.wantsRows()
                && !ctx.path().equals("/");
        visit.redirect(
                returns
                        ? "/sign-in?next=" + Visit.encode(ctx.path() + (parameters == null ? "" : "?" + parameters))
                        : "/sign-in");
    }

    private static EmptyState state(Visit visit, Problem problem) {
        Link home = new Link("To the overview", "/");
        return switch (problem.kind()) {
            case NOT_FOUND ->
                new EmptyState(
                        "There is nothing at this address",
                        "It may have been deleted meanwhile, or the address is wrong.",
                        visit.art("compass"),
                        home);
            case FORBIDDEN -> new EmptyState("That is not allowed", problem.getMessage(), visit.art("lock"), home);
            case UNAVAILABLE, TIMEOUT ->
                new EmptyState(
                        "A part of the mall does not answer",
                        "The service behind this page is down or busy. Try again in a moment.",
                        visit.art("robot"),
                        home);
            case INTERNAL ->
                new EmptyState(
                        "Something went wrong",
                        "The log has the details under the number below.",
                        visit.art("robot"),
                        home);
            default -> new EmptyState("That did not work", problem.getMessage(), visit.art("compass"), home);
        };
    }

    Operators operators() {
        return operators;
    }

    Csrf csrf() {
        return csrf;
    }

    Templates templates() {
        return templates;
    }

    Assets assets() {
        return assets;
    }

    Clock clock() {
        return clock;
    }

    Locale locale() {
        return locale;
    }

    String currency() {
        return currency;
    }

    boolean secure() {
        return secure;
    }
}
