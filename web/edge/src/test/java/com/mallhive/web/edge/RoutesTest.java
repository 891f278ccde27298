package com.mallhive.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the binding expects of every contract, and what the OpenAPI document tells of it. */
final class RoutesTest {
    private static final Routes ROUTES = new Routes();
    private static final JsonObject OPEN_API = new OpenApi().document(ROUTES.all(), "http://mall.test");

    static Stream<Route> routes() {
        return ROUTES.all().stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void isFoundByItsOwnPath(Route route) {
        String path = route.template().replaceAll("\\{[^}]+}", "a-value");
        var match = ROUTES.find(route.httpMethod(), path);
        assertThat(match.route()).isSameAs(route);
        assertThat(match.variables()).containsOnlyKeys(route.variables());
    }

    @ParameterizedTest
    @MethodSource("routes")
    void fillsTextsFromItsPath(Route route) {
        for (String name : route.variables()) {
            FieldDescriptor field = route.schema().getInputType().findFieldByName(name);
            assertThat(field).as(name).isNotNull();
            assertThat(field.getType()).as(name).isEqualTo(FieldDescriptor.Type.STRING);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void takesEachFieldFromAPlaceThatCanHoldIt(Route route) {
        if (!route.hasBody() && !route.isRaw()) {
            assertThat(route.schema().getInputType().getFields())
                    .as("fields of a call without body")
                    .allMatch(RequestReader::isParameter);
        }
    }

    @ParameterizedTest
    @MethodSource("routes")
    void namesWhatItCreatesWhereThatCanBeRead(Route route) {
        boolean readable = ROUTES.all().stream()
                .anyMatch(other -> other.httpMethod().equals("GET")
                        && other.template().matches("\\Q" + route.template() + "\\E/\\{[^}/]+}"));
        if (route.rest().getStatus() == 201 && readable) {
            assertThat(route.rest().getLocation()).isNotEmpty();
        }
        assertThat(route.rest().getLocation().isEmpty() || route.rest().getStatus() == 201)
                .isTrue();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void isDocumentedWithAllItsParameters(Route route) {
        JsonObject operation = operation(route);
        Set<String> documented = parameters(operation);
        Set<String> expected = new HashSet<>(route.variables());
        expected.addAll(route.rest().getHeadersList());
        if (route.idempotent()) {
            expected.add("Idempotency-Key");
        }
        if (route.isStream()) {
            expected.add("Last-Event-ID");
        }
        if (!route.isRaw()) {
            List<FieldDescriptor> fields = route.schema().getInputType().getFields();
            fields.stream()
                    .filter(field -> !route.hasBody() && !route.variables().contains(field.getName()))
                    .forEach(field -> expected.add(field.getJsonName()));
            if (fields.stream().anyMatch(field -> field.getName().equals("etag"))) {
                expected.add("If-Match");
            }
        }
        assertThat(documented).isEqualTo(expected);
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        Set<String> references = new HashSet<>();
        collect(OPEN_API, references);
        assertThat(references)
                .isNotEmpty()
                .allMatch(reference -> OPEN_API.getAsJsonObject("components")
                        .getAsJsonObject(reference.split("/", -1)[2])
                        .has(reference.split("/", -1)[3]));
    }

    private static JsonObject operation(Route route) {
        return OPEN_API.getAsJsonObject("paths")
                .getAsJsonObject(route.template())
                .getAsJsonObject(route.httpMethod().toLowerCase(Locale.ROOT));
    }

    private static Set<String> parameters(JsonObject operation) {
        Set<String> names = new HashSet<>();
        for (JsonElement parameter : operation.getAsJsonArray("parameters")) {
            names.add(parameter.getAsJsonObject().get("name").getAsString());
        }
        return names;
    }

    private static void collect(JsonElement element, Set<String> references) {
        if (element.isJsonArray()) {
            element.getAsJsonArray().forEach(each -> collect(each, references));
        } else if (element.isJsonObject()) {
            element.getAsJsonObject().entrySet().forEach(entry -> {
                if (entry.getKey().equals("$ref")) {
                    references.add(entry.getValue().getAsString());
                } else {
                    collect(entry.getValue(), references);
                }
            });
        }
    }
}
