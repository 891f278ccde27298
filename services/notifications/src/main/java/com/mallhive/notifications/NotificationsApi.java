package com.mallhive.notifications;

import static com.mallhive.platform.rpc.Unary.answer;

import com.mallhive.api.notifications.v1.*;
import com.mallhive.notifications.alerts.LiveAlerts;
import com.mallhive.notifications.mail.MailRoom;
import com.mallhive.notifications.mail.Mailbox;
import com.mallhive.notifications.store.AlertStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.PageToken;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract of notifications, answered by its use cases. */
final class NotificationsApi extends NotificationsGrpc.NotificationsImplBase {
    private static final UUID FIRST = new UUID(0, 0);
    private static final UUID LAST = new UUID(-1, -1);
    private static final int MAILBOX_PAGE = 100;
    private static final int REPLAY_PAGE = 100;
    /** A browser connects again; a session that has ended meanwhile is noticed then. */
    private static final Duration LONGEST_WATCH = Duration.ofMinutes(10);

    private final Database database;
    private final AlertStore alerts;
    private final LiveAlerts live;
    private final MailRoom mailRoom;
    private final @Nullable Mailbox mailbox;
    private final Clock clock;

    NotificationsApi(
            Database database,
            AlertStore alerts,
            LiveAlerts live,
            MailRoom mailRoom,
            @Nullable Mailbox mailbox,
            Clock clock) {
        this.database = database;
        this.alerts = alerts;
        this.live = live;
        this.mailRoom = mailRoom;
        this.mailbox = mailbox;
        this.clock = clock;
    }

    @Override
    public void sendEmail(SendEmailRequest request, StreamObserver<SendEmailResponse> out) {
        mailRoom.queue(
                UUID.fromString(request.getId()), request.getTo(), request.getTemplate(), request.getValuesMap());
        answer(out, SendEmailResponse.getDefaultInstance());
    }

    @Override
    public void listAlerts(ListAlertsRequest request, StreamObserver<ListAlertsResponse> out) {
        List<UUID> recipients = recipients(Caller.current().signedIn());
        UUID before = request.getPageToken().isEmpty()
                ? LAST
                : Wire.id(
                        "pageToken", PageToken.parse(request.getPageToken(), 1).getFirst());
        int limit = request.getPageSize() == 0 ? 20 : request.getPageSize();
        var rows = database.read(session -> alerts.page(session, recipients, before, limit + 1));
        var answer = ListAlertsResponse.newBuilder();
        rows.stream().limit(limit).forEach(row -> answer.addAlerts(wire(row)));
        if (rows.size() > limit) {
            answer.setNextPageToken(PageToken.of(rows.get(limit - 1).id()));
        }
        answer(out, answer.build());
    }

    @Override
    public void watchAlerts(WatchAlertsRequest request, StreamObserver<Alert> out) {
        List<UUID> recipients = recipients(Caller.current().signedIn());
        UUID seen = request.getLastEventId().isEmpty() ? null : Wire.id("lastEventId", request.getLastEventId());
        Instant end = clock.instant().plus(LONGEST_WATCH);
        try (LiveAlerts.Watch watch = live.watch(recipients)) {
            UUID replayed = seen == null ? FIRST : replay(recipients, seen, out);
            UUID last = replayed;
            while (!Context.current().isCancelled() && clock.instant().isBefore(end)) {
                var next = watch.next(Duration.ofSeconds(1));
                if (next != null && isAfter(next.id(), replayed)) {
                    out.onNext(wire(next));
                    last = next.id();
                }
                if (watch.overflowed() && !last.equals(FIRST)) {
                    last = replay(recipients, last, out);
                    replayed = last;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.onCompleted();
    }

    /** Sends everything after the alert, page by page, and answers with the last that was sent. */
    private UUID replay(List<UUID> recipients, UUID after, StreamObserver<Alert> out) {
        UUID last = after;
        List<AlertStore.Alert> page;
        do {
            UUID from = last;
            page = database.statement(session -> alerts.after(session, recipients, from, REPLAY_PAGE));
            page.forEach(alert -> out.onNext(wire(alert)));
            last = page.isEmpty() ? last : page.getLast().id();
        } while (page.size() == REPLAY_PAGE && !Context.current().isCancelled());
        return last;
    }

    /** In the order of the database, which compares bytes without a sign. */
    private static boolean isAfter(UUID id, UUID other) {
        return id.toString().compareTo(other.toString()) > 0;
    }

    @Override
    public void listMailbox(ListMailboxRequest request, StreamObserver<ListMailboxResponse> out) {
        if (mailbox == null) {
            throw Problem.notFound("mailbox: mail goes to a real server");
        }
        var answer = ListMailboxResponse.newBuilder();
        mailbox.list(request.getTo(), MAILBOX_PAGE)
                .forEach(mail -> answer.addMessages(MailboxMessage.newBuilder()
                        .setId(mail.id())
                        .setFrom(mail.from())
                        .setTo(mail.to())
                        .setSubject(mail.subject())
                        .setText(mail.text())
                        .setTime(Wire.timestamp(mail.at()))));
        answer(out, answer.build());
    }

    private static List<UUID> recipients(Person person) {
        List<UUID> recipients = new ArrayList<>();
        recipients.add(person.id());
        if (person.shopId() != null) {
            recipients.add(person.shopId());
        }
        return recipients;
    }

    private static Alert wire(AlertStore.Alert alert) {
        return Alert.newBuilder()
                .setId(alert.id().toString())
                .setKind(alert.kind())
                .setTitle(alert.title())
                .setSubject(alert.subject())
                .setTime(Wire.timestamp(alert.at()))
                .build();
    }
}
