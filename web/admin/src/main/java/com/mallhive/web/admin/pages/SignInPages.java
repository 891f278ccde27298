package com.mallhive.web.admin.pages;

import com.mallhive.api.accounts.v1.CreateSessionRequest;
import com.mallhive.api.accounts.v1.DeleteSessionRequest;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.platform.http.ClientAddress;
import com.mallhive.platform.limits.RateLimit;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.admin.visit.Done;
import com.mallhive.web.admin.visit.Services;
import com.mallhive.web.admin.visit.Visit;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signing in and out. */
public final class SignInPages {
    private static final Logger LOG = LoggerFactory.getLogger(SignInPages.class);

    private final Services services;
    private final RateLimit attempts;

    /** The form. */
    public record View(Field email, Field password, String next) {}

    /** @param attempts by address */
    public SignInPages(Services services, RateLimit attempts) {
        this.services = services;
        this.attempts = attempts;
    }

    public void show(Visit visit) {
        String next = local(visit.query("next"));
        if (visit.operator() != null) {
            visit.redirect(next);
        } else {
            form(visit, "", next, 200);
        }
    }

    public void signIn(Visit visit) {
        String email = visit.field("email");
        String next = local(visit.field("next"));
        if (email.isEmpty() || visit.raw("password").isEmpty()) {
            form(visit, email, next, 422, Notice.of(Tone.DANGER, "Enter your e-mail address and your password."));
            return;
        }
        String address = ClientAddress.key(visit.ctx().req().getRemoteAddr());
        Session session;
        try {
            attempts.take(address);
            session = services.accounts()
                    .createSession(CreateSessionRequest.newBuilder()
                            .setEmail(email)
                            .setPassword(visit.raw("password"))
                            .build());
            attempts.giveBack(address);
        } catch (Problem | StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            switch (problem.kind()) {
                case TOO_MANY -> {
                    visit.retryAfter(problem);
                    form(visit, email, next, 429, Notice.of(Tone.DANGER, problem.getMessage()));
                }
                case UNAUTHENTICATED, INVALID ->
                    form(visit, email, next, 422, Notice.of(Tone.DANGER, problem.getMessage()));
                default -> throw problem;
            }
            return;
        }
        try {
            visit.admit(session);
            visit.redirect(next);
        } catch (Problem refused) {
            end(session.getAccessToken());
            form(visit, email, next, 403, Notice.of(Tone.DANGER, refused.getMessage()));
        }
    }

    public void signOut(Visit visit) {
        var operator = visit.operator();
        if (operator != null) {
            end(operator.accessToken());
        }
        visit.forget();
        visit.redirect("/sign-in", Done.SIGNED_OUT);
    }

    private void end(String token) {
        try {
            new Caller("admin", null, token, null)
                    .call(() -> services.accounts().deleteSession(DeleteSessionRequest.getDefaultInstance()));
        } catch (StatusRuntimeException e) {
            LOG.debug("a session ends by itself: {}", e.getStatus());
        }
    }

    private static void form(Visit visit, String email, String next, int status, Notice... notices) {
        visit.ctx().status(status);
        visit.show(
                "signIn",
                visit.frame("Sign in", "", notices),
                new View(
                        Field.text("email", "E-mail address", email)
                                .type("email")
                                .autocomplete("username")
                                .maxLength(254),
                        Field.text("password", "Password", null)
                                .type("password")
                                .autocomplete("current-password")
                                .maxLength(128),
                        next));
    }

    /** An address of these pages; the overview for everything else. */
    static String local(String url) {
        boolean inside = url.startsWith("/")
                && !url.startsWith("//")
                && !url.startsWith("/sign-")
                && url.chars().allMatch(c -> c > ' ' && c < 127 && c != '\\');
        return inside ? url : "/";
    }
}
