package com.mallhive.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.Api;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** HEAD answers as GET does, without the body; OPTIONS tells what is possible. */
final class MethodsTest {
    private static final String PRODUCT = "/v1/products/00000000-0000-0000-0000-000000000001";
    private static EdgeServer edge;

    @BeforeAll
    static void start() {
        edge = EdgeServer.start();
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void headHasTheHeadersOfGet() {
        edge.on(
                CatalogGrpc.getGetProductMethod(),
                _ -> Product.newBuilder().setTitle("Lamp").setEtag("v7").build());
        for (String path : new String[] {PRODUCT, "/openapi.json", "/docs", "/docs/docs.css"}) {
            var whole = edge.api().get(path).expect(200);
            var head = edge.api().send("HEAD", path, null).expect(200);
            assertThat(head.response().body()).isEmpty();
            assertThat(headers(head)).isEqualTo(headers(whole)).containsKey("content-length");
        }
        edge.api().with("If-None-Match", "\"v7\"").send("HEAD", PRODUCT, null).expect(304);
    }

    @Test
    void headSendsNoBodyOverTheWire() throws IOException {
        edge.on(
                CatalogGrpc.getGetProductMethod(),
                _ -> Product.newBuilder().setTitle("Lamp").build());
        for (String path : new String[] {PRODUCT, "/docs", "/nowhere-at-all", "/v1/nowhere"}) {
            assertThat(edge.raw("HEAD " + path + " HTTP/1.1\n", "")).endsWith("\r\n\r\n");
        }
    }

    @Test
    void headTellsProblems() {
        edge.on(CatalogGrpc.getGetProductMethod(), _ -> {
            throw Problem.notFound("product");
        });
        edge.api().send("HEAD", PRODUCT, null).expect(404);
        edge.api().send("HEAD", "/v1/alerts", null).expect(401);
        edge.api().send("HEAD", "/v1/sessions", null).expect(405);
    }

    @Test
    void headOfAStreamEndsAtOnce() {
        edge.serve(OrdersGrpc.getWatchOrderMethod(), (_, out) -> out.onNext(Order.getDefaultInstance()));
        String stream = "/v1/orders/00000000-0000-0000-0000-000000000001:watch";
        var head = edge.api().send("HEAD", stream, null).expect(200);
        assertThat(head.response().headers().firstValue("Content-Type")).contains("text/event-stream");
        edge.serve(
                OrdersGrpc.getWatchOrderMethod(),
                (_, out) -> out.onError(Problem.notFound("order").toStatus()));
        edge.api().send("HEAD", stream, null).expect(404);
        edge.api().send("HEAD", "/v1/alerts:watch", null).expect(401);
    }

    static Stream<Route> routes() {
        return new Routes().all().stream();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyRouteTellsItsMethods(Route route) {
        var answer = edge.api()
                .send("OPTIONS", route.template().replaceAll("\\{[^}]+}", "a-value"), null)
                .expect(204);
        assertThat(answer.response().body()).isEmpty();
        Set<String> allowed = Set.of(
                answer.response().headers().firstValue("Allow").orElse("").split(", "));
        assertThat(allowed).contains(route.httpMethod(), "OPTIONS");
        assertThat(allowed.contains("HEAD")).isEqualTo(allowed.contains("GET"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/v1/products | GET, HEAD, OPTIONS, POST",
                "/media/catalog/pictures/a.webp | GET, HEAD, OPTIONS",
                "/v1/uploads/content/incoming/a | OPTIONS, PUT",
                "/openapi.json | GET, HEAD, OPTIONS"
            })
    void optionsAndRefusalsTellTheSame(String path, String allowed) {
        var options = edge.api().send("OPTIONS", path, null).expect(204);
        var refused = edge.api().delete(path).expect(405);
        assertThat(options.response().headers().firstValue("Allow")).contains(allowed);
        assertThat(refused.response().headers().firstValue("Allow")).contains(allowed);
    }

    @Test
    void optionsOfNothingAre404() {
        edge.api().send("OPTIONS", "/v1/nowhere", null).expect(404);
    }

    private static Map<String, String> headers(Api.Answer answer) {
        Map<String, String> headers = new TreeMap<>();
        answer.response().headers().map().forEach((name, values) -> headers.put(name, String.join(",", values)));
        headers.remove("date");
        return headers;
    }
}
