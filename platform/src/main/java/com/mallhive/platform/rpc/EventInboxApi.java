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
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        List<DeadLetters.DeadLetter> letters = events.deadLetters().list(position(request.getPageToken()), PAGE + 1);
        var answer = ListDeadLettersResponse.newBuilder();
        letters.stream()
                .limit(PAGE)
                .forEach(letter -> answer.addDeadLetters(DeadLetter.newBuilder()
                        .setEvent(EnvelopeWire.write(letter.envelope()))
                        .setReason(letter.reason())
                        .setFailedAt(letter.failedAt().toString())
                        .setParked(letter.parked())));
        if (letters.size() > PAGE) {
            DeadLetters.Position last = letters.get(PAGE - 1).position();
            answer.setNextPageToken(PageToken.of(last.failedAt(), last.id()));
        }
        answer(out, answer.build());
    }

    private static DeadLetters.@Nullable Position position(String token) {
        if (token.isEmpty()) {
            return null;
        }
        List<String> key = PageToken.parse(token, 2);
        try {
            return new DeadLetters.Position(Instant.parse(key.get(0)), UUID.fromString(key.get(1)));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw PageToken.invalid();
        }
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
        Events.Waiting waiting = events.waiting();
        answer(
                out,
                Backlog.newBuilder()
                        .setOutbox(waiting.outbox())
                        .setInbox(waiting.inbox())
                        .setDeadLetters(waiting.deadLetters())
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
                    Instant.parse(event.getTime()),
                    event.getTraceParent().isEmpty() ? null : event.getTraceParent(),
                    event.getPayload());
        }
    }
}
