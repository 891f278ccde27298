package com.mallhive.platform.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.api.platform.v1.Backlog;
import com.mallhive.api.platform.v1.EventInboxGrpc;
import com.mallhive.api.platform.v1.GetBacklogRequest;
import com.mallhive.api.platform.v1.ListDeadLettersRequest;
import com.mallhive.api.platform.v1.ListDeadLettersResponse;
import com.mallhive.api.platform.v1.ReplayDeadLetterRequest;
import com.mallhive.platform.lifecycle.Module;
import com.mallhive.platform.rpc.EventInboxApi;
import com.mallhive.platform.rpc.PageToken;
import com.mallhive.platform.rpc.Person;
import com.mallhive.testkit.TestPlatform;
import io.grpc.StatusRuntimeException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What operators see of a service's events. */
final class EventInboxApiTest {
    private static final Person OPERATOR = new Person(UUID.randomUUID(), Set.of("operator"), null, UUID.randomUUID());

    private TestPlatform platform;

    @BeforeEach
    void open() {
        platform = TestPlatform.of("sample").build();
        platform.run(p -> {
            p.serve(new EventInboxApi(p.events()));
            return new Module() {};
        });
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void pagesFollowEachOtherAlsoWhereTheirLastLetterHasGone() {
        letters(120);
        Set<String> seen = new HashSet<>();
        String token = "";
        for (int page = 1; page <= 3; page++) {
            ListDeadLettersResponse answer = list(token);
            assertThat(answer.getDeadLettersList()).hasSize(page == 3 ? 20 : 50);
            answer.getDeadLettersList()
                    .forEach(letter -> seen.add(letter.getEvent().getId()));
            token = answer.getNextPageToken();
            platform.events()
                    .deadLetters()
                    .discard(UUID.fromString(
                            answer.getDeadLettersList().getLast().getEvent().getId()));
        }
        assertThat(token).isEmpty();
        assertThat(seen).hasSize(120);
    }

    @Test
    void aFullLastPageHasNoNext() {
        letters(50);
        assertThat(list("").getNextPageToken()).isEmpty();
    }

    @Test
    void aTokenOfSomebodyElsesIsInvalid() {
        for (String token : new String[] {"x", PageToken.of("a", "b"), PageToken.of(UUID.randomUUID())}) {
            assertThatThrownBy(() -> list(token)).isInstanceOf(StatusRuntimeException.class);
        }
    }

    @Test
    void theBacklogIsCounted() {
        letters(1100);
        platform.database().execute(session -> session.jdbi().execute("""
                INSERT INTO outbox (id, type, aggregate_id, version, payload, leased_until)
                SELECT uuidv7(), 'x', 'x', 1, '{}', now() + interval '1 hour' FROM generate_series(1, 3)
                """));
        platform.database().execute(session -> session.jdbi().execute("""
                INSERT INTO inbox (event_id, type, source, aggregate_id, version, occurred_at, payload, next_attempt_at)
                SELECT uuidv7(), 'x', 'x', 'x', 1, now(), '{}', now() + interval '1 hour' FROM generate_series(1, 2)
                """));
        Backlog backlog = as(inbox -> inbox.getBacklog(GetBacklogRequest.getDefaultInstance()));
        assertThat(backlog)
                .isEqualTo(Backlog.newBuilder()
                        .setOutbox(3)
                        .setInbox(2)
                        .setDeadLetters(1100)
                        .build());
    }

    @Test
    void aLetterThatIsNotThereCannotBeReplayed() {
        assertThatThrownBy(() -> as(inbox -> inbox.replayDeadLetter(ReplayDeadLetterRequest.newBuilder()
                        .setEventId(UUID.randomUUID().toString())
                        .build())))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("dead letter");
    }

    /** Half of them failed at the same moment. */
    private void letters(int count) {
        platform.database().execute(session -> session.jdbi().execute("""
                        INSERT INTO dead_letter (event_id, type, source, aggregate_id, version, occurred_at, payload, reason,
                                                 failed_at)
                        SELECT gen_random_uuid(), 'x', 'x', 'x', 1, now(), '{}', 'X', now() - (n / 2) * interval '1 microsecond'
                          FROM generate_series(1, ?) n
                        """, count));
    }

    private ListDeadLettersResponse list(String token) {
        return as(inbox -> inbox.listDeadLetters(
                ListDeadLettersRequest.newBuilder().setPageToken(token).build()));
    }

    private <T> T as(Function<EventInboxGrpc.EventInboxBlockingStub, T> call) {
        return platform.as(OPERATOR, () -> call.apply(EventInboxGrpc.newBlockingStub(platform.channelOf("admin"))));
    }
}
