package com.mallhive.web.admin.visit;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The precompiled templates. */
public final class Templates {
    private final TemplateEngine engine = TemplateEngine.createPrecompiled(
            null, ContentType.Html, Templates.class.getClassLoader(), "com.mallhive.web.admin.templates");

    /** A template as HTML. */
    public String render(String name, Map<String, Object> parameters) {
        StringOutput out = new StringOutput(16 << 10);
        engine.render(name + ".jte", parameters, out);
        return out.toString();
    }
}
