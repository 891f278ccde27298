package com.mallhive.orders;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.GetPersonKeyRequest;
import com.mallhive.api.accounts.v1.PersonKey;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.events.v1.OrderShipped;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.orders.v1.CancelOrderRequest;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.orders.v1.ShipOrderRequest;
import com.mallhive.api.payments.v1.CancelPaymentRequest;
import com.mallhive.api.payments.v1.Payment;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.orders.checkout.Contacts;
import com.mallhive.orders.domain.Contact;
import com.mallhive.orders.domain.Order;
import com.mallhive.orders.domain.OrderNumber;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.domain.Quote;
import com.mallhive.orders.store.OrderStore;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.security.PersonalData;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestPlatform;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Sellers ship and buyers cancel, at once, on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FulfilmentTest {
    private static final byte[] KEY = new byte[32];

    private final OrderStore store = new OrderStore();
    private TestPlatform platform;

    @BeforeAll
    void open() {
        platform = TestPlatform.of("orders")
                .peer("accounts", new Keys())
                .peer("payments", new Refunds())
                .peer("cart", new CartsGrpc.CartsImplBase() {})
                .peer("inventory", new InventoryGrpc.InventoryImplBase() {})
                .build();
        platform.run(OrdersModule::new);
    }

    @AfterAll
    void close() {
        platform.close();
    }

    @Test
    void theSellersOfAnOrderShipAtOnce() throws Exception {
        Order order = paidOrder(12);

        List<Callable<Status.Code>> sellers = new ArrayList<>();
        order.subOrders().forEach(part -> sellers.add(() -> ship(order, part)));

        assertThat(atOnce(sellers)).containsOnly(Status.Code.OK);
        Order after = read(order);
        assertThat(after.status()).isEqualTo(OrderStatus.SHIPPED);
        assertThat(after.subOrders()).allMatch(part -> part.shipment() != null);
        Eventually.until(
                "each shipment is told once",
                () -> platform.published(OrderShipped.getDefaultInstance()).stream()
                                .filter(e -> e.getOrderId().equals(order.id().toString()))
                                .map(OrderShipped::getSubOrderId)
                                .distinct()
                                .count()
                        == 12);
    }

    @RepeatedTest(10)
    void whoShipsAgainstACancellationIsAnswered() throws Exception {
        Order order = paidOrder(3);

        List<Callable<Status.Code>> calls = new ArrayList<>();
        order.subOrders().forEach(part -> calls.add(() -> ship(order, part)));
        calls.add(() -> cancel(order, "Changed my mind"));

        assertThat(atOnce(calls)).isSubsetOf(Status.Code.OK, Status.Code.ABORTED);
        Order after = read(order);
        boolean cancelled = after.status() == OrderStatus.CANCELLED;
        assertThat(after.subOrders())
                .as("all or nothing: %s", after.status())
                .allMatch(part -> (part.shipment() == null) == cancelled);
    }

    @Test
    void aRefusedCancellationLeavesNothingThatCancelsLater() {
        Order order = paidOrder(2);
        assertThat(ship(order, order.subOrders().getFirst())).isEqualTo(Status.Code.OK);

        assertThat(cancel(order, "Too late")).isEqualTo(Status.Code.ABORTED);

        assertThat(jobs(order)).isZero();
    }

    @Test
    void aCancellationThatFailsLeavesTheOrderAsItIs() {
        Order order = paidOrder(1);

        assertThat(cancel(order, "Zero \0 byte")).isEqualTo(Status.Code.INVALID_ARGUMENT);

        assertThat(jobs(order)).isZero();
        assertThat(read(order).status()).isEqualTo(OrderStatus.PAID);
    }

    private Status.Code ship(Order order, Order.SubOrder part) {
        Person seller =
                new Person(UUID.randomUUID(), Set.of("seller"), part.part().shopId(), UUID.randomUUID());
        return as(
                seller,
                orders -> orders.shipOrder(ShipOrderRequest.newBuilder()
                        .setOrder(order.id().toString())
                        .setCarrier("Parcel")
                        .setTrackingNumber("P 1")
                        .build()));
    }

    private Status.Code cancel(Order order, String reason) {
        Person buyer = new Person(order.personId(), Set.of("buyer"), null, UUID.randomUUID());
        return as(
                buyer,
                orders -> orders.cancelOrder(CancelOrderRequest.newBuilder()
                        .setOrder(order.id().toString())
                        .setReason(reason)
                        .build()));
    }

    private Status.Code as(Person person, java.util.function.Consumer<OrdersGrpc.OrdersBlockingStub> call) {
        try {
            return platform.as(person, () -> {
                call.accept(OrdersGrpc.newBlockingStub(platform.channelOf("edge")));
                return Status.Code.OK;
            });
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    private static List<Status.Code> atOnce(List<Callable<Status.Code>> calls)
            throws InterruptedException, ExecutionException {
        List<Status.Code> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Status.Code> answer : threads.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }
        return answers;
    }

    private long jobs(Order order) {
        return platform.database()
                .read(session -> session.jdbi()
                        .createQuery("SELECT count(*) FROM scheduled_tasks WHERE task_instance = :id")
                        .bind("id", order.id().toString())
                        .mapTo(Long.class)
                        .one());
    }

    private Order read(Order order) {
        return platform.database()
                .read(session -> store.get(session, order.id()))
                .orElseThrow();
    }

    /** An order of one thing from each of so many shops. */
    private Order paidOrder(int shops) {
        UUID id = UUID.randomUUID();
        UUID buyer = UUID.randomUUID();
        Quote quote = Quote.of(
                IntStream.range(0, shops)
                        .mapToObj(i -> new Quote.Wish(
                                UUID.randomUUID(),
                                "Shop " + i,
                                UUID.randomUUID(),
                                UUID.randomUUID(),
                                "mug",
                                "MUG",
                                "Mug",
                                "",
                                1,
                                Money.of(1000, "EUR"),
                                ""))
                        .toList(),
                new Quote.Rules(Money.of(490, "EUR"), Money.of(5000, "EUR"), 1900, 800));
        Instant now = platform.clock().instant();
        var contacts = new Contacts(new PersonalData(_ -> KEY), platform.vault());
        Order order = new Order(
                id,
                OrderNumber.of(id),
                buyer,
                UUID.randomUUID(),
                OrderStatus.AWAITING_PAYMENT,
                quote.items(),
                quote.shipping(),
                quote.tax(),
                buyer,
                contacts.seal(
                        buyer, new Contact("ada@example.com", "Ada", "Main 1", "", "Bremen", "", "28195", "DE", "")),
                "",
                "",
                now,
                now,
                null,
                1,
                new byte[] {1},
                quote.parts().stream()
                        .map(part -> new Order.SubOrder(Ids.next(), part, null))
                        .toList());
        Order paid = order.with(OrderStatus.PAID, "", "", now, now);
        platform.database().transact(session -> {
            assertThat(store.insert(session, order, "")).isTrue();
            assertThat(store.move(session, paid, List.of())).isTrue();
        });
        return paid;
    }

    private static final class Keys extends AccountsGrpc.AccountsImplBase {
        @Override
        public void getPersonKey(GetPersonKeyRequest request, StreamObserver<PersonKey> out) {
            out.onNext(PersonKey.newBuilder().setKey(ByteString.copyFrom(KEY)).build());
            out.onCompleted();
        }
    }

    /** Everything is given back at once. */
    private static final class Refunds extends PaymentsGrpc.PaymentsImplBase {
        @Override
        public void cancelPayment(CancelPaymentRequest request, StreamObserver<Payment> out) {
            out.onNext(Payment.newBuilder().setStatus(Payment.Status.REFUNDED).build());
            out.onCompleted();
        }
    }
}
