package com.mallhive.platform.rpc;

import static com.mallhive.platform.rpc.Unary.answer;

import com.mallhive.api.platform.v1.Backlog;
import com.mallhive.api.platform.v1.DeadLetter;
import com.mallhive.api.platform.v1.DeliverRequest;
import com.mallhive.api.platform.v1.DeliverResponse;
import com.mallhive.api.platform.v1.Envelope;
import com.mallhive.api.platform.v1.EventInboxGrpc;
import com.mallhive.api.platform.v1.GetBacklogRequest;
import com.mallhive.api.platform.v1.ListDeadLettersRequest;
import com.mallhive.api.platform.v1.ListDeadLettersResponse;
import com.mallhive.api.platform.v1.ReplayDeadLetterRequest;
import com.mallhive.api.platform.v1.ReplayDeadLetterResponse;
import com.mallhive.platform.events.DeadLetters;
import com.mallhive.platform.events.EventEnvelope;
import com.mallhive.platform.events.Events;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.UUID;

/** What every service offers around its events: a durable inbox, and its dead letters for the operators. */
public final class EventInboxApi extends EventInboxGrpc.EventInboxImplBase {
    private static final int PAGE = 50;

    private final Events events;

    public EventInboxApi(Events events) {
        this.events = events;
    }

    @Override
    public void deliver(DeliverRequest request, StreamObserver<DeliverResponse> out) {
        events.inbox()
                .accept(request.getEventsList().stream().map(EnvelopeWire::read).toList());
        answer(out, DeliverResponse.getDefaultInstance());
    }

    @Override
    public void listDeadLetters(ListDeadLettersRequest request, StreamObserver<ListDeadLettersResponse> out) {
        DeadLetters.DeadLetter after = null;
        if (!request.getPageToken().isEmpty()) {
            UUID id = Wire.id(
                    "pageToken", PageToken.parse(request.getPageToken(), 1).getFirst());
            after = events.deadLetters().list(null, 10_000).stream()
                    .filter(letter -> letter.envelope().id().equals(id))
                    .findFirst()
                    .orElseThrow(PageToken::invalid);
        }
        List<DeadLetters.DeadLetter> letters = events.deadLetters().list(after, PAGE);
        var answer = ListDeadLettersResponse.newBuilder();
        letters.forEach(letter -> answer.addDeadLetters(DeadLetter.newBuilder()
                .setEvent(EnvelopeWire.write(letter.envelope()))
                .setReason(letter.reason())
                .setFailedAt(letter.failedAt().toString())
                .setParked(letter.parked())));
        if (letters.size() == PAGE) {
            answer.setNextPageToken(PageToken.of(letters.getLast().envelope().id()));
        }
        answer(out, answer.build());
    }

    @Override
    public void replayDeadLetter(ReplayDeadLetterRequest request, StreamObserver<ReplayDeadLetterResponse> out) {
        if (!events.deadLetters().replay(Wire.id("eventId", request.getEventId()))) {
            throw Problem.notFound("dead letter");
        }
        answer(out, ReplayDeadLetterResponse.getDefaultInstance());
    }

    @Override
    public void getBacklog(GetBacklogRequest request, StreamObserver<Backlog> out) {
        answer(
                out,
                Backlog.newBuilder()
                        .setDeadLetters(events.deadLetters().list(null, 1000).size())
                        .setOutbox(events.idle() ? 0 : 1)
                        .build());
    }

    /** Between the stored envelope and the one of the contract. */
    static final class EnvelopeWire {
        private EnvelopeWire() {}

        static Envelope write(EventEnvelope event) {
            String trace = event.traceParent();
            return Envelope.newBuilder()
                    .setId(event.id().toString())
                    .setType(event.type())
                    .setSource(event.source())
                    .setAggregateId(event.aggregateId())
                    .setVersion(event.version())
                    .setTime(event.occurredAt().toString())
                    .setTraceParent(trace == null ? "" : trace)
                    .setPayload(event.payload())
                    .build();
        }

        static EventEnvelope read(Envelope event) {
            return new EventEnvelope(
                    UUID.fromString(event.getId()),
                    event.getType(),
                    event.getSource(),
                    event.getAggregateId(),
                    event.getVersion(),
                    java.time.Instant.parse(event.getTime()),
                    event.getTraceParent().isEmpty() ? null : event.getTraceParent(),
                    event.getPayload());
        }
    }
}
