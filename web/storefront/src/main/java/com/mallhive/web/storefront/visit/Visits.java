package com.mallhive.web.storefront.visit;

import com.mallhive.platform.http.OwnHosts;
import com.mallhive.platform.limits.RateLimit;
import com.mallhive.platform.rpc.Headers;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.telemetry.Trace;
import com.mallhive.web.ui.Assets;
import com.mallhive.web.ui.NavLink;
import io.grpc.StatusRuntimeException;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens a {@link Visit} for every request: trace, session, CSRF check, caller; and answers when something fails. */
public final class Visits {
    private static final Logger LOG = LoggerFactory.getLogger(Visits.class);
    private static final String VISIT = "visit";

    private final Rules rules;
    private final Sessions sessions;
    private final Csrf csrf;
    private final Pages pages;
    private final Assets assets;
    private final Supplier<List<NavLink>> nav;
    private final Measure measure;
    private final RateLimit attempts;
    private final OwnHosts hosts;
    private final Clock clock;
    private final FailurePages failures = new FailurePages();

    /**
     * What the settings say of visits.
     *
     * @param secureCookies whether cookies travel over https only
     * @param locale of visitors who state no region
     * @param cartLife how long a browser remembers its cart
     * @param attempts per minute and address, of {@link #attempt}
     */
    public record Rules(boolean secureCookies, Locale locale, Duration cartLife, int attempts) {}

    /** Answers a request. */
    @FunctionalInterface
    public interface Page {
        void show(Visit visit) throws Exception;
    }

    public Visits(
            Rules rules,
            Sessions sessions,
            Csrf csrf,
            Pages pages,
            Assets assets,
            Supplier<List<NavLink>> nav,
            Measure measure,
            OwnHosts hosts,
            Clock clock) {
        this.rules = rules;
        this.sessions = sessions;
        this.csrf = csrf;
        this.pages = pages;
        this.assets = assets;
        this.nav = nav;
        this.measure = measure;
        this.hosts = hosts;
        this.attempts = new RateLimit(rules.attempts(), Duration.ofMinutes(1), clock);
        this.clock = clock;
    }

    /** A page that is not for everybody who can make a browser ask for it under a name of their own. */
    public Page ownHost(Page page) {
        return visit -> {
            hosts.check(visit.ctx().host());
            page.show(visit);
        };
    }

    /** A page to look at. */
    public Handler get(Page page) {
        return ctx -> answer(ctx, page, false);
    }

    /** A form that changes something: its CSRF token is checked first. */
    public Handler post(Page page) {
        return ctx -> answer(ctx, page, true);
    }

    /** A form that takes or makes credentials: limited per address, like the same calls at the edge. */
    public Handler attempt(Page page) {
        return post(visit -> {
            attempts.take(visit.address());
            page.show(visit);
        });
    }

    /** What is shown where there is no page. */
    public Handler missing() {
        return ctx -> {
            if (ctx.attribute(VISIT) == null) {
                answer(ctx, visit -> failures.show(visit, Problem.notFound("page")), false);
            }
        };
    }

    private void answer(Context ctx, Page page, boolean changes) {
        Trace trace = Trace.from(ctx.header(Headers.TRACE_PARENT.name()));
        trace.run(() -> {
            Visit visit = new Visit(
                    ctx,
                    this,
                    new Cookies(ctx, rules.secureCookies()),
                    trace,
                    Locales.of(ctx.header("Accept-Language"), rules.locale()));
            ctx.attribute(VISIT, visit);
            visit.caller().run(() -> attempt(visit, page, changes));
        });
    }

    private void attempt(Visit visit, Page page, boolean changes) {
        try {
            if (changes) {
                visit.checkCsrf();
            }
            page.show(visit);
        } catch (Detour detour) {
            if (visit.isHtmx()) {
                visit.ctx().status(detour.status());
            } else {
                visit.redirect(detour.url());
            }
        } catch (Problem | StatusRuntimeException e) {
            failures.show(visit, Problem.from(e));
        } catch (Exception e) {
            LOG.error("{} {} failed", visit.ctx().method(), visit.ctx().path(), e);
            failures.show(visit, Problem.from(e));
        }
    }

    Rules rules() {
        return rules;
    }

    Sessions sessions() {
        return sessions;
    }

    Csrf csrf() {
        return csrf;
    }

    Pages pages() {
        return pages;
    }

    Assets assets() {
        return assets;
    }

    List<NavLink> nav() {
        return nav.get();
    }

    OwnHosts hosts() {
        return hosts;
    }

    RateLimit attempts() {
        return attempts;
    }

    Measure measure() {
        return measure;
    }

    Clock clock() {
        return clock;
    }
}
