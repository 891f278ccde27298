package com.mallhive.web.storefront.account;

import com.mallhive.api.accounts.v1.CreateAccountRequest;
import com.mallhive.api.accounts.v1.CreateSessionRequest;
import com.mallhive.api.accounts.v1.DeleteSessionRequest;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.buy.Carts;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Soft;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.FieldError;
import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Tone;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Registration, sign-in and sign-out. */
public final class SignInPages {
    static final int SHORTEST = 10;
    static final String TOO_SHORT = "Choose at least 10 characters. A few words in a row are easy to keep in mind.";
    static final String LENGTH_HINT = "At least 10 characters; a few words in a row are fine.";

    private static final List<String> DEMO_LABELS = List.of("A buyer", "A seller", "An operator");

    private final Services services;
    private final Carts carts;
    private final List<String> demoAccounts;
    private final String demoPassword;
    private volatile boolean offersDemo;

    /** The sign-in page; {@code demos} are one-click sign-ins of the demo data. */
    public record View(Field email, Field password, String next, List<FieldError> errors, List<Demo> demos) {}

    /** A demo sign-in. */
    public record Demo(int index, String label, String email) {}

    /** The registration page. */
    public record Registration(Field name, Field email, Field password, String next, List<FieldError> errors) {}

    /**
     * @param demoAccounts e-mail addresses that one click signs in as
     * @param offersDemo whether it does; never in a real mall
     */
    public SignInPages(
            Services services, Carts carts, List<String> demoAccounts, String demoPassword, boolean offersDemo) {
        this.services = services;
        this.carts = carts;
        this.demoAccounts = List.copyOf(demoAccounts);
        this.demoPassword = demoPassword;
        this.offersDemo = offersDemo;
    }

    /** From now on one click signs in. */
    public void offerDemo() {
        offersDemo = true;
    }

    public void signIn(Visit visit) {
        String next = AccountPages.next(visit.query("next"));
        if (visit.caller().token() != null) {
            visit.redirect(next);
            return;
        }
        signInPage(visit, Form.of(Map.of("next", next)), 200, null);
    }

    public void doSignIn(Visit visit) {
        Form form = visit.form();
        String email = form.required("email", "Enter your e-mail address.");
        String password = form.raw("password");
        if (password.isEmpty()) {
            form.error("password", "Enter your password.");
        }
        if (!form.good()) {
            signInPage(visit, form, 422, null);
            return;
        }
        try {
            begin(visit, email, password);
            visit.admitted();
            visit.redirect(AccountPages.next(form.text("next")));
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            switch (problem.kind()) {
                case UNAUTHENTICATED -> signInPage(visit, form, 422, Notice.of(Tone.DANGER, problem.getMessage()));
                case TOO_MANY -> {
                    visit.retryAfter(problem);
                    signInPage(visit, form, 429, Notice.of(Tone.DANGER, problem.getMessage()));
                }
                case INVALID -> {
                    form.take(problem, Map.of());
                    signInPage(visit, form, 422, null);
                }
                default -> throw problem;
            }
        }
    }

    /** One click, for those who look at the demo mall. */
    public void demo(Visit visit) {
        int who = visit.form().number("who", -1, 0, 9);
        if (!offersDemo || who < 0 || who >= demoAccounts.size()) {
            throw Problem.notFound("page");
        }
        begin(visit, demoAccounts.get(who), demoPassword);
        boolean sells = visit.signedIn() != null && visit.signedIn().sells();
        visit.redirect(sells ? "/desk" : AccountPages.next(visit.form().text("next")));
    }

    public void register(Visit visit) {
        registerPage(visit, Form.of(Map.of("next", AccountPages.next(visit.query("next")))), 200, null);
    }

    public void doRegister(Visit visit) {
        Form form = visit.form();
        String name = form.required("displayName", "Enter a name, so that we can greet you.");
        String email = form.required("email", "Enter your e-mail address.");
        String password = form.raw("password");
        if (password.length() < SHORTEST) {
            form.error("password", TOO_SHORT);
        }
        if (!form.good()) {
            registerPage(visit, form, 422, null);
            return;
        }
        try {
            services.accounts()
                    .createAccount(CreateAccountRequest.newBuilder()
                            .setDisplayName(name)
                            .setEmail(email)
                            .setPassword(password)
                            .build());
            begin(visit, email, password);
            visit.redirect(AccountPages.next(form.text("next")), Flash.REGISTERED);
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            if (problem.type().equals("email-taken")) {
                registerPage(
                        visit,
                        form,
                        422,
                        new Notice(Tone.WARNING, null, problem.getMessage(), new Link("Sign in", "/sign-in")));
            } else if (form.take(problem, Map.of())) {
                registerPage(visit, form, 422, null);
            } else {
                throw problem;
            }
        }
    }

    public void signOut(Visit visit) {
        Soft.get(
                () -> services.accounts().deleteSession(DeleteSessionRequest.getDefaultInstance()),
                com.google.protobuf.Empty.getDefaultInstance());
        visit.forget();
        visit.redirect("/", Flash.SIGNED_OUT);
    }

    private void begin(Visit visit, String email, String password) {
        Session session = services.accounts()
                .createSession(CreateSessionRequest.newBuilder()
                        .setEmail(email)
                        .setPassword(password)
                        .build());
        visit.begin(session);
        visit.asNow(() -> {
            carts.afterSignIn(visit);
            return null;
        });
    }

    private void signInPage(Visit visit, Form form, int status, @Nullable Notice notice) {
        List<Demo> demos = new ArrayList<>();
        boolean offered = offersDemo && visit.atOwnHost();
        for (int i = 0; offered && i < demoAccounts.size(); i++) {
            demos.add(new Demo(i, DEMO_LABELS.get(Math.min(i, DEMO_LABELS.size() - 1)), demoAccounts.get(i)));
        }
        View view = new View(
                email(form).autocomplete("username"),
                Field.text("password", "Password", null)
                        .type("password")
                        .autocomplete("current-password")
                        .maxLength(128)
                        .error(form.error("password")),
                form.text("next"),
                form.errors(),
                demos);
        visit.showAgain(status, "signIn", frame(visit, "Sign in", notice), view);
    }

    private static void registerPage(Visit visit, Form form, int status, @Nullable Notice notice) {
        Registration view = new Registration(
                Field.text("displayName", "Name", form.text("displayName"))
                        .autocomplete("name")
                        .maxLength(80)
                        .hint("How the mall greets you.")
                        .error(form.error("displayName")),
                email(form).autocomplete("email"),
                Field.text("password", "Password", null)
                        .type("password")
                        .autocomplete("new-password")
                        .maxLength(128)
                        .hint(LENGTH_HINT)
                        .error(form.error("password")),
                form.text("next"),
                form.errors());
        visit.showAgain(status, "register", frame(visit, "Create an account", notice), view);
    }

    private static Field email(Form form) {
        return Field.text("email", "E-mail address", form.text("email"))
                .type("email")
                .inputMode("email")
                .maxLength(254)
                .error(form.error("email"));
    }

    private static PageFrame frame(Visit visit, String title, @Nullable Notice notice) {
        return (notice == null
                        ? visit.frame(PageFrame.Kind.PLAIN, title)
                        : visit.frame(PageFrame.Kind.PLAIN, title, notice))
                .build();
    }
}
