package com.mallhive.platform.events;

import java.util.List;

/** Carries events to the inboxes of the services that subscribe to them. */
@FunctionalInterface
public interface EventBus {
    /** Returns when every subscriber has stored every event durably; throws when it is unsure of one. */
    void publish(List<EventEnvelope> batch) throws Exception;
}
