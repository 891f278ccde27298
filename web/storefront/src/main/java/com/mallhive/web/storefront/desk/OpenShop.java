package com.mallhive.web.storefront.desk;

import com.mallhive.api.accounts.v1.Account;
import com.mallhive.api.accounts.v1.GetMeRequest;
import com.mallhive.api.accounts.v1.OpenShopRequest;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.buy.AddressFields;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.SignedIn;
import com.mallhive.web.storefront.visit.Soft;
import com.mallhive.web.storefront.visit.Visit;
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

/** How a shop opens. */
public final class OpenShop {
    private final Services services;

    /** The page; the form is there for those who are signed in. */
    public record View(boolean signedIn, boolean verified, List<Field> fields, List<FieldError> errors) {}

    public OpenShop(Services services) {
        this.services = services;
    }

    public void show(Visit visit) {
        SignedIn session = visit.signedIn();
        if (session != null && session.sells()) {
            visit.redirect("/desk");
            return;
        }
        page(visit, Form.of(Map.of("country", visit.locale().getCountry())), 200, null);
    }

    public void open(Visit visit) {
        visit.needSignIn();
        Form form = visit.form();
        String name = form.required("name", "Enter the name of your shop.");
        if (!form.good()) {
            page(visit, form, 422, null);
            return;
        }
        try {
            services.accounts()
                    .openShop(OpenShopRequest.newBuilder()
                            .setName(name)
                            .setTagline(form.text("tagline"))
                            .setDescription(form.text("description"))
                            .setCity(form.text("city"))
                            .setCountry(form.text("country"))
                            .build());
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            if (problem.type().equals("shop-exists")) {
                visit.renew();
                visit.redirect("/desk");
            } else if (problem.type().equals("email-unverified")) {
                page(
                        visit,
                        form,
                        409,
                        new Notice(Tone.WARNING, null, problem.getMessage(), new Link("Your account", "/account")));
            } else if (form.take(problem, Map.of())) {
                page(visit, form, 422, null);
            } else {
                throw problem;
            }
            return;
        }
        // The access token must name the shop before the desk opens.
        visit.renew();
        visit.redirect("/desk/products/new", Flash.SHOP_OPEN);
    }

    private void page(Visit visit, Form form, int status, @Nullable Notice notice) {
        boolean signedIn = visit.caller().token() != null;
        boolean verified = signedIn
                && Soft.get(
                                () -> services.accounts().getMe(GetMeRequest.getDefaultInstance()),
                                Account.newBuilder().setEmailVerified(true).build())
                        .getEmailVerified();
        List<Field> fields = List.of(
                Field.text("name", "Name of the shop", form.text("name"))
                        .maxLength(80)
                        .error(form.error("name")),
                Field.text("tagline", "In one line", form.text("tagline"))
                        .optional()
                        .maxLength(160)
                        .hint("What is special about it? Shown wherever the shop is.")
                        .error(form.error("tagline")),
                Field.area("description", "About you", form.text("description"))
                        .optional()
                        .maxLength(4000)
                        .error(form.error("description")),
                Field.text("city", "Town or city", form.text("city"))
                        .optional()
                        .autocomplete("address-level2")
                        .maxLength(120)
                        .error(form.error("city")),
                Field.select("country", "Country", form.text("country"), AddressFields.countries(visit.locale()))
                        .autocomplete("country")
                        .error(form.error("country")));
        Notice[] notices = notice == null ? new Notice[0] : new Notice[] {notice};
        visit.showAgain(
                status,
                "sell",
                visit.frame(PageFrame.Kind.STOREFRONT, "Open a shop", notices).build(),
                new View(signedIn, verified, fields, form.errors()));
    }
}
