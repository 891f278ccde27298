package com.mallhive.platform.events;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;

/** Delivers straight into inboxes; a test may make it refuse events. */
final class LocalBus implements EventBus {
    private final List<Inbox> subscribers = new CopyOnWriteArrayList<>();
    private final List<List<EventEnvelope>> batches = new CopyOnWriteArrayList<>();
    private volatile Predicate<EventEnvelope> refuses = event -> false;
    private volatile Runnable afterDelivery = () -> {};

    void subscribe(Inbox inbox) {
        subscribers.add(inbox);
    }

    void refuse(Predicate<EventEnvelope> events) {
        refuses = events;
    }

    void afterDelivery(Runnable action) {
        afterDelivery = action;
    }

    /** What was delivered, batch by batch. */
    List<List<EventEnvelope>> batches() {
        return batches;
    }

    int delivered() {
        return batches.stream().mapToInt(List::size).sum();
    }

    @Override
    public void publish(List<EventEnvelope> batch) {
        if (batch.stream().anyMatch(refuses)) {
            throw new IllegalStateException("refused");
        }
        for (Inbox inbox : subscribers) {
            inbox.accept(batch);
        }
        batches.add(new ArrayList<>(batch));
        afterDelivery.run();
    }
}
