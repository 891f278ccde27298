package com.mallhive.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Validation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.util.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI document tells of every route what the edge does with it. */
final class OpenApiTest {
    private static final Routes ROUTES = new Routes();
    private static final JsonObject DOCUMENT = new OpenApi().document(ROUTES.all(), "http://mall.test");

    static Stream<Route> routes() {
        return ROUTES.all().stream();
    }

    @Test
    void everyRouteIsThereAndNothingElseButTheUpload() {
        Set<String> told = new HashSet<>();
        DOCUMENT.getAsJsonObject("paths")
                .entrySet()
                .forEach(path -> path.getValue()
                        .getAsJsonObject()
                        .keySet()
                        .forEach(method -> told.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> there = new HashSet<>(Set.of("PUT /v1/uploads/content/{folder}/{file}"));
        ROUTES.all().forEach(route -> there.add(route.httpMethod() + " " + route.template()));
        assertThat(told).isEqualTo(there);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void problemsAreTold(Route route) {
        JsonObject responses = operation(route).getAsJsonObject("responses");
        assertThat(responses.keySet()).contains("400", "401", "429", "503", "default");
        assertThat(responses.has("404"))
                .isEqualTo(!route.isLiteral() || !route.httpMethod().equals("GET"));
        assertThat(responses.has("409")).isEqualTo(!route.httpMethod().equals("GET"));
        assertThat(responses.has("412")).isEqualTo(route.schema().getInputType().findFieldByName("etag") != null);
        responses.entrySet().forEach(response -> {
            if (!response.getKey().startsWith("2")) {
                JsonObject problem = resolve(response.getValue().getAsJsonObject());
                assertThat(problem.get("description").getAsString()).endsWith(".");
                assertThat(problem.getAsJsonObject("content")
                                .getAsJsonObject("application/problem+json")
                                .getAsJsonObject("schema")
                                .get("$ref")
                                .getAsString())
                        .isEqualTo("#/components/schemas/Problem");
                assertThat(problem.has("headers"))
                        .isEqualTo(Set.of("429", "503").contains(response.getKey()));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("routes")
    void whatIsRequiredIsWhatTheServicesDemand(Route route) {
        if (!route.hasBody() || route.isRaw()) {
            return;
        }
        JsonObject body = body(route);
        Map<String, String> path = new HashMap<>();
        route.variables().forEach(name -> path.put(name, "00000000-0000-0000-0000-000000000001"));
        var empty = RequestReader.read(route, path, Fields.EMPTY, new byte[0], "", null);
        Set<String> lacking = new HashSet<>();
        try {
            new Validation().check(empty);
        } catch (Problem problem) {
            problem.violations().forEach(violation -> lacking.add(violation.field()));
        }
        Descriptor type = route.schema().getInputType();
        lacking.retainAll(
                type.getFields().stream().map(FieldDescriptor::getJsonName).toList());
        assertThat(texts(body, "required")).containsExactlyInAnyOrderElementsOf(lacking);
        Set<String> properties = body.getAsJsonObject("properties").keySet();
        assertThat(properties.containsAll(lacking)).isTrue();
        assertThat(properties).noneMatch(path::containsKey);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void theSummaryIsOneWholeSentence(Route route) {
        assertThat(operation(route).get("summary").getAsString())
                .endsWith(".")
                .doesNotContain("\n")
                .doesNotContain(". ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Adds a category. | Adds a category.",
                "One. Two. | One.",
                "Orders, e.g. two. More. | Orders, e.g. two.",
                "By version 2.0 and so on. More. | By version 2.0 and so on.",
                "The newest first. `shop`: the caller's. | The newest first.",
                "No full stop | No full stop"
            })
    void aSummaryEndsWithItsFirstSentence(String comment, String summary) {
        assertThat(OpenApi.summary(comment, "")).isEqualTo(summary);
        assertThat(OpenApi.summary(comment.replaceFirst(" ", "\n"), "")).isEqualTo(summary);
    }

    @Test
    void limitsAreThoseOfTheContract() {
        JsonObject order = body(route("PlaceOrder"));
        assertThat(texts(order, "required")).containsExactly("cart", "shippingAddress");
        JsonObject size =
                body(route("CreateUpload")).getAsJsonObject("properties").getAsJsonObject("size");
        assertThat(size.get("type").getAsString()).isEqualTo("string");
        assertThat(size.get("format").getAsString()).isEqualTo("int64");
        assertThat(size.get("minimum").getAsLong()).isEqualTo(1);
        assertThat(size.get("maximum").getAsLong()).isEqualTo(10485760);
        assertThat("12").matches(size.get("pattern").getAsString());
        assertThat("-12").doesNotMatch(size.get("pattern").getAsString());
        JsonObject variants =
                body(route("CreateProduct")).getAsJsonObject("properties").getAsJsonObject("variants");
        assertThat(variants.get("minItems").getAsInt()).isEqualTo(1);
        assertThat(variants.get("maxItems").getAsInt()).isEqualTo(200);
        assertThat(body(route("AdjustStock")).getAsJsonArray("oneOf")).hasSize(2);
    }

    private static Route route(String method) {
        return ROUTES.all().stream()
                .filter(route -> route.schema().getName().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private static JsonObject body(Route route) {
        return operation(route)
                .getAsJsonObject("requestBody")
                .getAsJsonObject("content")
                .getAsJsonObject("application/json")
                .getAsJsonObject("schema");
    }

    private static JsonObject operation(Route route) {
        return DOCUMENT.getAsJsonObject("paths")
                .getAsJsonObject(route.template())
                .getAsJsonObject(route.httpMethod().toLowerCase(Locale.ROOT));
    }

    private static JsonObject resolve(JsonObject reference) {
        JsonObject at = DOCUMENT;
        for (String name : reference.get("$ref").getAsString().substring(2).split("/", -1)) {
            at = at.getAsJsonObject(name);
        }
        return at;
    }

    private static List<String> texts(JsonObject object, String name) {
        List<String> texts = new ArrayList<>();
        if (object.has(name)) {
            for (JsonElement element : object.getAsJsonArray(name)) {
                texts.add(element.getAsString());
            }
        }
        return texts;
    }
}
