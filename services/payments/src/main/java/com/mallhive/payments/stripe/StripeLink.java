package com.mallhive.payments.stripe;

import com.mallhive.payments.domain.Outcome;
import com.mallhive.payments.domain.Payment;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Problem;
import com.stripe.Stripe;
import com.stripe.StripeClient;
import com.stripe.exception.CardException;
import com.stripe.exception.IdempotencyException;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.StripeError;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionListParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of Stripe, through its SDK. Everything that takes or gives money carries the payment's id as Idempotency-Key: asking
 * twice is asking once. Where Stripe does not answer, or not clearly, that is a problem (503) and nothing is known.
 */
public final class StripeLink {
    private static final Logger LOG = LoggerFactory.getLogger(StripeLink.class);
    private static final String PAYMENT_ID = "payment_id";
    private static final String ORDER_ID = "order_id";
    private static final String UNUSABLE = "This payment method cannot be used. Try another one.";
    private static final String CALLED_OFF = "The payment was called off.";

    /** A hosted page lives 30 minutes at least; the clocks differ a little. */
    private static final Duration PAGE_LIFE = Duration.ofMinutes(31);

    private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);
    private static final int MAX_ITEMS = 100;
    private static final int MAX_TITLE = 200;
    private static final long PAGE = 100;

    private final StripeClient stripe;
    private final Clock clock;

    /** @param base where Stripe's interface is; null: Stripe itself */
    @SuppressWarnings("StaticAssignmentInConstructor") // the SDK has one switch for all its clients
    public StripeLink(
            String apiKey,
            @Nullable URI base,
            Duration connectTimeout,
            Duration readTimeout,
            int retries,
            MeterRegistry meters,
            Clock clock) {
        // It would write an id into the user's home and send timings along.
        Stripe.enableTelemetry = false;
        var builder = StripeClient.builder()
                .setApiKey(apiKey)
                .setHttpClient(new StripeHttp(meters))
                .setConnectTimeout(Math.toIntExact(connectTimeout.toMillis()))
                .setReadTimeout(Math.toIntExact(readTimeout.toMillis()))
                .setMaxNetworkRetries(retries);
        if (base != null) {
            builder.setApiBase(base.toString().replaceAll("/+$", ""));
        }
        this.stripe = builder.build();
        this.clock = clock;
    }

    /** Takes the payment with the given method at once. */
    public Outcome charge(Payment payment, String method, StripeOrder order) {
        var params = PaymentIntentCreateParams.builder()
                .setAmount(payment.amount().amount())
                .setCurrency(currency(payment))
                .addPaymentMethodType("card")
                .setPaymentMethod(method)
                .setConfirm(true)
                .setDescription("Order " + order.number())
                .putAllMetadata(metadata(payment));
        if (!order.returnUrl().isEmpty()) {
            params.setReturnUrl(order.returnUrl());
        }
        try {
            return outcome(stripe.v1()
                    .paymentIntents()
                    .create(params.build(), once(payment.id().toString())));
        } catch (CardException e) {
            return declined(e);
        } catch (InvalidRequestException e) {
            LOG.warn("payment {}: Stripe refuses it: {} {}", payment.id(), e.getCode(), e.getMessage());
            return new Outcome.Declined(null, null, UNUSABLE);
        } catch (StripeException e) {
            throw unknown(payment, e);
        }
    }

    /** Opens a page on which the buyer pays. */
    public Outcome openPage(Payment payment, StripeOrder order) {
        var params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .addPaymentMethodType(SessionCreateParams.PaymentMethodType.CARD)
                .setClientReferenceId(payment.orderId().toString())
                .setSuccessUrl(order.returnUrl())
                .setCancelUrl(order.returnUrl())
                .setExpiresAt(pageEnd(payment).getEpochSecond())
                .putAllMetadata(metadata(payment))
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                        .setDescription("Order " + order.number())
                        .putAllMetadata(metadata(payment))
                        .build());
        if (order.items().size() > MAX_ITEMS
                || order.total() != payment.amount().amount()) {
            params.addLineItem(item(
                    payment,
                    new StripeOrder.Item(
                            "Order " + order.number(), 1, payment.amount().amount())));
        } else {
            order.items().forEach(item -> params.addLineItem(item(payment, item)));
        }
        try {
            return outcome(stripe.v1()
                    .checkout()
                    .sessions()
                    .create(params.build(), once(payment.id().toString())));
        } catch (InvalidRequestException e) {
            LOG.error("payment {}: Stripe opens no page: {} {}", payment.id(), e.getCode(), e.getMessage());
            return new Outcome.Declined(null, null, "The payment could not be opened.");
        } catch (StripeException e) {
            throw unknown(payment, e);
        }
    }

    /** Where the payment stands at Stripe. Where an answer of Stripe was lost it is looked for among the newest. */
    public Outcome look(Payment payment) {
        try {
            String session = payment.session();
            if (session != null) {
                return outcome(retrieve(session));
            }
            String intent = payment.intent();
            return intent == null
                    ? search(payment)
                    : outcome(stripe.v1().paymentIntents().retrieve(intent));
        } catch (StripeException e) {
            throw unknown(payment, e);
        }
    }

    /** Makes sure that it cannot be paid any more; tells where it stands if that is too late. */
    public Outcome callOff(Payment payment) {
        try {
            String session = payment.session();
            String intent = payment.intent();
            if (session != null) {
                return expire(session);
            }
            if (intent != null) {
                return cancel(intent);
            }
            return switch (search(payment)) {
                case Outcome.Waiting(var _, var found, var _) when found != null -> expire(found);
                case Outcome.Waiting(var found, var _, var _) when found != null -> cancel(found);
                case Outcome.Absent _ -> new Outcome.CalledOff(CALLED_OFF);
                case Outcome other -> other;
            };
        } catch (StripeException e) {
            throw unknown(payment, e);
        }
    }

    /** Gives the whole money back. */
    public Outcome giveBack(Payment payment) {
        try {
            var refund = stripe.v1()
                    .refunds()
                    .create(
                            RefundCreateParams.builder()
                                    .setPaymentIntent(payment.intent())
                                    .putAllMetadata(metadata(payment))
                                    .build(),
                            once("refund-" + payment.id()));
            if ("failed".equals(refund.getStatus()) || "canceled".equals(refund.getStatus())) {
                LOG.error("payment {}: the refund {} is {}", payment.id(), refund.getId(), refund.getStatus());
                throw unavailable();
            }
            return new Outcome.Returned();
        } catch (InvalidRequestException e) {
            if ("charge_already_refunded".equals(e.getCode())) {
                return new Outcome.Returned();
            }
            throw unknown(payment, e);
        } catch (StripeException e) {
            throw unknown(payment, e);
        }
    }

    private Outcome expire(String session) throws StripeException {
        try {
            return outcome(stripe.v1().checkout().sessions().expire(session));
        } catch (InvalidRequestException e) {
            return outcome(retrieve(session));
        }
    }

    private Outcome cancel(String intent) throws StripeException {
        try {
            return outcome(stripe.v1().paymentIntents().cancel(intent));
        } catch (InvalidRequestException e) {
            return outcome(stripe.v1().paymentIntents().retrieve(intent));
        }
    }

    private Session retrieve(String session) throws StripeException {
        return stripe.v1()
                .checkout()
                .sessions()
                .retrieve(
                        session,
                        SessionRetrieveParams.builder()
                                .addExpand("payment_intent")
                                .build());
    }

    private Outcome search(Payment payment) throws StripeException {
        long since = payment.createdAt().minus(CLOCK_SKEW).getEpochSecond();
        String id = payment.id().toString();
        for (Session session : stripe.v1()
                .checkout()
                .sessions()
                .list(SessionListParams.builder()
                        .setCreated(SessionListParams.Created.builder()
                                .setGte(since)
                                .build())
                        .setLimit(PAGE)
                        .build())
                .autoPagingIterable()) {
            if (isOf(id, session.getMetadata())) {
                return outcome(retrieve(session.getId()));
            }
        }
        for (PaymentIntent intent : stripe.v1()
                .paymentIntents()
                .list(PaymentIntentListParams.builder()
                        .setCreated(PaymentIntentListParams.Created.builder()
                                .setGte(since)
                                .build())
                        .setLimit(PAGE)
                        .build())
                .autoPagingIterable()) {
            if (isOf(id, intent.getMetadata())) {
                return outcome(intent);
            }
        }
        return new Outcome.Absent();
    }

    private static boolean isOf(String payment, @Nullable Map<String, String> metadata) {
        return metadata != null && payment.equals(metadata.get(PAYMENT_ID));
    }

    private static Outcome outcome(PaymentIntent intent) {
        String id = intent.getId();
        return switch (intent.getStatus()) {
            case "succeeded" -> new Outcome.Paid(id, null, money(intent.getAmountReceived(), intent.getCurrency()));
            case "requires_action" -> new Outcome.Waiting(id, null, nextPage(intent));
            case "processing", "requires_capture" -> new Outcome.Waiting(id, null, "");
            case "canceled" -> new Outcome.CalledOff(CALLED_OFF);
            default -> new Outcome.Declined(id, null, reason(intent.getLastPaymentError()));
        };
    }

    private static Outcome outcome(Session session) {
        String id = session.getId();
        String intent = session.getPaymentIntent();
        return switch (session.getStatus()) {
            case "open" -> new Outcome.Waiting(null, id, session.getUrl() == null ? "" : session.getUrl());
            case "expired" -> new Outcome.CalledOff("The payment page has expired.");
            default ->
                "paid".equals(session.getPaymentStatus())
                        ? new Outcome.Paid(intent, id, money(session.getAmountTotal(), session.getCurrency()))
                        : completedUnpaid(session);
        };
    }

    /** The buyer has done their part; their bank takes its time, or has refused. */
    private static Outcome completedUnpaid(Session session) {
        PaymentIntent intent = session.getPaymentIntentObject();
        return intent != null && "requires_payment_method".equals(intent.getStatus())
                ? new Outcome.Declined(intent.getId(), session.getId(), reason(intent.getLastPaymentError()))
                : new Outcome.Waiting(session.getPaymentIntent(), session.getId(), "");
    }

    private static Outcome declined(CardException e) {
        StripeError error = e.getStripeError();
        PaymentIntent intent = error == null ? null : error.getPaymentIntent();
        return new Outcome.Declined(intent == null ? null : intent.getId(), null, reason(error));
    }

    private static String reason(@Nullable StripeError error) {
        String message = error == null ? null : error.getMessage();
        return message == null ? "The payment was not completed." : message;
    }

    private static String nextPage(PaymentIntent intent) {
        var next = intent.getNextAction();
        var redirect = next == null ? null : next.getRedirectToUrl();
        String url = redirect == null ? null : redirect.getUrl();
        return url == null ? "" : url;
    }

    private static SessionCreateParams.LineItem item(Payment payment, StripeOrder.Item item) {
        String title = item.title().length() > MAX_TITLE ? item.title().substring(0, MAX_TITLE) : item.title();
        return SessionCreateParams.LineItem.builder()
                .setQuantity((long) item.quantity())
                .setPriceData(SessionCreateParams.LineItem.PriceData.builder()
                        .setCurrency(currency(payment))
                        .setUnitAmount(item.unitAmount())
                        .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                                .setName(title)
                                .build())
                        .build())
                .build();
    }

    /** The same at each try while that is possible: Stripe takes a repeated key only with the same request. */
    private Instant pageEnd(Payment payment) {
        Instant end = latest(payment.expiresAt(), payment.createdAt().plus(PAGE_LIFE));
        return end.isBefore(clock.instant().plus(PAGE_LIFE.minus(CLOCK_SKEW)))
                ? clock.instant().plus(PAGE_LIFE)
                : end;
    }

    private static Instant latest(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Map<String, String> metadata(Payment payment) {
        return Map.of(
                PAYMENT_ID, payment.id().toString(), ORDER_ID, payment.orderId().toString());
    }

    /** The payment that an object of Stripe belongs to, or null. */
    static @Nullable UUID paymentId(Map<String, String> metadata) {
        String id = metadata.get(PAYMENT_ID);
        try {
            return id == null ? null : UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    static Money money(@Nullable Long amount, String currency) {
        return Money.of(amount == null ? 0 : amount, currency.toUpperCase(Locale.ROOT));
    }

    private static String currency(Payment payment) {
        return payment.amount().currency().toLowerCase(Locale.ROOT);
    }

    private static RequestOptions once(String key) {
        return RequestOptions.builder().setIdempotencyKey(key).build();
    }

    private static Problem unknown(Payment payment, StripeException e) {
        LOG.error(
                "payment {}: {} from Stripe, status {}, request {}: {}",
                payment.id(),
                e.getClass().getSimpleName(),
                e.getStatusCode(),
                e.getRequestId(),
                e.getMessage());
        if (e instanceof IdempotencyException) {
            return Problem.conflict(
                    "payment-differs", "This order is being paid in another way already. Look at the order.");
        }
        return unavailable();
    }

    private static Problem unavailable() {
        return Problem.of(
                Problem.Kind.UNAVAILABLE,
                "stripe-unavailable",
                "The payment provider does not answer. Try again soon; nothing is paid twice.");
    }
}
