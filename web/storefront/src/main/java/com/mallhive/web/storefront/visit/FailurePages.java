package com.mallhive.web.storefront.visit;

import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.EmptyState;
import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.PageFrame;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is shown when a page cannot be: friendly words, the trace id for the operators, nothing of the inside. */
final class FailurePages {
    private static final Logger LOG = LoggerFactory.getLogger(FailurePages.class);

    void show(Visit visit, Problem problem) {
        int status = problem.kind().httpStatus();
        visit.ctx().status(status);
        visit.retryAfter(problem);
        if (visit.isHtmx()) {
            // htmx shows this sentence as a toast and leaves the page as it is.
            visit.ctx().header("X-Message", asciiOnly(message(problem)));
            return;
        }
        try {
            EmptyState state = state(visit, problem);
            String trace = status >= 500 ? visit.trace().traceId() : "";
            visit.show(
                    "failure",
                    visit.frame(PageFrame.Kind.STOREFRONT, state.title()).build(),
                    new FailureView(state, trace));
        } catch (RuntimeException e) {
            LOG.error("the failure page failed", e);
            visit.ctx()
                    .status(500)
                    .contentType("text/plain; charset=utf-8")
                    .result("Something went wrong. Trace id: " + visit.trace().traceId());
        }
    }

    private static EmptyState state(Visit visit, Problem problem) {
        Link home = new Link("To the front page", "/");
        return switch (problem.kind()) {
            case NOT_FOUND ->
                new EmptyState(
                        "There is nothing at this address",
                        "The page may have moved, or the product is no longer on sale. The search looks through every shop.",
                        art(visit, "compass"),
                        home);
            case UNAUTHENTICATED ->
                new EmptyState(
                        "Please sign in again",
                        "Your session has ended.",
                        art(visit, "lock"),
                        new Link("Sign in", "/sign-in"));
            case FORBIDDEN -> new EmptyState("That is not allowed", problem.getMessage(), art(visit, "lock"), home);
            case TOO_MANY ->
                new EmptyState(
                        "One moment, please",
                        problem.retryAfter() == null
                                ? "That was a little too fast. Wait a few seconds and try again."
                                : problem.getMessage(),
                        art(visit, "robot"),
                        home);
            case UNAVAILABLE, TIMEOUT ->
                new EmptyState(
                        "We will be right back",
                        "A part of the mall does not answer at the moment. Nothing is lost; please try again in a minute.",
                        art(visit, "robot"),
                        home);
            case INTERNAL ->
                new EmptyState(
                        "Something went wrong on our side",
                        "We have taken note of it. Please try again; if it happens again, tell us the number below.",
                        art(visit, "robot"),
                        home);
            default -> new EmptyState("That did not work", problem.getMessage(), art(visit, "compass"), home);
        };
    }

    private static Art art(Visit visit, String name) {
        return Art.of(visit.assets().path("ui/art/" + name + ".webp"), "", 2);
    }

    /** What is wrong with the only field that is wrong, else what is wrong at all. */
    private static String message(Problem problem) {
        return problem.violations().size() == 1
                ? Form.sentence(problem.violations().getFirst().message())
                : problem.getMessage();
    }

    private static String asciiOnly(String text) {
        return text.replaceAll("[^ -~]", "?");
    }
}
