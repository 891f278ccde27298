package com.mallhive.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import com.mallhive.api.notifications.v1.Alert;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.platform.rpc.Problem;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Server streams as server-sent events: they come one by one, and a client that was away misses and doubles nothing. */
@Timeout(30)
final class EventStreamTest {
    private static final String ORDER = new UUID(4, 1).toString();
    private static final String PATH = "/v1/orders/" + ORDER + ":watch";

    private static EdgeServer edge;
    /** A second one whose silence is never broken within a test. */
    private static EdgeServer silent;

    private final BlockingQueue<StreamObserver<Order>> watches = new LinkedBlockingQueue<>();
    private final Queue<StreamObserver<?>> open = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        edge = EdgeServer.start(Map.of("edge.heartbeat", "20ms"));
        silent = EdgeServer.start(Map.of("edge.heartbeat", "10m"));
    }

    @AfterAll
    static void stop() {
        edge.close();
        silent.close();
    }

    @BeforeEach
    void anOrderOfVersionThree() {
        for (EdgeServer server : new EdgeServer[] {edge, silent}) {
            server.serve(OrdersGrpc.getWatchOrderMethod(), (_, out) -> {
                stayOpen(out);
                out.onNext(order(3));
                watches.add(out);
            });
        }
    }

    /** A server that never writes does not notice that its clients are gone. */
    @AfterEach
    void end() {
        open.forEach(StreamObserver::onCompleted);
    }

    private void stayOpen(StreamObserver<?> out) {
        ((ServerCallStreamObserver<?>) out).setOnCancelHandler(() -> open.remove(out));
        open.add(out);
    }

    @Test
    void eachStateIsAnEventWithItsVersionAsId() throws Exception {
        try (Stream stream = open(silent, PATH, null)) {
            var headers = stream.response.headers();
            assertThat(headers.firstValue("Content-Type")).contains("text/event-stream");
            assertThat(headers.firstValue("Cache-Control")).contains("no-store");
            assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
            Event first = stream.next();
            assertThat(first.id()).isEqualTo("3");
            var json = JsonParser.parseString(first.data()).getAsJsonObject();
            assertThat(json.get("version").getAsString()).isEqualTo("3");
            assertThat(json.get("note").getAsString())
                    .as("line breaks stay inside of the JSON")
                    .isEqualTo("two\nlines");
            assertThat(json.get("status").getAsString()).isEqualTo("STATUS_UNSPECIFIED");
            StreamObserver<Order> orders = watches.take();
            orders.onNext(order(4));
            assertThat(stream.next().id()).isEqualTo("4");
            open.remove(orders);
            orders.onCompleted();
            assertThat(stream.line()).isNull();
        }
    }

    @Test
    void whoComesBackGetsTheCurrentStateIfItIsNewer() throws Exception {
        try (Stream stream = open(silent, PATH, "1")) {
            assertThat(stream.next().id()).isEqualTo("3");
        }
    }

    @Test
    void whoComesBackGetsNothingTwice() throws Exception {
        try (Stream stream = open(silent, PATH, "3")) {
            assertThat(stream.line()).as("connected, and nothing new").isEqualTo(":");
            StreamObserver<Order> orders = watches.take();
            orders.onNext(order(3));
            orders.onNext(order(4));
            orders.onNext(order(4));
            orders.onNext(order(6));
            assertThat(stream.next().id()).isEqualTo("4");
            assertThat(stream.next().id()).isEqualTo("6");
        }
    }

    @Test
    void whoWaitsForTheFirstEventIsConnected() throws Exception {
        silent.serve(NotificationsGrpc.getWatchAlertsMethod(), (_, out) -> stayOpen(out));
        try (Stream stream = open(silent, "/v1/alerts:watch", null)) {
            assertThat(stream.line()).isEqualTo(":");
        }
    }

    @Test
    void anIdThatWasNeverGivenIsRefused() {
        var refused = edge.api().with("Last-Event-ID", "yesterday").get(PATH).expect(400);
        assertThat(refused.text("violations.0.field")).isEqualTo("Last-Event-ID");
    }

    @Test
    void whatHappenedIsResumedByTheService() throws Exception {
        String first = new UUID(0, 1).toString();
        String last = new UUID(0, 2).toString();
        String next = new UUID(0, 3).toString();
        silent.serve(NotificationsGrpc.getWatchAlertsMethod(), (request, out) -> {
            stayOpen(out);
            out.onNext(Alert.newBuilder()
                    .setId(next)
                    .setTitle(request.getLastEventId())
                    .build());
        });
        try (Stream stream = open(silent, "/v1/alerts:watch?lastEventId=" + first, null)) {
            assertThat(stream.next().data()).contains("\"title\":\"" + first + "\"");
        }
        try (Stream stream = open(silent, "/v1/alerts:watch?lastEventId=" + first, last)) {
            Event event = stream.next();
            assertThat(event.id()).isEqualTo(next);
            assertThat(event.data()).as("the header is newer than the address").contains("\"title\":\"" + last + "\"");
        }
        silent.seller()
                .with("Last-Event-ID", "x".repeat(41))
                .get("/v1/alerts:watch")
                .expect(400);
        silent.api().get("/v1/alerts:watch").expect(401);
    }

    @Test
    void silenceIsFilledWithComments() throws Exception {
        try (Stream stream = open(edge, PATH, null)) {
            stream.next();
            for (int i = 0; i < 3; i++) {
                assertThat(stream.line()).isEqualTo(":");
                assertThat(stream.line()).isEmpty();
            }
            watches.take().onNext(order(4));
            assertThat(stream.next().id()).isEqualTo("4");
        }
    }

    @Test
    void aClientThatLeavesEndsTheCall() throws Exception {
        CountDownLatch cancelled = new CountDownLatch(1);
        edge.serve(OrdersGrpc.getWatchOrderMethod(), (_, out) -> {
            ((ServerCallStreamObserver<Order>) out).setOnCancelHandler(cancelled::countDown);
            out.onNext(order(3));
        });
        try (Stream stream = open(edge, PATH, null)) {
            stream.next();
            assertThat(cancelled.getCount()).isEqualTo(1);
        }
        assertThat(cancelled.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aProblemBeforeTheFirstEventIsAnAnswer() {
        silent.serve(OrdersGrpc.getWatchOrderMethod(), (_, _) -> {
            throw Problem.notFound("order");
        });
        var answer = silent.api().get(PATH).expect(404);
        assertThat(answer.response().headers().firstValue("Content-Type")).contains("application/problem+json");
        silent.api().get("/v1/orders/no-uuid:watch").expect(400);
    }

    @Test
    void aFailureLaterEndsTheStreamSoThatTheClientComesBack() throws Exception {
        try (Stream stream = open(silent, PATH, null)) {
            stream.next();
            StreamObserver<Order> orders = watches.take();
            open.remove(orders);
            orders.onError(Status.UNAVAILABLE.asRuntimeException());
            assertThat(stream.line()).isNull();
        }
    }

    private static Order order(long version) {
        return Order.newBuilder()
                .setId(ORDER)
                .setVersion(version)
                .setNote("two\nlines")
                .build();
    }

    private static Stream open(EdgeServer server, String path, @Nullable String lastEventId) {
        HttpRequest.Builder request = server.request(path).header("Authorization", "Bearer " + server.token());
        if (lastEventId != null) {
            request.header("Last-Event-ID", lastEventId);
        }
        var response = server.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new Stream(response);
    }

    private record Event(String id, String data) {}

    /** What a browser's EventSource sees. */
    private static final class Stream implements AutoCloseable {
        private final HttpResponse<InputStream> response;
        private final BufferedReader in;

        Stream(HttpResponse<InputStream> response) {
            this.response = response;
            this.in = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
        }

        /** The next line; null at the end. */
        @Nullable
        String line() throws IOException {
            return in.readLine();
        }

        /** The next event; comments are passed over. */
        Event next() throws IOException {
            String id = "";
            String data = "";
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.isEmpty() && !data.isEmpty()) {
                    return new Event(id, data);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    data = line.substring(6);
                }
            }
            throw new AssertionError("the stream has ended");
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
