package com.mallhive.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.api.events.v1.PaymentSettled;
import com.mallhive.api.payments.v1.Payment;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.Eventually;
import com.stripe.net.Webhook;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stripe tells things twice, late, out of order; others tell lies. */
class WebhooksTest {
    private static final String NEW_SECRET = "whsec_new";

    private final StripeAndUs world =
            new StripeAndUs(Map.of("payments.webhook-secrets", NEW_SECRET + ",whsec_sandbox"));
    private final UUID order = UUID.randomUUID();

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void aWebhookAfterThePaymentHasNothingToDo() {
        var _ = world.create(order, "pm_card_visa");
        StripeAndUs.Webhook webhook = world.edge().await("payment_intent.succeeded");
        assertThat(world.count("SELECT count(*) FROM webhook_event WHERE processed_at IS NOT NULL"))
                .isEqualTo(1);
        world.deliver(webhook.body(), webhook.signature());
        assertThat(world.count("SELECT count(*) FROM webhook_event")).isEqualTo(1);
        assertThat(world.ledger().getEntries()).isEqualTo(6);
    }

    @Test
    void theSameWebhookManyTimesAtOnceSettlesOnce() throws Exception {
        world.edge().loseWebhooks(true);
        Payment payment = world.create(order, "");
        var _ = world.payBy(payment.getUrl(), "4242424242424242");
        StripeAndUs.Webhook completed = world.edge().await("checkout.session.completed");
        StripeAndUs.Webhook succeeded = world.edge().await("payment_intent.succeeded");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var calls = IntStream.range(0, 16)
                    .mapToObj(i -> threads.submit(() -> {
                        StripeAndUs.Webhook webhook = i % 2 == 0 ? completed : succeeded;
                        world.deliver(webhook.body(), webhook.signature());
                    }))
                    .toList();
            for (var call : calls) {
                call.get();
            }
        }
        assertThat(world.get(order).getStatus()).isEqualTo(Payment.Status.SETTLED);
        assertThat(world.ledger().getEntries()).isEqualTo(6);
        assertThat(world.count("SELECT count(*) FROM webhook_event WHERE processed_at IS NULL"))
                .isZero();
        Eventually.until("one event", () -> world.payments().idle());
        assertThat(world.payments().published(PaymentSettled.getDefaultInstance()))
                .hasSize(1);
        assertThat(world.proves()).isTrue();
    }

    @Test
    void aRefundThatOvertakesItsPaymentStillBalances() {
        world.edge().loseWebhooks(true);
        Payment payment = world.create(order, "");
        var _ = world.payBy(payment.getUrl(), "4242424242424242");
        StripeAndUs.Webhook paid = world.edge().await("payment_intent.succeeded");
        refundAtStripe(paid);
        StripeAndUs.Webhook refunded = world.edge().await("charge.refunded");
        world.deliver(refunded.body(), refunded.signature());
        assertThat(world.get(order).getStatus()).isEqualTo(Payment.Status.REFUNDED);
        world.deliver(paid.body(), paid.signature());
        assertThat(world.get(order).getStatus()).isEqualTo(Payment.Status.REFUNDED);
        assertThat(world.ledger().getEntries()).isEqualTo(12);
        assertThat(world.balances().values()).allMatch(balance -> balance == 0);
        assertThat(world.proves()).isTrue();
    }

    @Test
    void aRefundFromStripesDashboardIsNoted() {
        var _ = world.create(order, "pm_card_visa");
        refundAtStripe(world.edge().await("payment_intent.succeeded"));
        world.awaitStatus(order, Payment.Status.REFUNDED);
        assertThat(world.proves()).isTrue();
    }

    @Test
    void aPaymentThatComesAfterItWasCalledOffGoesBack() throws Exception {
        assertThat(world.cancel(order).getStatus()).isEqualTo(Payment.Status.CANCELLED);
        UUID other = UUID.randomUUID();
        Payment open = world.create(other, "");
        // Called off here while Stripe, by accident, still takes the money.
        world.payments()
                .database()
                .execute(session -> session.jdbi()
                        .createUpdate(
                                "UPDATE payment SET status = 'CANCELLED', check_at = NULL WHERE order_id = :order")
                        .bind("order", other)
                        .execute());
        var _ = world.payBy(open.getUrl(), "4242424242424242");
        world.awaitStatus(other, Payment.Status.REFUNDED);
        assertThat(world.balances()).containsEntry("refund_payable", 0L).containsEntry("stripe_clearing", 0L);
        assertThat(world.ledger().getEntries()).isEqualTo(2);
        assertThat(world.proves()).isTrue();
        var refunded = world.edge().await("charge.refunded");
        assertThat(refunded.text()).contains("\"refunded\":true");
    }

    @Test
    void forgedSignaturesAreRefusedAndLeaveNothing() {
        var _ = world.create(order, "pm_card_visa");
        StripeAndUs.Webhook webhook = world.edge().await("payment_intent.succeeded");
        long known = world.count("SELECT count(*) FROM webhook_event");
        byte[] changed = webhook.text().replace("evt_", "evt_x").getBytes(StandardCharsets.UTF_8);
        assertRefused(() -> world.deliver(changed, webhook.signature()));
        assertRefused(() -> world.deliver(changed, sign(changed, "whsec_guessed")));
        assertRefused(() -> world.deliver(changed, "t=1"));
        assertRefused(() -> world.deliver(changed, null));
        assertThat(world.count("SELECT count(*) FROM webhook_event")).isEqualTo(known);
        world.deliver(changed, sign(changed, NEW_SECRET));
        assertThat(world.count("SELECT count(*) FROM webhook_event")).isEqualTo(known + 1);
    }

    @Test
    void anOldSignatureIsRefused() {
        var _ = world.create(order, "pm_card_visa");
        StripeAndUs.Webhook webhook = world.edge().await("payment_intent.succeeded");
        world.clock().advance(Duration.ofMinutes(6));
        assertRefused(() -> world.deliver(webhook.body(), webhook.signature()));
    }

    @Test
    void unknownTypesAreKeptAndAnswered() {
        byte[] event = """
                {"id":"evt_1","object":"event","data":{"object":{"id":"dp_1","object":"dispute"}},"type":"charge.dispute.created"}\
                """.getBytes(StandardCharsets.UTF_8);
        world.deliver(event, sign(event, NEW_SECRET));
        assertThat(world.count("SELECT count(*) FROM webhook_event WHERE id = 'evt_1' AND processed_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void anotherAmountSettlesNothing() {
        world.edge().loseWebhooks(true);
        Payment payment = world.create(order, "");
        var _ = world.payBy(payment.getUrl(), "4242424242424242");
        byte[] less = world.edge()
                .await("payment_intent.succeeded")
                .text()
                .replace("\"amount_received\":10000", "\"amount_received\":1")
                .getBytes(StandardCharsets.UTF_8);
        world.deliver(less, sign(less, NEW_SECRET));
        assertThat(world.get(order).getStatus()).isEqualTo(Payment.Status.OPEN);
        assertThat(world.count("SELECT count(*) FROM webhook_event WHERE processed_at IS NOT NULL"))
                .isEqualTo(1);
    }

    private void refundAtStripe(StripeAndUs.Webhook paid) {
        String intent = paid.text().replaceFirst("(?s).*\"id\":\"(pi_[0-9a-f]+)\".*", "$1");
        var client = com.stripe.StripeClient.builder()
                .setApiKey("sk_test_sandbox")
                .setApiBase(world.sandboxUrl())
                .build();
        try {
            var _ = client.v1()
                    .refunds()
                    .create(com.stripe.param.RefundCreateParams.builder()
                            .setPaymentIntent(intent)
                            .build());
        } catch (com.stripe.exception.StripeException e) {
            throw new AssertionError(e);
        }
    }

    private String sign(byte[] body, String secret) {
        try {
            return Webhook.Signature.generateSignatureHeader(
                    new String(body, StandardCharsets.UTF_8),
                    secret,
                    world.clock().instant().getEpochSecond());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static void assertRefused(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            assertThat(Problem.from(e).type()).isEqualTo("webhook-signature");
            assertThat(Problem.from(e).kind()).isEqualTo(Problem.Kind.INVALID);
        });
    }
}
