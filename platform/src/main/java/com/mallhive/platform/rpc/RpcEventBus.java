package com.mallhive.platform.rpc;

import com.google.protobuf.Descriptors;
import com.mallhive.api.events.v1.Events;
import com.mallhive.api.options.Options;
import com.mallhive.api.platform.v1.DeliverRequest;
import com.mallhive.api.platform.v1.EventInboxGrpc;
import com.mallhive.platform.events.EventBus;
import com.mallhive.platform.events.EventEnvelope;
import io.grpc.Channel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Carries events straight into the inboxes of their subscribers, as the contracts name them, where no broker does. */
public final class RpcEventBus implements EventBus {
    private final Function<String, Channel> channels;
    private final Map<String, List<String>> subscribers = new HashMap<>();

    /** @param channels a channel to a service, under the name of the publishing one */
    public RpcEventBus(Function<String, Channel> channels) {
        this.channels = channels;
        for (Descriptors.Descriptor type : Events.getDescriptor().getMessageTypes()) {
            subscribers.put(
                    type.getFullName(),
                    List.copyOf(type.getOptions().getExtension(Options.event).getSubscribersList()));
        }
    }

    @Override
    public void publish(List<EventEnvelope> batch) {
        Map<String, DeliverRequest.Builder> requests = new LinkedHashMap<>();
        for (EventEnvelope event : batch) {
            for (String subscriber : subscribers.getOrDefault(event.type(), List.of())) {
                requests.computeIfAbsent(subscriber, _ -> DeliverRequest.newBuilder())
                        .addEvents(EventInboxApi.EnvelopeWire.write(event));
            }
        }
        requests.forEach((subscriber, request) -> {
            var _ = EventInboxGrpc.newBlockingStub(channels.apply(subscriber)).deliver(request.build());
        });
    }
}
