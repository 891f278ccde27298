package com.mallhive.payments.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.payments.StripeAndUs;
import com.stripe.StripeClient;
import com.stripe.exception.AuthenticationException;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.EventListParams;
import com.stripe.param.PaymentIntentCaptureParams;
import com.stripe.param.PaymentIntentConfirmParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sandbox as Stripe's own SDK sees it. */
class SandboxApiTest {
    @SuppressWarnings("NullAway.Init")
    private static StripeAndUs world;

    @SuppressWarnings("NullAway.Init")
    private static StripeClient stripe;

    @BeforeAll
    static void start() {
        world = new StripeAndUs();
        world.edge().loseWebhooks(true);
        stripe = client("sk_test_sandbox");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void aRepeatedKeyGetsTheSameAnswer() throws StripeException {
        RequestOptions once = key();
        PaymentIntent first = stripe.v1().paymentIntents().create(params(500, "pm_card_visa"), once);
        PaymentIntent second = stripe.v1().paymentIntents().create(params(500, "pm_card_visa"), once);
        assertThat(second.getId()).isEqualTo(first.getId());
        assertThat(second.getStatus()).isEqualTo("succeeded");
    }

    @Test
    void aRepeatedKeyWithOtherParametersIsRefused() throws StripeException {
        RequestOptions once = key();
        var _ = stripe.v1().paymentIntents().create(params(500, "pm_card_visa"), once);
        assertThatThrownBy(() -> stripe.v1().paymentIntents().create(params(501, "pm_card_visa"), once))
                .isInstanceOf(IdempotencyException.class);
        assertThatThrownBy(() -> stripe.v1()
                        .refunds()
                        .create(
                                RefundCreateParams.builder()
                                        .setPaymentIntent("pi_1")
                                        .build(),
                                once))
                .isInstanceOf(IdempotencyException.class);
    }

    @Test
    void aDeclineIsRepeatedToo() {
        RequestOptions once = key();
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> stripe.v1().paymentIntents().create(params(500, "pm_card_chargeDeclined"), once))
                    .isInstanceOfSatisfying(CardException.class, e -> {
                        assertThat(e.getStatusCode()).isEqualTo(402);
                        assertThat(e.getCode()).isEqualTo("card_declined");
                        assertThat(e.getDeclineCode()).isEqualTo("generic_decline");
                        assertThat(e.getStripeError().getPaymentIntent().getStatus())
                                .isEqualTo("requires_payment_method");
                    });
        }
    }

    @Test
    void anotherKeyOpensNothing() {
        assertThatThrownBy(() -> client("sk_test_other").v1().paymentIntents().create(params(500, "pm_card_visa")))
                .isInstanceOf(AuthenticationException.class);
    }

    @Test
    void errorsNameTheParameter() {
        assertThatThrownBy(() -> stripe.v1()
                        .paymentIntents()
                        .create(PaymentIntentCreateParams.builder()
                                .setCurrency("eur")
                                .build()))
                .isInstanceOfSatisfying(InvalidRequestException.class, e -> {
                    assertThat(e.getParam()).isEqualTo("amount");
                    assertThat(e.getCode()).isEqualTo("parameter_missing");
                });
        assertThatThrownBy(() -> stripe.v1().paymentIntents().retrieve("pi_none"))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("resource_missing"));
    }

    @Test
    void anIntentGoesItsWay() throws StripeException {
        var intents = stripe.v1().paymentIntents();
        PaymentIntent intent = intents.create(PaymentIntentCreateParams.builder()
                .setAmount(700L)
                .setCurrency("eur")
                .setCaptureMethod(PaymentIntentCreateParams.CaptureMethod.MANUAL)
                .putMetadata("origin", "ü & =")
                .build());
        assertThat(intent.getStatus()).isEqualTo("requires_payment_method");
        intent = intents.confirm(
                intent.getId(),
                PaymentIntentConfirmParams.builder()
                        .setPaymentMethod("pm_card_mastercard")
                        .build());
        assertThat(intent.getStatus()).isEqualTo("requires_capture");
        intent = intents.capture(
                intent.getId(), PaymentIntentCaptureParams.builder().build());
        assertThat(intent.getAmountReceived()).isEqualTo(700);
        assertThat(intent.getMetadata()).containsEntry("origin", "ü & =");
        var charge = stripe.v1().charges().retrieve(intent.getLatestCharge());
        assertThat(charge.getPaid()).isTrue();
        assertThat(stripe.v1()
                        .balanceTransactions()
                        .retrieve(charge.getBalanceTransaction())
                        .getNet())
                .isEqualTo(700);
        String id = intent.getId();
        assertThatThrownBy(() -> intents.cancel(id))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("payment_intent_unexpected_state"));
    }

    @Test
    void refundsArePartialOrWholeAndNeverMore() throws StripeException {
        PaymentIntent intent = stripe.v1().paymentIntents().create(params(900, "pm_card_visa"));
        var refunds = stripe.v1().refunds();
        var part = refunds.create(refund(intent, 400L));
        assertThat(refunds.retrieve(part.getId()).getAmount()).isEqualTo(400);
        assertThatThrownBy(() -> refunds.create(refund(intent, 600L))).isInstanceOf(InvalidRequestException.class);
        assertThat(refunds.create(refund(intent, null)).getAmount()).isEqualTo(500);
        assertThat(stripe.v1().charges().retrieve(intent.getLatestCharge()).getRefunded())
                .isTrue();
        assertThatThrownBy(() -> refunds.create(refund(intent, null)))
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        e -> assertThat(e.getCode()).isEqualTo("charge_already_refunded"));
    }

    @Test
    void aSessionIsRetrievedWithItsIntentAndExpiredOnce() throws StripeException {
        var sessions = stripe.v1().checkout().sessions();
        Session session = sessions.create(session());
        assertThat(session.getUrl()).startsWith(world.sandboxUrl() + "/pay/");
        assertThat(session.getAmountTotal()).isEqualTo(2_500);
        var _ = world.payBy(session.getUrl(), "5555 5555 5555 4444");
        Session paid = sessions.retrieve(
                session.getId(),
                SessionRetrieveParams.builder().addExpand("payment_intent").build());
        assertThat(paid.getPaymentStatus()).isEqualTo("paid");
        assertThat(paid.getCustomerDetails().getEmail()).isEqualTo("buyer@example.com");
        assertThat(paid.getPaymentIntentObject().getAmountReceived()).isEqualTo(2_500);
        assertThat(stripe.v1()
                        .paymentMethods()
                        .retrieve(paid.getPaymentIntentObject().getPaymentMethod())
                        .getCard()
                        .getLast4())
                .isEqualTo("4444");
        assertThatThrownBy(() -> sessions.expire(session.getId())).isInstanceOf(InvalidRequestException.class);
        Session other = sessions.create(session());
        assertThat(sessions.expire(other.getId()).getStatus()).isEqualTo("expired");
    }

    @Test
    void listsGoOnPageByPage() throws StripeException {
        for (int i = 0; i < 5; i++) {
            var _ = stripe.v1().paymentIntents().create(params(100 + i, "pm_card_visa"));
        }
        var page = stripe.v1()
                .paymentIntents()
                .list(PaymentIntentListParams.builder().setLimit(2L).build());
        int count = 0;
        String last = null;
        for (PaymentIntent intent : page.autoPagingIterable()) {
            assertThat(intent.getId()).isNotEqualTo(last);
            last = intent.getId();
            count++;
        }
        assertThat(count).isGreaterThanOrEqualTo(5);
        var events = stripe.v1()
                .events()
                .list(EventListParams.builder()
                        .setType("payment_intent.succeeded")
                        .setLimit(1L)
                        .build());
        String id = events.getData().getFirst().getId();
        assertThat(stripe.v1().events().retrieve(id).getType()).isEqualTo("payment_intent.succeeded");
    }

    private static StripeClient client(String apiKey) {
        return StripeClient.builder()
                .setApiKey(apiKey)
                .setApiBase(world.sandboxUrl())
                .build();
    }

    private static RequestOptions key() {
        return RequestOptions.builder()
                .setIdempotencyKey(UUID.randomUUID().toString())
                .build();
    }

    private static PaymentIntentCreateParams params(long amount, String method) {
        return PaymentIntentCreateParams.builder()
                .setAmount(amount)
                .setCurrency("eur")
                .setPaymentMethod(method)
                .setConfirm(true)
                .build();
    }

    private static RefundCreateParams refund(PaymentIntent intent, @org.jspecify.annotations.Nullable Long amount) {
        return RefundCreateParams.builder()
                .setPaymentIntent(intent.getId())
                .setAmount(amount)
                .build();
    }

    private static SessionCreateParams session() {
        return SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setSuccessUrl("http://mall.test/done")
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setQuantity(1L)
                        .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                                .setCurrency("eur")
                                .setUnitAmount(2_500L)
                                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                        .setName("Lamp")
                                        .build())
                                .build())
                        .build())
                .build();
    }
}
