package com.mallhive.web.storefront.account;

import com.mallhive.api.accounts.v1.Account;
import com.mallhive.api.accounts.v1.GetMeRequest;
import com.mallhive.api.accounts.v1.RequestPasswordResetRequest;
import com.mallhive.api.accounts.v1.ResetPasswordRequest;
import com.mallhive.api.accounts.v1.UpdateMeRequest;
import com.mallhive.api.accounts.v1.VerifyEmailRequest;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.browse.Dates;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.EmptyState;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.FieldError;
import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The profile, and what the links in e-mails lead to. */
public final class AccountPages {
    private final Services services;

    /** The profile. */
    public record Profile(
            Field name, List<FieldError> errors, String email, boolean verified, String since, boolean sells) {}

    /** A small form of one purpose. */
    public record SmallForm(
            String title,
            String text,
            String action,
            String token,
            List<Field> fields,
            List<FieldError> errors,
            String button) {}

    /** A page that only says something. */
    public record Saying(EmptyState state) {}

    public AccountPages(Services services) {
        this.services = services;
    }

    public void profile(Visit visit) {
        visit.needSignIn();
        Account me = services.accounts().getMe(GetMeRequest.getDefaultInstance());
        profile(visit, me, Form.of(Map.of("displayName", me.getDisplayName())), 200);
    }

    public void save(Visit visit) {
        visit.needSignIn();
        Form form = visit.form();
        String name = form.required("displayName", "Enter a name.");
        try {
            if (form.good()) {
                Account changed = services.accounts()
                        .updateMe(UpdateMeRequest.newBuilder()
                                .setDisplayName(name)
                                .build());
                visit.remember(visit.needSignIn().named(changed.getDisplayName()));
                visit.redirect("/account", Flash.PROFILE_SAVED);
                return;
            }
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            if (!form.take(problem, Map.of())) {
                throw problem;
            }
        }
        profile(visit, services.accounts().getMe(GetMeRequest.getDefaultInstance()), form, 422);
    }

    /** The link of the verification e-mail. */
    public void verify(Visit visit) {
        String token = visit.query("token");
        try {
            services.accounts()
                    .verifyEmail(VerifyEmailRequest.newBuilder().setToken(token).build());
            visit.redirect(visit.signedIn() == null ? "/sign-in" : "/account", Flash.VERIFIED);
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            if (problem.kind() != Problem.Kind.INVALID) {
                throw problem;
            }
            say(
                    visit,
                    400,
                    "This link does not work any more",
                    "It has been used already or is too old. If your account does not say that the address is proven, write to us.",
                    "letter",
                    new Link("To your account", "/account"));
        }
    }

    public void forgot(Visit visit) {
        smallForm(visit, forgotForm(Form.empty()), 200, null);
    }

    /** Says the same whether the address is known or not. */
    public void sendReset(Visit visit) {
        Form form = visit.form();
        String email = form.required("email", "Enter your e-mail address.");
        if (form.good()) {
            try {
                services.accounts()
                        .requestPasswordReset(RequestPasswordResetRequest.newBuilder()
                                .setEmail(email)
                                .build());
                say(
                        visit,
                        200,
                        "Look into your mailbox",
                        "If the address has an account, an e-mail with a link to set a new password is on its way.",
                        "letter",
                        new Link("To the front page", "/"));
                return;
            } catch (StatusRuntimeException e) {
                Problem problem = Problem.from(e);
                if (!form.take(problem, Map.of())) {
                    throw problem;
                }
            }
        }
        smallForm(visit, forgotForm(form), 422, null);
    }

    public void newPassword(Visit visit) {
        smallForm(visit, passwordForm(Form.empty(), visit.query("token")), 200, null);
    }

    public void setPassword(Visit visit) {
        Form form = visit.form();
        String token = form.text("token");
        String password = form.raw("newPassword");
        if (password.length() < SignInPages.SHORTEST) {
            form.error("newPassword", SignInPages.TOO_SHORT);
        }
        Notice notice = null;
        if (form.good()) {
            try {
                services.accounts()
                        .resetPassword(ResetPasswordRequest.newBuilder()
                                .setToken(token)
                                .setNewPassword(password)
                                .build());
                visit.forget();
                visit.redirect("/sign-in", Flash.PASSWORD_SET);
                return;
            } catch (StatusRuntimeException e) {
                Problem problem = Problem.from(e);
                if (problem.kind() != Problem.Kind.INVALID) {
                    throw problem;
                }
                if (problem.type().equals("link-invalid")) {
                    notice = new Notice(
                            Tone.DANGER, null, problem.getMessage(), new Link("Ask for a new link", "/account/forgot"));
                } else {
                    form.take(problem, Map.of());
                }
            }
        }
        smallForm(visit, passwordForm(form, token), 422, notice);
    }

    private static SmallForm forgotForm(Form form) {
        return new SmallForm(
                "Forgotten your password?",
                "Tell us your e-mail address, and we send you a link to set a new one.",
                "/account/forgot",
                "",
                List.of(Field.text("email", "E-mail address", form.text("email"))
                        .type("email")
                        .autocomplete("email")
                        .maxLength(254)
                        .error(form.error("email"))),
                form.errors(),
                "Send the link");
    }

    private static SmallForm passwordForm(Form form, String token) {
        return new SmallForm(
                "Choose a new password",
                "You will be signed out everywhere.",
                "/account/new-password",
                token,
                List.of(Field.text("newPassword", "New password", null)
                        .type("password")
                        .autocomplete("new-password")
                        .hint(SignInPages.LENGTH_HINT)
                        .maxLength(128)
                        .error(form.error("newPassword"))),
                form.errors(),
                "Set the password");
    }

    private void profile(Visit visit, Account me, Form form, int status) {
        Field name = Field.text("displayName", "Name", form.text("displayName"))
                .autocomplete("name")
                .hint("How the mall greets you.")
                .maxLength(80)
                .error(form.error("displayName"));
        visit.showAgain(
                status,
                "account",
                visit.frame(PageFrame.Kind.STOREFRONT, "Your account").build(),
                new Profile(
                        name,
                        form.errors(),
                        me.getEmail(),
                        me.getEmailVerified(),
                        Dates.month(me.getCreateTime(), visit.locale()),
                        !me.getShopId().isEmpty()));
    }

    private static void smallForm(Visit visit, SmallForm form, int status, @Nullable Notice notice) {
        Notice[] notices = notice == null ? new Notice[0] : new Notice[] {notice};
        visit.showAgain(
                status,
                "smallForm",
                visit.frame(PageFrame.Kind.PLAIN, form.title(), notices).build(),
                form);
    }

    private static void say(Visit visit, int status, String title, String text, String art, Link link) {
        Art picture = Art.of(visit.assets().path("ui/art/" + art + ".webp"), "", 2);
        visit.showAgain(
                status,
                "saying",
                visit.frame(PageFrame.Kind.PLAIN, title).build(),
                new Saying(new EmptyState(title, text, picture, link)));
    }

    /** Where to go after signing in. */
    static String next(String wanted) {
        return Urls.localPath(wanted, "/");
    }
}
