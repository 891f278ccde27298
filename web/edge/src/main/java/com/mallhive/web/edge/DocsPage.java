package com.mallhive.web.edge;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The OpenAPI document as a page: readable without JavaScript, to be tried out with it. */
final class DocsPage {
    private record Operation(String method, String path, JsonObject spec) {}

    private DocsPage() {}

    static String render(JsonObject document) {
        Map<String, List<Operation>> byTag = new LinkedHashMap<>();
        document.getAsJsonObject("paths")
                .entrySet()
                .forEach(path -> path.getValue().getAsJsonObject().entrySet().forEach(method -> {
                    JsonObject spec = method.getValue().getAsJsonObject();
                    byTag.computeIfAbsent(spec.getAsJsonArray("tags").get(0).getAsString(), _ -> new ArrayList<>())
                            .add(new Operation(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), spec));
                }));
        StringBuilder html = new StringBuilder(64 << 10);
        html.append("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>MallHive API</title><link rel="stylesheet" href="/docs/docs.css"></head><body>
                <header><h1>MallHive API</h1><p>Amounts are minor units as texts (<code>"1999"</code> is 19.99 EUR).
                Unknown fields are errors. Errors are <code>application/problem+json</code> with the fields and the remedy.
                <a href="/openapi.json">OpenAPI 3.1 document</a></p>
                <label>Access token <input id="token" type="password" autocomplete="off"
                placeholder="from POST /v1/sessions"></label></header><div class="columns"><nav aria-label="Calls">
                """);
        byTag.forEach((tag, operations) -> {
            html.append("<h2>").append(escape(tag)).append("</h2><ul>");
            operations.forEach(o -> html.append("<li><a href=\"#")
                    .append(id(o))
                    .append("\"><b class=\"m ")
                    .append(o.method())
                    .append("\">")
                    .append(o.method())
                    .append("</b> ")
                    .append(escape(o.path()))
                    .append("</a></li>"));
            html.append("</ul>");
        });
        html.append("</nav><main>");
        byTag.forEach((tag, operations) -> {
            html.append("<h2>").append(escape(tag)).append("</h2>");
            operations.forEach(operation -> write(html, operation));
        });
        html.append("<h2>Types</h2>");
        document.getAsJsonObject("components")
                .getAsJsonObject("schemas")
                .entrySet()
                .forEach(schema -> {
                    html.append("<section id=\"type-")
                            .append(escape(schema.getKey()))
                            .append("\"><h3>")
                            .append(escape(schema.getKey()))
                            .append("</h3>");
                    fields(html, schema.getValue().getAsJsonObject());
                    html.append("</section>");
                });
        return html.append("</main></div><script src=\"/docs/docs.js\" defer></script></body></html>")
                .toString();
    }

    private static void write(StringBuilder html, Operation operation) {
        JsonObject spec = operation.spec();
        html.append("<section id=\"")
                .append(id(operation))
                .append("\"><h3><b class=\"m ")
                .append(operation.method())
                .append("\">")
                .append(operation.method())
                .append("</b> <code>")
                .append(escape(operation.path()))
                .append("</code> <small>")
                .append(who(spec.get("x-access").getAsString()))
                .append("</small></h3><p>")
                .append(escape(spec.get("description").getAsString()))
                .append("</p>");
        html.append("<form data-method=\"")
                .append(operation.method())
                .append("\" data-path=\"")
                .append(escape(operation.path()))
                .append("\">");
        for (JsonElement element : spec.getAsJsonArray("parameters")) {
            JsonObject parameter = element.getAsJsonObject();
            String name = parameter.get("name").getAsString();
            html.append("<label><code>")
                    .append(escape(name))
                    .append("</code> <small>")
                    .append(escape(parameter.get("in").getAsString()))
                    .append(". ")
                    .append(escape(parameter.get("description").getAsString()))
                    .append("</small><input name=\"")
                    .append(escape(name))
                    .append("\" data-in=\"")
                    .append(escape(parameter.get("in").getAsString()))
                    .append("\"></label>");
        }
        if (spec.has("requestBody")) {
            JsonObject content = spec.getAsJsonObject("requestBody").getAsJsonObject("content");
            if (content.has("application/json")) {
                JsonObject schema = content.getAsJsonObject("application/json").getAsJsonObject("schema");
                fields(html, schema);
                html.append("<label>Body<textarea name=\"body\" rows=\"5\" spellcheck=\"false\">{}</textarea></label>");
            }
        }
        html.append("<button>Try it</button><output></output></form></section>");
    }

    private static void fields(StringBuilder html, JsonObject schema) {
        if (!schema.has("properties")) {
            return;
        }
        if (schema.has("description")) {
            html.append("<p>")
                    .append(escape(schema.get("description").getAsString()))
                    .append("</p>");
        }
        html.append("<table><tbody>");
        schema.getAsJsonObject("properties").entrySet().forEach(property -> {
            JsonObject spec = property.getValue().getAsJsonObject();
            html.append("<tr><th scope=\"row\"><code>")
                    .append(escape(property.getKey()))
                    .append("</code></th><td>")
                    .append(type(spec))
                    .append("</td><td>")
                    .append(
                            spec.has("description")
                                    ? escape(spec.get("description").getAsString())
                                    : "")
                    .append("</td></tr>");
        });
        html.append("</tbody></table>");
    }

    private static String type(JsonObject spec) {
        if (spec.has("$ref")) {
            String name = spec.get("$ref").getAsString();
            name = name.substring(name.lastIndexOf('/') + 1);
            return "<a href=\"#type-" + escape(name) + "\">" + escape(name) + "</a>";
        }
        String type = spec.has("type") ? spec.get("type").getAsString() : "";
        if (type.equals("array")) {
            return "list of " + type(spec.getAsJsonObject("items"));
        }
        if (spec.has("enum")) {
            List<String> values = new ArrayList<>();
            spec.getAsJsonArray("enum").forEach(v -> values.add(v.getAsString()));
            return escape(String.join(" | ", values));
        }
        return escape(spec.has("format") ? spec.get("format").getAsString() : type);
    }

    private static String who(String access) {
        return switch (access) {
            case "PUBLIC" -> "anyone";
            case "SIGNED_IN" -> "signed in";
            case "SELLER" -> "sellers";
            default -> "operators";
        };
    }

    private static String id(Operation operation) {
        return operation.spec().get("operationId").getAsString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
