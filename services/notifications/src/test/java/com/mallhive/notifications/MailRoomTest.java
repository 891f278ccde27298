package com.mallhive.notifications;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.notifications.v1.ListMailboxRequest;
import com.mallhive.api.notifications.v1.MailboxMessage;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.notifications.v1.SendEmailRequest;
import com.mallhive.api.orders.v1.GetOrdersForMessagesRequest;
import com.mallhive.api.orders.v1.GetOrdersForMessagesResponse;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.orders.v1.Totals;
import com.mallhive.api.type.Money;
import com.mallhive.notifications.mail.MailRoom;
import com.mallhive.notifications.mail.Postman;
import com.mallhive.notifications.store.MailStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestCluster;
import com.mallhive.testkit.TestPlatform;
import io.grpc.stub.StreamObserver;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What becomes of e-mails where something is wrong with one of them, or with everything. */
final class MailRoomTest {
    private static final String TO = "ada@example.com";

    private static final Money MONEY =
            Money.newBuilder().setCurrency("EUR").setAmount(500).build();
    private static final Totals TOTALS = Totals.newBuilder()
            .setItems(MONEY)
            .setShipping(MONEY)
            .setTaxIncluded(MONEY)
            .setTotal(MONEY)
            .build();

    private final KnownOrders orders = new KnownOrders();
    private TestPlatform platform;

    @BeforeEach
    void open() {
        platform = TestPlatform.of("notifications")
                .set("notifications.attempts", 3)
                .peer("orders", orders)
                .peer("accounts", new AccountsGrpc.AccountsImplBase() {})
                .build();
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void anEmailThatCannotBeWrittenHarmsNoOtherAndIsGivenUp() {
        UUID poison = UUID.randomUUID();
        waiting(new MailStore.Mail(poison, "no-such-template", UUID.randomUUID(), null, null, 0));
        platform.run(NotificationsModule::new);
        AtomicInteger others = new AtomicInteger();

        Eventually.until("it is given up", () -> {
            platform.clock().advance(Duration.ofMinutes(5));
            send();
            others.incrementAndGet();
            return count("failure = 'IllegalStateException' AND attempts = 3") == 1;
        });

        Eventually.until("all others are sent", () -> count("sent_at IS NOT NULL") == others.get());
        assertThat(mailbox()).as("each once").hasSize(others.get());
    }

    @Test
    void whereOrdersDoNotAnswerOtherMailGoes() {
        orders.silent = true;
        UUID direct = UUID.randomUUID();
        byte[] sealed = platform.vault()
                .seal(
                        "mail",
                        "{\"to\": \"ada@example.com\", \"values\": {\"name\": \"Ada\", \"token\": \"t\"}}"
                                .getBytes(StandardCharsets.UTF_8),
                        direct.toString());
        waiting(
                new MailStore.Mail(UUID.randomUUID(), "order-paid", UUID.randomUUID(), null, null, 0),
                new MailStore.Mail(direct, "verify-email", null, null, sealed, 0));
        platform.run(NotificationsModule::new);
        Eventually.until("the direct one is sent", () -> mailbox().size() == 1);

        assertThat(count("sent_at IS NULL")).isEqualTo(1);

        orders.silent = false;
        Eventually.until("the other one follows", () -> {
            platform.clock().advance(Duration.ofMinutes(5));
            send();
            return count("template = 'order-paid' AND sent_at IS NOT NULL") == 1;
        });
    }

    @Test
    void withoutItsDatabaseItWaits() {
        Logger log = (Logger) LoggerFactory.getLogger(MailRoom.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        Database gone = TestCluster.database("notifications");
        gone.close();
        var settings = platform.settings(NotificationsSettings.class);
        var room = new MailRoom(
                gone,
                new MailStore(),
                new Postman(settings, "127.0.0.1", 1, true, platform.clock()),
                OrdersGrpc.newBlockingStub(platform.channel("orders")),
                AccountsGrpc.newBlockingStub(platform.channel("accounts")),
                platform.vault(),
                platform.publicUrl(),
                3,
                platform.clock());
        try {
            room.start();
            Eventually.until("it has tried twice", () -> List.copyOf(lines.list).size() >= 2);
            long gap = lines.list.get(1).getTimeStamp() - lines.list.get(0).getTimeStamp();
            assertThat(gap).as("milliseconds between two tries").isGreaterThanOrEqualTo(500);
        } finally {
            room.close();
            log.detachAppender(lines);
        }
    }

    private void waiting(MailStore.Mail... mails) {
        platform.database()
                .execute(session -> new MailStore()
                        .add(session, List.of(mails), platform.clock().instant()));
    }

    private void send() {
        var _ = NotificationsGrpc.newBlockingStub(platform.channelOf("accounts"))
                .sendEmail(SendEmailRequest.newBuilder()
                        .setId(UUID.randomUUID().toString())
                        .setTo(TO)
                        .setTemplate("verify-email")
                        .putAllValues(Map.of("name", "Ada", "token", "t"))
                        .build());
    }

    private List<MailboxMessage> mailbox() {
        return NotificationsGrpc.newBlockingStub(platform.channelOf("storefront"))
                .listMailbox(ListMailboxRequest.newBuilder().setTo(TO).build())
                .getMessagesList();
    }

    private long count(String condition) {
        return platform.database()
                .statement(session -> session.jdbi()
                        .createQuery("SELECT count(*) FROM mail WHERE " + condition)
                        .mapTo(Long.class)
                        .one());
    }

    /** Knows every order. */
    private static final class KnownOrders extends OrdersGrpc.OrdersImplBase {
        private volatile boolean silent;

        @Override
        public void getOrdersForMessages(
                GetOrdersForMessagesRequest request, StreamObserver<GetOrdersForMessagesResponse> out) {
            if (silent) {
                throw Problem.of(Problem.Kind.UNAVAILABLE, "unavailable", "Try again soon.");
            }
            var answer = GetOrdersForMessagesResponse.newBuilder();
            request.getOrdersList()
                    .forEach(id -> answer.addOrders(Order.newBuilder()
                            .setId(id)
                            .setEmail(TO)
                            .setNumber("MH-1")
                            .setTotals(TOTALS)));
            out.onNext(answer.build());
            out.onCompleted();
        }
    }
}
