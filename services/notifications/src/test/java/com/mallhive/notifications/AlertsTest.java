package com.mallhive.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.notifications.v1.Alert;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.notifications.v1.WatchAlertsRequest;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.notifications.store.AlertStore;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.rpc.Person;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestPlatform;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who watches alerts sees all of them, and not for ever. */
final class AlertsTest {
    private static final Person BUYER = new Person(UUID.randomUUID(), Set.of("buyer"), null, UUID.randomUUID());

    private TestPlatform platform;

    @BeforeEach
    void open() {
        platform = TestPlatform.of("notifications")
                .peer("orders", new OrdersGrpc.OrdersImplBase() {})
                .peer("accounts", new AccountsGrpc.AccountsImplBase() {})
                .build();
        platform.run(NotificationsModule::new);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void whatWasMissedComesFirstHoweverMuchThatIs() {
        List<String> missed = alerts(250);

        Seen stream = watch(missed.getFirst());

        Eventually.until("the missed ones have come", () -> stream.ids.size() == 249);
        List<String> live = alerts(3);
        Eventually.until("the live ones have come", () -> stream.ids.size() == 252);
        assertThat(stream.ids)
                .containsExactlyElementsOf(
                        Stream.concat(missed.stream().skip(1), live.stream()).toList());
    }

    @Test
    void aRushOfAlertsIsNotCutOff() {
        Seen stream = watchOne();

        List<String> rush = alerts(900);

        Eventually.until("all have come", () -> new java.util.HashSet<>(stream.ids).containsAll(rush));
        assertThat(stream.ids).doesNotHaveDuplicates();
    }

    @Test
    void aStreamEndsAfterTenMinutes() {
        Seen stream = watchOne();
        platform.clock().advance(Duration.ofMinutes(9));
        alerts(1);
        Eventually.until("it still lives", () -> stream.ids.size() == 2);
        assertThat(stream.ended).isFalse();

        platform.clock().advance(Duration.ofMinutes(2));

        Eventually.until("it has ended", () -> stream.ended);
    }

    /** A stream that has begun, and has shown one alert. */
    private Seen watchOne() {
        Seen stream = watch(alerts(2).getFirst());
        Eventually.until("the stream has begun", () -> stream.ids.size() == 1);
        return stream;
    }

    private Seen watch(String lastEventId) {
        Seen stream = new Seen();
        platform.as(BUYER, () -> {
            NotificationsGrpc.newStub(platform.channelOf("edge"))
                    .watchAlerts(
                            WatchAlertsRequest.newBuilder()
                                    .setLastEventId(lastEventId)
                                    .build(),
                            stream);
            return true;
        });
        return stream;
    }

    private List<String> alerts(int count) {
        List<AlertStore.Alert> alerts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            alerts.add(new AlertStore.Alert(
                    Ids.next(),
                    BUYER.id(),
                    "order-paid",
                    "Paid",
                    "order",
                    platform.clock().instant()));
        }
        platform.database().transact(session -> new AlertStore().add(session, alerts));
        return alerts.stream().map(a -> a.id().toString()).toList();
    }

    private static final class Seen implements StreamObserver<Alert> {
        private final List<String> ids = new CopyOnWriteArrayList<>();
        private volatile boolean ended;

        @Override
        public void onNext(Alert alert) {
            ids.add(alert.getId());
        }

        @Override
        public void onError(Throwable failure) {
            ended = true;
        }

        @Override
        public void onCompleted() {
            ended = true;
        }
    }
}
