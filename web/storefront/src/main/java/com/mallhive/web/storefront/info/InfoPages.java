package com.mallhive.web.storefront.info;

import com.mallhive.web.storefront.visit.Consent;
import com.mallhive.web.storefront.visit.Flash;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.storefront.visit.Visits;
import com.mallhive.web.ui.PageFrame;
import java.util.Map;

/** Pages that only tell something, and the answer to the question about measuring. */
public final class InfoPages {
    private final String publicUrl;

    /** A page of prose; {@code measured} is what the visitor said about measuring, on the privacy page. */
    public record View(boolean asked, boolean measured) {}

    private record Text(String title, String description) {}

    private static final Map<String, Text> TEXTS = Map.of(
            "about", new Text("About MallHive", "An open marketplace of many independent shops."),
            "privacy", new Text("Privacy", "Which data the mall keeps, what for and for how long."),
            "terms", new Text("Terms", "What buyers, shops and the mall owe each other."),
            "track", new Text("Where is my order?", "How to find an order again."),
            "delivery", new Text("Delivery", "Who sends what, what it costs and how long it takes."),
            "returns", new Text("Returns and refunds", "How to send something back."),
            "contact", new Text("Contact", "How to reach the mall and its shops."),
            "fees", new Text("Fees and payouts", "What selling in the mall costs."));

    public InfoPages(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** The page of this name; {@code path} is its address. */
    public Visits.Page page(String name, String path) {
        Text text = TEXTS.getOrDefault(name, new Text(name, name));
        return visit -> {
            Consent consent = visit.consent();
            visit.show(
                    "info/" + name,
                    visit.frame(PageFrame.Kind.STOREFRONT, text.title())
                            .indexed(publicUrl + path, text.description())
                            .build(),
                    new View(consent.asked(), consent.visitId() != null));
        };
    }

    /** The answer of the banner, or of the privacy page. */
    public void consent(Visit visit) {
        boolean yes = visit.form().text("measure").equals("yes");
        visit.remember(Consent.answered(yes));
        if (visit.isHtmx()) {
            visit.done();
        } else {
            visit.redirect(
                    Urls.localPath(visit.ctx().header("Referer"), "/"), yes ? Flash.CONSENT_YES : Flash.CONSENT_NO);
        }
    }
}
