package com.mallhive.platform.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.type.Color;
import com.google.type.Date;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.events.DeadLetters.DeadLetter;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.telemetry.Trace;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestCluster;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code Date} stands for an event here, its year for a fact; {@code Color} is a second type. */
class EventsTest {
    private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private final Database publisher = TestCluster.database("sample");
    private final Database subscriber = TestCluster.database("sample");
    private final LocalBus bus = new LocalBus();
    private final Events out = events(publisher);
    private final Events in = events(subscriber);
    private final List<Integer> batchSizes = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();

    EventsTest() {
        bus.subscribe(in.inbox());
        in.on(Date.getDefaultInstance(), this::record);
    }

    @AfterEach
    void close() {
        out.close();
        in.close();
        publisher.close();
        subscriber.close();
    }

    @Test
    void anEventLeavesWithItsTransactionAndTakesEffectOnce() {
        start();
        publish(2026);
        settle();
        assertThat(years()).containsExactly(2026);
        assertThat(out.idle()).isTrue();
    }

    @Test
    void manyEventsShareStatements() {
        publisher.transact(session -> {
            for (int i = 1; i <= 500; i++) {
                session.publish(Date.newBuilder().setYear(i).build(), "many-" + i, 1);
            }
        });
        start();
        settle();
        assertThat(years()).hasSize(500).doesNotHaveDuplicates();
        assertThat(bus.batches()).hasSize(3);
        assertThat(batchSizes.size()).isLessThanOrEqualTo(4);
    }

    @Test
    void aCrashBetweenPublishingAndDeletingDeliversTwiceAndTakesEffectOnce() throws Exception {
        in.start();
        CountDownLatch delivered = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        bus.afterDelivery(() -> {
            // As far as its rows show, the process ends here.
            delivered.countDown();
            await(over);
        });
        publish(2026);
        out.start();
        delivered.await();
        bus.afterDelivery(() -> {});
        Events restarted = events(publisher);
        // alone on its database, it does not wait for the dead relay's lease to run out
        restarted.start();
        Eventually.until("sent again", () -> bus.delivered() == 2 && restarted.idle() && in.idle());
        assertThat(years()).containsExactly(2026);
        restarted.close();
        over.countDown();
    }

    @Test
    void aTransactionThatCommitsLateIsNotSkipped() throws Exception {
        start();
        CountDownLatch written = new CountDownLatch(1);
        CountDownLatch mayCommit = new CountDownLatch(1);
        Thread slow = Thread.ofVirtual()
                .start(() -> publisher.transact(session -> {
                    // Written by hand: Session.publish would write it only at the end.
                    session.jdbi()
                            .execute(
                                    "INSERT INTO outbox (id, type, aggregate_id, version, payload) VALUES (?, ?, 'slow', 1, ?)",
                                    Ids.next(),
                                    "google.type.Date",
                                    "{\"year\": 1}");
                    session.wakeRelay();
                    written.countDown();
                    await(mayCommit);
                }));
        written.await();
        publish(2);
        Eventually.until("the later one has arrived", () -> years().contains(2));
        mayCommit.countDown();
        slow.join();
        settle();
        assertThat(years()).containsExactlyInAnyOrder(1, 2);
    }

    @Test
    void aRolledBackEventNeverLeaves() {
        start();
        try {
            publisher.transact(session -> {
                session.publish(Date.newBuilder().setYear(1).build(), "x", 1);
                throw new IllegalStateException("no");
            });
        } catch (IllegalStateException expected) {
            assertThat(expected).hasMessage("no");
        }
        publish(2);
        settle();
        assertThat(years()).containsExactly(2);
    }

    @Test
    void oneBadEventDoesNotStopTheOthersAndCanBeReplayed() {
        failures.set(Integer.MAX_VALUE);
        publisher.transact(session -> {
            for (int i = 1; i <= 40; i++) {
                session.publish(Date.newBuilder().setYear(i == 17 ? 13 * 13 : i).build(), "event-" + i, 1);
            }
        });
        start();
        settle();
        assertThat(years()).hasSize(39).doesNotContain(169);
        List<DeadLetter> letters = in.deadLetters().list(null, 10);
        assertThat(letters).hasSize(1);
        DeadLetter letter = letters.getFirst();
        assertThat(letter.envelope().aggregateId()).isEqualTo("event-17");
        assertThat(letter.reason())
                .startsWith("IllegalStateException at ")
                .doesNotContain("unlucky"); // messages may quote people
        assertThat(letter.parked()).isFalse();

        failures.set(0);
        assertThat(in.deadLetters().replay(letter.envelope().id())).isTrue();
        settle();
        assertThat(years()).hasSize(40).contains(169);
        assertThat(in.deadLetters().list(null, 10)).isEmpty();
        assertThat(in.deadLetters().replay(letter.envelope().id())).isFalse();
    }

    @Test
    void aPassingFailureIsTriedAgain() {
        failures.set(2);
        start();
        publish(169);
        settle();
        assertThat(years()).containsExactly(169);
        assertThat(in.deadLetters().list(null, 10)).isEmpty();
    }

    @Test
    void anUnknownTypeIsParkedUntilAReleaseKnowsIt() {
        start();
        publisher.transact(
                session -> session.publish(Color.newBuilder().setRed(1).build(), "c", 1));
        publish(1);
        settle();
        assertThat(years()).containsExactly(1);
        List<DeadLetter> letters = in.deadLetters().list(null, 10);
        assertThat(letters).hasSize(1);
        assertThat(letters.getFirst().parked()).isTrue();
        assertThat(letters.getFirst().reason()).isEqualTo("no handler for this type");
        in.stop();

        Events newer = events(subscriber);
        List<Color> colors = new CopyOnWriteArrayList<>();
        newer.on(Color.getDefaultInstance(), (session, events) -> events.forEach(event -> colors.add(event.payload())));
        newer.start();
        Eventually.until("taken up", () -> !colors.isEmpty() && newer.idle());
        assertThat(newer.deadLetters().list(null, 10)).isEmpty();
        newer.close();
    }

    @Test
    void anUnreadablePayloadIsADeadLetter() {
        in.start();
        in.inbox().accept(List.of(envelope("{\"year\": \"Ada Lovelace\"}"), envelope("{\"year\": 7, \"new\": 1}")));
        settle();
        assertThat(years()).containsExactly(7);
        assertThat(in.deadLetters().list(null, 10))
                .extracting(DeadLetter::reason)
                .containsExactly("UnreadableEvent: the payload is not of its type");
    }

    @Test
    void deadLettersArePagedAndDiscarded() {
        in.start();
        List<EventEnvelope> bad = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            bad.add(envelope("not json"));
        }
        in.inbox().accept(bad);
        settle();
        List<DeadLetter> first = in.deadLetters().list(null, 3);
        List<DeadLetter> second = in.deadLetters().list(first.getLast().position(), 3);
        assertThat(first).hasSize(3);
        assertThat(second).hasSize(2);
        assertThat(second).doesNotContainAnyElementsOf(first);
        assertThat(in.deadLetters().discard(second.getFirst().envelope().id())).isTrue();
        assertThat(in.deadLetters().list(null, 10)).hasSize(4);
    }

    @Test
    void anEventThatTheBusRefusesDoesNotHoldUpTheOthers() {
        bus.refuse(event -> event.payload().contains("169"));
        start();
        publisher.transact(session -> {
            for (int i = 1; i <= 20; i++) {
                session.publish(Date.newBuilder().setYear(i == 5 ? 169 : i).build(), "event-" + i, 1);
            }
        });
        Eventually.until("the others have arrived", () -> years().size() == 19);
        assertThat(out.idle()).isFalse();
        bus.refuse(event -> false);
        settle();
        assertThat(years()).hasSize(20).contains(169);
    }

    @Test
    void anOutageOfTheBusIsWaitedOut() {
        bus.refuse(event -> true);
        start();
        publisher.transact(session -> {
            for (int i = 1; i <= 300; i++) {
                session.publish(Date.newBuilder().setYear(i).build(), "event-" + i, 1);
            }
        });
        publish(1000);
        bus.refuse(event -> false);
        settle();
        assertThat(years()).hasSize(301).doesNotHaveDuplicates();
    }

    @Test
    void eventsOfOneAggregateKeepTheirOrderAcrossTypes() {
        List<String> order = new CopyOnWriteArrayList<>();
        Events mixed = events(subscriber);
        mixed.on(
                Date.getDefaultInstance(),
                (session, events) -> events.forEach(
                        event -> order.add("date " + event.envelope().aggregateId())));
        mixed.on(
                Color.getDefaultInstance(),
                (session, events) -> events.forEach(
                        event -> order.add("color " + event.envelope().aggregateId())));
        mixed.inbox()
                .accept(List.of(
                        envelope("google.type.Date", "a"),
                        envelope("google.type.Color", "b"),
                        envelope("google.type.Date", "c"),
                        envelope("google.type.Date", "b")));
        mixed.start();
        Eventually.until("handled", mixed::idle);
        assertThat(order).containsExactly("date a", "date c", "color b", "date b");
        mixed.close();
    }

    @Test
    void aHandlerRunsInTheTraceOfItsEventAndSoDoesWhatItPublishes() {
        List<String> traces = new CopyOnWriteArrayList<>();
        Events traced = events(subscriber);
        traced.on(Date.getDefaultInstance(), (session, events) -> {
            traces.add(Objects.requireNonNull(Trace.current()).traceId());
            session.publish(Color.getDefaultInstance(), "c", 1);
        });
        bus.refuse(event -> event.type().equals("google.type.Color"));
        traced.inbox().accept(List.of(envelope("google.type.Date", "a")));
        traced.start();
        Eventually.until("handled", () -> !traces.isEmpty() && !outboxTrace().isEmpty());
        assertThat(traces).containsExactly("0af7651916cd43dd8448eb211c80319c");
        assertThat(outboxTrace()).startsWith("00-0af7651916cd43dd8448eb211c80319c-");
        traced.close();
    }

    @Test
    void handledEventsAreForgottenAfterTheirTime() {
        in.start();
        in.inbox().accept(List.of(envelope("{\"year\": 7}")));
        settle();
        in.inbox().purge();
        assertThat(inboxRows()).isEqualTo(1);
        subscriber.statement(session -> session.jdbi().execute("UPDATE inbox SET done_at = now() - interval '8 days'"));
        in.inbox().purge();
        assertThat(inboxRows()).isZero();
    }

    @Test
    void anEnvelopeTravelsAsCloudEventsAttributes() {
        EventEnvelope envelope = envelope("google.type.Date", "a");
        assertThat(EventEnvelope.of(envelope.attributes(), envelope.payload())).isEqualTo(envelope);
        assertThat(envelope.attributes()).containsEntry("specversion", "1.0").containsEntry("source", "mallhive/test");
    }

    private void record(Session session, List<Event<Date>> events) throws SQLException {
        batchSizes.add(events.size());
        for (Event<Date> event : events) {
            if (event.payload().getYear() == 169 && failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new IllegalStateException("unlucky " + event.payload());
            }
        }
        session.jdbi()
                .execute(
                        "INSERT INTO seen (id, text) SELECT id, text FROM unnest(?::uuid[], ?::text[]) AS t (id, text)",
                        session.jdbc()
                                .createArrayOf(
                                        "uuid",
                                        events.stream()
                                                .map(event -> event.envelope().id())
                                                .toArray()),
                        session.jdbc()
                                .createArrayOf(
                                        "text",
                                        events.stream()
                                                .map(event -> Integer.toString(
                                                        event.payload().getYear()))
                                                .toArray()));
    }

    private void start() {
        in.start();
        out.start();
    }

    private void publish(int year) {
        publisher.transact(
                session -> session.publish(Date.newBuilder().setYear(year).build(), "year-" + year, 1));
    }

    private void settle() {
        Eventually.until("nothing waits", () -> out.idle() && in.idle());
    }

    private List<Integer> years() {
        return subscriber.read(session -> session.jdbi()
                .createQuery("SELECT text::int FROM seen ORDER BY position")
                .mapTo(Integer.class)
                .list());
    }

    private int inboxRows() {
        return subscriber.read(session -> session.jdbi()
                .createQuery("SELECT count(*) FROM inbox")
                .mapTo(Integer.class)
                .one());
    }

    private String outboxTrace() {
        return Objects.toString(
                subscriber.read(session -> session.jdbi()
                        .createQuery("SELECT trace_parent FROM outbox")
                        .mapTo(String.class)
                        .findFirst()
                        .orElse("")),
                "");
    }

    private Events events(Database database) {
        return new Events(database, bus, EventSettings.TEST, new SimpleMeterRegistry());
    }

    private static EventEnvelope envelope(String payload) {
        UUID id = Ids.next();
        return new EventEnvelope(id, "google.type.Date", "test", id.toString(), 1, now(), null, payload);
    }

    private static EventEnvelope envelope(String type, String aggregate) {
        return new EventEnvelope(Ids.next(), type, "test", aggregate, 1, now(), TRACE, "{}");
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
