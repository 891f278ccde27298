package com.mallhive.web.storefront.info;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.analytics.v1.CollectEventsRequest;
import com.mallhive.api.analytics.v1.VisitEvent;
import com.mallhive.testkit.Eventually;
import io.grpc.Status;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MeasuringTest {
    private final List<CollectEventsRequest> received = new CopyOnWriteArrayList<>();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile boolean broken;

    @Test
    void eventsArriveByVisitEvenAfterAFailure() throws IOException {
        String name = "analytics-" + UUID.randomUUID();
        var server = InProcessServerBuilder.forName(name)
                .addService(new AnalyticsGrpc.AnalyticsImplBase() {
                    @Override
                    public void collectEvents(
                            CollectEventsRequest request, StreamObserver<com.google.protobuf.Empty> out) {
                        if (broken) {
                            lost.incrementAndGet();
                            out.onError(Status.UNAVAILABLE.asRuntimeException());
                            return;
                        }
                        received.add(request);
                        out.onNext(com.google.protobuf.Empty.getDefaultInstance());
                        out.onCompleted();
                    }
                })
                .build()
                .start();
        var channel = InProcessChannelBuilder.forName(name).build();
        try (Measuring measuring = new Measuring(AnalyticsGrpc.newBlockingStub(channel))) {
            measuring.start();
            UUID first = UUID.randomUUID();
            UUID second = UUID.randomUUID();
            broken = true;
            measuring.note(first, VisitEvent.Type.PAGE_VIEW, "/lost", null);
            Eventually.until("the first event is lost", () -> lost.get() == 1);
            broken = false;
            measuring.note(first, VisitEvent.Type.PAGE_VIEW, "/", null);
            measuring.note(first, VisitEvent.Type.SEARCH, "/search", null);
            measuring.note(second, VisitEvent.Type.PAGE_VIEW, "/" + "x".repeat(400), null);
            Eventually.until("both visits arrive", () -> received.size() == 2);
            assertThat(received).allMatch(CollectEventsRequest::getConsent);
            assertThat(received.getFirst().getEventsList()).hasSize(2);
            assertThat(received.getLast().getEvents(0).getPath()).hasSize(300);
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
        }
    }

    @Test
    void nobodyWaitsWhenTheQueueIsFull() {
        Measuring measuring = new Measuring(AnalyticsGrpc.newBlockingStub(
                InProcessChannelBuilder.forName("nobody").build()));
        UUID visit = UUID.randomUUID();
        for (int i = 0; i < 5000; i++) {
            measuring.note(visit, VisitEvent.Type.PAGE_VIEW, "/", null);
        }
        assertThat(measuring.waiting()).isEqualTo(2000);
    }
}
