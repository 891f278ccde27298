package com.mallhive.web.admin.pages;

import com.mallhive.api.platform.v1.DeadLetter;
import com.mallhive.api.platform.v1.ListDeadLettersRequest;
import com.mallhive.api.platform.v1.ListDeadLettersResponse;
import com.mallhive.api.platform.v1.ReplayDeadLetterRequest;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.admin.visit.Done;
import com.mallhive.web.admin.visit.Services;
import com.mallhive.web.admin.visit.Visit;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.EmptyState;
import com.mallhive.web.ui.Tone;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events that a service could not handle, why, and another try. */
public final class DeadLetterPages {
    private final Services services;

    /** The page. */
    public record View(
            List<ListView.Tab> tabs,
            List<Letter> letters,
            List<String> silent,
            EmptyState none,
            @Nullable String nextUrl) {}

    /** An event that could not be handled. */
    public record Letter(
            String service,
            String id,
            String type,
            String source,
            String aggregate,
            String failedAt,
            String reason,
            Badge state,
            String replayUrl) {}

    public DeadLetterPages(Services services) {
        this.services = services;
    }

    public void list(Visit visit) {
        String chosen = visit.query("service");
        if (!chosen.isEmpty() && !services.inboxes().containsKey(chosen)) {
            throw Problem.notFound("service");
        }
        List<Letter> letters = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        List<ListView.Tab> tabs = new ArrayList<>();
        tabs.add(new ListView.Tab("All services", "/dead-letters", chosen.isEmpty()));
        String next = null;
        for (var inbox : services.inboxes().entrySet()) {
            String service = inbox.getKey();
            tabs.add(new ListView.Tab(service, "/dead-letters?service=" + service, service.equals(chosen)));
            if (!chosen.isEmpty() && !service.equals(chosen)) {
                continue;
            }
            String after = chosen.isEmpty() ? "" : visit.query("after");
            ListDeadLettersResponse answer = Soft.get(() -> inbox.getValue()
                    .listDeadLetters(ListDeadLettersRequest.newBuilder()
                            .setPageToken(after)
                            .build()));
            if (answer == null) {
                silent.add(service);
                continue;
            }
            answer.getDeadLettersList().forEach(letter -> letters.add(letter(service, letter)));
            if (!answer.getNextPageToken().isEmpty()) {
                next = "/dead-letters?service=" + service
                        + (chosen.isEmpty() ? "" : "&after=" + Visit.encode(answer.getNextPageToken()));
            }
        }
        visit.show(
                "deadLetters",
                visit.frame("Dead letters", "dead-letters"),
                new View(
                        tabs,
                        letters,
                        silent,
                        new EmptyState("No dead letters", "Every event was handled.", visit.art("letter"), null),
                        next));
    }

    public void replay(Visit visit) {
        String service = visit.ctx().pathParam("service");
        var inbox = services.inboxes().get(service);
        if (inbox == null) {
            throw Problem.notFound("service");
        }
        inbox.replayDeadLetter(ReplayDeadLetterRequest.newBuilder()
                .setEventId(visit.ctx().pathParam("event"))
                .build());
        visit.redirect("/dead-letters?service=" + service, Done.REPLAYED);
    }

    private static Letter letter(String service, DeadLetter letter) {
        var event = letter.getEvent();
        String type = event.getType();
        return new Letter(
                service,
                event.getId(),
                type.substring(type.lastIndexOf('.') + 1),
                event.getSource(),
                event.getAggregateId(),
                letter.getFailedAt(),
                letter.getReason(),
                letter.getParked()
                        ? new Badge("nobody handles this type", Tone.INFO)
                        : new Badge("failed", Tone.WARNING),
                "/dead-letters/" + service + "/" + Visit.encode(event.getId()) + "/replay");
    }
}
