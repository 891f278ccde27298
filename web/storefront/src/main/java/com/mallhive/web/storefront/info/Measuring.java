package com.mallhive.web.storefront.info;

import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.analytics.v1.CollectEventsRequest;
import com.mallhive.api.analytics.v1.VisitEvent;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.web.storefront.visit.Measure;
import io.grpc.StatusRuntimeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what visitors did, who agreed to it, to analytics: in the background, in batches, from a queue that drops what does
 * not fit. No page waits for it or fails because of it.
 */
public final class Measuring implements Measure, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Measuring.class);
    private static final int QUEUE = 2000;
    private static final int BATCH = 50;

    private record Noted(UUID visitId, VisitEvent event) {}

    private final AnalyticsGrpc.AnalyticsBlockingStub analytics;
    private final BlockingQueue<Noted> queue = new ArrayBlockingQueue<>(QUEUE);
    private volatile @Nullable Thread thread;

    public Measuring(AnalyticsGrpc.AnalyticsBlockingStub analytics) {
        this.analytics = analytics;
    }

    public void start() {
        thread = Thread.ofVirtual().name("measuring").start(this::run);
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    @Override
    public void note(UUID visitId, VisitEvent.Type type, String path, @Nullable String productId) {
        VisitEvent.Builder event =
                VisitEvent.newBuilder().setType(type).setPath(path.length() > 300 ? path.substring(0, 300) : path);
        if (productId != null) {
            event.setProductId(productId);
        }
        queue.offer(new Noted(visitId, event.build()));
    }

    /** How many events wait. */
    int waiting() {
        return queue.size();
    }

    private void run() {
        List<Noted> batch = new ArrayList<>();
        try {
            while (true) {
                batch.add(queue.take());
                // A moment later there are usually more of the same visit.
                TimeUnit.MILLISECONDS.sleep(200);
                queue.drainTo(batch, BATCH - 1);
                send(batch);
                batch.clear();
            }
        } catch (InterruptedException e) {
            // The storefront ends.
        }
    }

    private void send(List<Noted> batch) {
        Map<UUID, CollectEventsRequest.Builder> byVisit = new LinkedHashMap<>();
        for (Noted noted : batch) {
            byVisit.computeIfAbsent(
                            noted.visitId(),
                            id -> CollectEventsRequest.newBuilder()
                                    .setConsent(true)
                                    .setVisitId(id.toString()))
                    .addEvents(noted.event());
        }
        byVisit.values().forEach(request -> {
            try {
                new Caller("storefront", null, null, null).call(() -> analytics.collectEvents(request.build()));
            } catch (StatusRuntimeException e) {
                LOG.debug("events are lost: {}", e.getStatus());
            }
        });
    }
}
