package com.mallhive.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.api.events.v1.PaymentCancelled;
import com.mallhive.api.events.v1.PaymentRefunded;
import com.mallhive.api.events.v1.PaymentSettled;
import com.mallhive.api.payments.v1.GetShopBalanceRequest;
import com.mallhive.api.payments.v1.Payment;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.Eventually;
import io.grpc.StatusRuntimeException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to payments, through the contract, the real SDK and the sandbox. */
class PaymentsTest {
    @SuppressWarnings("NullAway.Init")
    private static StripeAndUs world;

    @BeforeAll
    static void start() {
        world = new StripeAndUs();
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    private final UUID order = UUID.randomUUID();

    @Test
    void aSavedMethodSettlesAtOnceWithLedgerAndEvent() {
        Map<String, Long> before = world.balances();
        Payment payment = world.create(order, "pm_card_visa");
        assertThat(payment.getStatus()).isEqualTo(Payment.Status.SETTLED);
        Map<String, Long> after = world.balances();
        assertThat(moved(before, after, "stripe_clearing")).isEqualTo(10_000);
        assertThat(moved(before, after, "seller_pending")).isEqualTo(-8_500);
        assertThat(moved(before, after, "commission")).isEqualTo(-600);
        assertThat(moved(before, after, "tax_payable")).isEqualTo(-900);
        assertThat(world.proves()).isTrue();
        Eventually.until("PaymentSettled", () -> settledEvents() == 1);
    }

    @Test
    void aRepeatedCallMeetsTheSamePayment() {
        Payment first = world.create(order, "pm_card_visa");
        long entries = world.ledger().getEntries();
        Payment second = world.create(order, "pm_card_visa");
        assertThat(second).isEqualTo(first);
        assertThat(world.ledger().getEntries()).isEqualTo(entries);
    }

    @Test
    void callsAtTheSameTimeMakeOnePayment() throws Exception {
        try (var threads = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = java.util.stream.IntStream.range(0, 6)
                    .mapToObj(_ -> threads.submit(() -> world.create(order, "pm_card_visa")))
                    .toList();
            for (var call : calls) {
                assertThat(call.get().getStatus()).isEqualTo(Payment.Status.SETTLED);
            }
        }
        assertThat(entries()).isEqualTo(6);
        assertThat(world.proves()).isTrue();
    }

    @Test
    void aDeclineTellsTheBuyerWhy() {
        Payment payment = world.create(order, "pm_card_chargeDeclinedInsufficientFunds");
        assertThat(payment.getStatus()).isEqualTo(Payment.Status.FAILED);
        assertThat(payment.getFailure()).contains("insufficient funds");
        assertThat(entries()).isZero();
        Eventually.until(
                "PaymentCancelled",
                () -> world.payments().published(PaymentCancelled.getDefaultInstance()).stream()
                        .anyMatch(e -> e.getOrderId().equals(order.toString())
                                && e.getReason().contains("insufficient funds")));
        assertThat(world.create(order, "pm_card_chargeDeclinedInsufficientFunds"))
                .isEqualTo(payment);
    }

    @Test
    void anUnknownMethodIsDeclinedToo() {
        Payment payment = world.create(order, "pm_nobody");
        assertThat(payment.getStatus()).isEqualTo(Payment.Status.FAILED);
        assertThat(payment.getFailure()).contains("Try another one");
    }

    @Test
    void threeDSecureAsksTheBuyerFirst() {
        Payment payment = world.create(order, "pm_card_threeDSecure2Required");
        assertThat(payment.getStatus()).isEqualTo(Payment.Status.OPEN);
        assertThat(world.open(payment.getUrl()).body()).contains("Is this payment yours?");
        var answer = world.submit(payment.getUrl(), "decision", "approve");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .startsWith(StripeAndUs.returnUrl() + "&payment_intent=pi_")
                .endsWith("redirect_status=succeeded");
        world.awaitStatus(order, Payment.Status.SETTLED);
        assertThat(entries()).isEqualTo(6);
    }

    @Test
    void aDeniedThreeDSecureIsADecline() {
        Payment payment = world.create(order, "pm_card_authenticationRequired");
        var _ = world.submit(payment.getUrl(), "decision", "decline");
        world.awaitStatus(order, Payment.Status.FAILED);
        assertThat(world.get(order).getFailure()).contains("did not confirm");
    }

    @Test
    void theHostedPageSettlesByWebhook() {
        Payment payment = world.create(order, "");
        assertThat(payment.getStatus()).isEqualTo(Payment.Status.OPEN);
        assertThat(payment.getUrl()).startsWith(world.sandboxUrl() + "/pay/cs_test_");
        assertThat(world.create(order, "").getUrl()).isEqualTo(payment.getUrl());
        var answer = world.payBy(payment.getUrl(), "4242 4242 4242 4242");
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains(StripeAndUs.returnUrl());
        world.awaitStatus(order, Payment.Status.SETTLED);
        assertThat(world.get(order).getUrl()).isEmpty();
        Eventually.until("PaymentSettled", () -> settledEvents() == 1);
        assertThat(entries()).isEqualTo(6);
    }

    @Test
    void aDeclineOnTheHostedPageIsNotTheEnd() {
        Payment payment = world.create(order, "");
        assertThat(world.payBy(payment.getUrl(), "4000000000000002").statusCode())
                .isEqualTo(402);
        Eventually.until(
                "the decline was heard",
                () -> world.edge().seen("payment_intent.payment_failed").stream()
                        .anyMatch(w -> w.text().contains(order.toString())));
        assertThat(world.get(order).getStatus()).isEqualTo(Payment.Status.OPEN);
        var _ = world.payBy(payment.getUrl(), "4242424242424242");
        world.awaitStatus(order, Payment.Status.SETTLED);
    }

    @Test
    void anOpenPageIsExpiredBeforeThePaymentIsCancelled() {
        Payment payment = world.create(order, "");
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.CANCELLED);
        assertThat(world.open(payment.getUrl()).body()).contains("expired");
        assertThat(world.payBy(payment.getUrl(), "4242424242424242").statusCode())
                .isEqualTo(410);
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.CANCELLED);
        Eventually.until(
                "PaymentCancelled",
                () -> world.payments().published(PaymentCancelled.getDefaultInstance()).stream()
                                .filter(e -> e.getOrderId().equals(order.toString()))
                                .count()
                        == 1);
    }

    @Test
    void anOpenIntentIsCancelled() {
        Payment payment = world.create(order, "pm_card_threeDSecure2Required");
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.CANCELLED);
        var late = world.submit(payment.getUrl(), "decision", "approve");
        assertThat(late.headers().firstValue("Location").orElseThrow()).endsWith("redirect_status=failed");
        assertThat(world.get(order).getStatus()).isEqualTo(Payment.Status.CANCELLED);
    }

    @Test
    void whatWasPaidIsGivenBackWhole() {
        Map<String, Long> before = world.balances();
        var _ = world.create(order, "pm_card_visa");
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.REFUNDED);
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.REFUNDED);
        assertThat(entries()).isEqualTo(12);
        Map<String, Long> after = world.balances();
        after.keySet()
                .forEach(account -> assertThat(moved(before, after, account)).isZero());
        assertThat(world.proves()).isTrue();
        Eventually.until(
                "PaymentRefunded",
                () -> world.payments().published(PaymentRefunded.getDefaultInstance()).stream()
                                .filter(e -> e.getOrderId().equals(order.toString()))
                                .count()
                        == 1);
    }

    @Test
    void aPagePaidMeanwhileIsGivenBack() {
        world.edge().loseWebhooks(true);
        try {
            Payment payment = world.create(order, "");
            var _ = world.payBy(payment.getUrl(), "4242424242424242");
            assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.REFUNDED);
            assertThat(entries()).isEqualTo(12);
            assertThat(world.proves()).isTrue();
        } finally {
            world.edge().loseWebhooks(false);
        }
    }

    @Test
    void anOrderCalledOffBeforeItsPaymentNeverGetsOne() {
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.CANCELLED);
        Payment late = world.create(order, "pm_card_visa");
        assertThat(late.getStatus()).isEqualTo(Payment.Status.CANCELLED);
        assertThat(entries()).isZero();
    }

    @Test
    void sharesMustSumUp() {
        var request = StripeAndUs.order(order, "pm_card_visa");
        request.getSharesBuilder(0).setSeller(1);
        assertThatThrownBy(() -> world.create(request.build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(Problem.from(e).violations())
                                .extracting(Problem.Violation::field)
                                .containsExactly("shares"));
    }

    @Test
    void anotherAmountForTheSameOrderIsRefused() {
        var _ = world.create(order, "pm_card_visa");
        var request = StripeAndUs.order(order, "pm_card_visa");
        request.getAmountBuilder().setAmount(9_999);
        request.getSharesBuilder(0).setSeller(5_999);
        assertThatThrownBy(() -> world.create(request.build()))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(Problem.from(e).type()).isEqualTo("payment-differs"));
    }

    @Test
    void aSellerSeesWhatIsOwed() {
        UUID shop = UUID.randomUUID();
        var request = StripeAndUs.order(order, "pm_card_visa");
        request.getSharesBuilder(0).setShopId(shop.toString());
        var _ = world.create(request.build());
        Person seller = new Person(UUID.randomUUID(), Set.of("buyer", "seller"), shop, UUID.randomUUID());
        var balance = world.payments()
                .as(
                        seller,
                        () -> PaymentsGrpc.newBlockingStub(world.payments().channelOf("edge"))
                                .getShopBalance(GetShopBalanceRequest.getDefaultInstance()));
        assertThat(balance.getPendingList()).singleElement().satisfies(m -> {
            assertThat(m.getAmount()).isEqualTo(6_000);
            assertThat(m.getCurrency()).isEqualTo("EUR");
        });
    }

    private long settledEvents() {
        return world.payments().published(PaymentSettled.getDefaultInstance()).stream()
                .filter(e -> e.getOrderId().equals(order.toString()))
                .count();
    }

    private long entries() {
        return world.count("SELECT count(*) FROM ledger_entry JOIN payment p ON p.id = payment_id WHERE order_id = '"
                + order + "'");
    }

    private static long moved(Map<String, Long> before, Map<String, Long> after, String account) {
        return after.getOrDefault(account, 0L) - before.getOrDefault(account, 0L);
    }
}
