package com.mallhive.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.api.events.v1.PaymentCancelled;
import com.mallhive.api.payments.v1.Payment;
import com.mallhive.payments.flow.PaymentStep;
import com.mallhive.payments.ledger.Share;
import com.mallhive.payments.store.PaymentStore;
import com.mallhive.payments.stripe.StripeLink;
import com.mallhive.payments.stripe.StripeOrder;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.Eventually;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that dies between two steps leaves traces; whoever comes next goes on from there. */
class CrashTest {
    private final StripeAndUs world = new StripeAndUs();
    private final UUID order = UUID.randomUUID();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void stripeTookTheMoneyAndARetryLearnsOfIt() {
        dieAfterStripe("pm_card_visa");
        assertThat(world.create(order, "pm_card_visa").getStatus()).isEqualTo(Payment.Status.SETTLED);
        assertChargedOnce();
    }

    @Test
    void stripeTookTheMoneyAndALateRetryLearnsOfIt() {
        world.edge().loseWebhooks(true);
        dieAfterStripe("pm_card_visa");
        world.clock().advance(Duration.ofMinutes(20));
        assertThat(world.create(order, "pm_card_visa").getStatus()).isEqualTo(Payment.Status.SETTLED);
        assertChargedOnce();
    }

    @Test
    void stripeTookTheMoneyAndTheWebhookTellsIt() {
        dieAfterStripe("pm_card_visa");
        world.awaitStatus(order, Payment.Status.SETTLED);
        assertChargedOnce();
    }

    @Test
    void stripeTookTheMoneyAndTheSweeperFindsIt() {
        world.edge().loseWebhooks(true);
        dieAfterStripe("pm_card_visa");
        world.clock().advance(Duration.ofMinutes(2));
        world.awaitStatus(order, Payment.Status.SETTLED);
        assertChargedOnce();
    }

    @Test
    void stripeTookTheMoneyAndCallingOffGivesItBack() {
        world.edge().loseWebhooks(true);
        dieAfterStripe("pm_card_visa");
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.REFUNDED);
        assertThat(world.proves()).isTrue();
    }

    @Test
    void stripeOpenedAPageAndCallingOffClosesIt() {
        dieAfterStripe("");
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.CANCELLED);
        Eventually.until(
                "the page is closed",
                () -> !world.edge().seen("checkout.session.expired").isEmpty());
    }

    @Test
    void stripeNeverHeardOfItAndCallingOffEndsIt() {
        dieAfterRecord();
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.CANCELLED);
        assertThat(world.create(order, "pm_card_visa").getStatus()).isEqualTo(Payment.Status.CANCELLED);
    }

    @Test
    void stripeNeverHeardOfItAndARetryPays() {
        dieAfterRecord();
        assertThat(world.create(order, "pm_card_visa").getStatus()).isEqualTo(Payment.Status.SETTLED);
        assertChargedOnce();
    }

    @Test
    void aLostWebhookOfThePageIsMadeUpFor() {
        world.edge().loseWebhooks(true);
        Payment payment = world.create(order, "");
        var _ = world.payBy(payment.getUrl(), "4242424242424242");
        world.clock().advance(Duration.ofMinutes(2));
        world.awaitStatus(order, Payment.Status.SETTLED);
        assertChargedOnce();
    }

    @Test
    void whatNobodyPaysIsCalledOffWhenItsTimeIsOver() {
        Payment payment = world.create(order, "");
        world.clock().advance(Duration.ofMinutes(37));
        world.awaitStatus(order, Payment.Status.CANCELLED);
        assertThat(world.open(payment.getUrl()).statusCode()).isEqualTo(410);
        Eventually.until(
                "PaymentCancelled",
                () -> world.payments().published(PaymentCancelled.getDefaultInstance()).stream()
                        .anyMatch(e -> e.getOrderId().equals(order.toString())));
    }

    @Test
    void whereStripeDoesNotAnswerTheCallerTriesAgain() {
        try (var alone = new StripeAndUs(java.util.Map.of("payments.network-retries", "0"))) {
            alone.stopStripe();
            assertUnavailable(() -> alone.create(order, "pm_card_visa"));
            assertUnavailable(() -> alone.cancel(order));
            assertThat(alone.get(order).getStatus()).isEqualTo(Payment.Status.OPEN);
        }
    }

    /** Each step is a call of {@link PaymentStep#run}, which has the fail point; nothing else has one. */
    @ParameterizedTest
    @EnumSource
    void everyStepIsDoneThroughItsFailPoint(PaymentStep step) throws IOException {
        String source = sources();
        assertThat(source).contains("PaymentStep." + step.name() + ".run(");
        assertThat(source.split("FailPoints\\.after\\(", -1)).hasSize(2);
    }

    private static String sources() throws IOException {
        try (var files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(Files::isRegularFile)
                    .map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    })
                    .collect(Collectors.joining());
        }
    }

    private com.mallhive.payments.domain.Payment dieAfterRecord() {
        var now = world.clock().instant();
        var payment = com.mallhive.payments.domain.Payment.open(
                Ids.next(),
                order,
                Money.of(10_000, "EUR"),
                List.of(
                        new Share(StripeAndUs.SHOP, 6_000, 400, 600, 0),
                        new Share(StripeAndUs.OTHER_SHOP, 2_500, 200, 300, 0)),
                now,
                now.plus(Duration.ofMinutes(35)),
                now.plus(Duration.ofMinutes(1)));
        return world.payments()
                .database()
                .statement(session -> new PaymentStore().record(session, payment))
                .orElseThrow();
    }

    private void dieAfterStripe(String method) {
        var payment = dieAfterRecord();
        StripeLink stripe = new StripeLink(
                "sk_test_sandbox",
                URI.create(world.sandboxUrl()),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                0,
                world.payments().meters(),
                world.clock());
        var request = StripeAndUs.order(order, method);
        StripeOrder items = new StripeOrder(
                request.getOrderNumber(),
                request.getReturnUrl(),
                request.getItemsList().stream()
                        .map(i -> new StripeOrder.Item(i.getTitle(), i.getQuantity(), i.getUnitAmount()))
                        .toList());
        var _ = method.isEmpty() ? stripe.openPage(payment, items) : stripe.charge(payment, method, items);
    }

    private void assertChargedOnce() {
        assertThat(world.ledger().getEntries()).isEqualTo(6);
        assertThat(world.proves()).isTrue();
        assertThat(world.sandbox()
                        .database()
                        .<Long>read(session -> session.jdbi()
                                .createQuery("SELECT count(*) FROM document WHERE kind = 'payment_intent'")
                                .mapTo(Long.class)
                                .one()))
                .isEqualTo(1);
    }

    private static void assertUnavailable(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(Problem.from(e).kind()).isEqualTo(Problem.Kind.UNAVAILABLE));
    }
}
