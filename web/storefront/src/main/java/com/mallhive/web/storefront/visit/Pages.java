package com.mallhive.web.storefront.visit;

import com.mallhive.web.ui.PageFrame;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** Turns view models into HTML with the precompiled templates. */
public final class Pages {
    private final TemplateEngine engine;

    public Pages() {
        this.engine = TemplateEngine.createPrecompiled(
                null, ContentType.Html, Pages.class.getClassLoader(), "com.mallhive.web.storefront.templates");
    }

    /** A page: a template with the parameters {@code frame} and {@code page}. */
    public String page(String template, PageFrame frame, Object page) {
        return render(template, Map.of("frame", frame, "page", page));
    }

    /** A template with any parameters. */
    public String render(String template, Map<String, Object> parameters) {
        StringOutput out = new StringOutput(16 << 10);
        engine.render(template + ".jte", parameters, out);
        return out.toString();
    }
}
