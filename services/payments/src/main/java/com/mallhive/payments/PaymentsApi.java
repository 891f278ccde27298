package com.mallhive.payments;

import static com.mallhive.platform.rpc.Unary.answer;

import com.google.api.HttpBody;
import com.google.protobuf.Empty;
import com.mallhive.api.payments.v1.*;
import com.mallhive.payments.domain.PaymentStatus;
import com.mallhive.payments.flow.CancelPayment;
import com.mallhive.payments.flow.CreatePayment;
import com.mallhive.payments.flow.HearStripe;
import com.mallhive.payments.ledger.Share;
import com.mallhive.payments.store.LedgerStore;
import com.mallhive.payments.stripe.StripeOrder;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Wire;
import io.grpc.stub.StreamObserver;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** The contract of payments, answered by its use cases. */
final class PaymentsApi extends PaymentsGrpc.PaymentsImplBase {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(35);

    private final Database database;
    private final LedgerStore ledger;
    private final CreatePayment create;
    private final CancelPayment cancel;
    private final HearStripe hear;
    private final Clock clock;

    PaymentsApi(
            Database database,
            LedgerStore ledger,
            CreatePayment create,
            CancelPayment cancel,
            HearStripe hear,
            Clock clock) {
        this.database = database;
        this.ledger = ledger;
        this.create = create;
        this.cancel = cancel;
        this.hear = hear;
        this.clock = clock;
    }

    @Override
    public void createPayment(CreatePaymentRequest request, StreamObserver<Payment> out) {
        Instant expiry = request.hasExpireTime()
                ? Wire.instant(request.getExpireTime())
                : clock.instant().plus(TIME_LIMIT);
        answer(
                out,
                payment(create.create(new CreatePayment.Request(
                        UUID.fromString(request.getOrderId()),
                        Wire.money(request.getAmount()),
                        request.getSharesList().stream().map(PaymentsApi::share).toList(),
                        request.getPaymentMethod(),
                        new StripeOrder(
                                request.getOrderNumber(),
                                request.getReturnUrl(),
                                request.getItemsList().stream()
                                        .map(i ->
                                                new StripeOrder.Item(i.getTitle(), i.getQuantity(), i.getUnitAmount()))
                                        .toList()),
                        expiry))));
    }

    @Override
    public void cancelPayment(CancelPaymentRequest request, StreamObserver<Payment> out) {
        answer(out, payment(cancel.cancel(UUID.fromString(request.getOrderId()))));
    }

    @Override
    public void receiveStripeWebhook(HttpBody request, StreamObserver<Empty> out) {
        hear.hear(request.getData().toByteArray(), StripeSignature.current());
        answer(out, Empty.getDefaultInstance());
    }

    @Override
    public void getLedger(GetLedgerRequest request, StreamObserver<Ledger> out) {
        List<LedgerStore.Balance> balances = database.read(ledger::balances);
        Map<String, Money> proof = new TreeMap<>();
        balances.forEach(b -> proof.merge(b.balance().currency(), b.balance(), Money::plus));
        answer(
                out,
                Ledger.newBuilder()
                        .addAllBalances(balances.stream()
                                .map(b -> LedgerBalance.newBuilder()
                                        .setAccount(b.account())
                                        .setBalance(Wire.money(b.balance()))
                                        .build())
                                .toList())
                        .addAllProof(proof.values().stream().map(Wire::money).toList())
                        .setEntries(database.read(ledger::entries))
                        .addAllDifferences(database.read(ledger::differences).stream()
                                .map(Wire::money)
                                .toList())
                        .build());
    }

    @Override
    public void getShopBalance(GetShopBalanceRequest request, StreamObserver<ShopBalance> out) {
        UUID shop = Caller.current().shop();
        answer(
                out,
                ShopBalance.newBuilder()
                        .addAllPending(database.read(session -> ledger.owedTo(session, shop)).stream()
                                .map(Wire::money)
                                .toList())
                        .build());
    }

    private static Share share(PaymentShare share) {
        return new Share(
                UUID.fromString(share.getShopId()),
                share.getSeller(),
                share.getCommission(),
                share.getTax(),
                share.getSubsidy());
    }

    static Payment payment(com.mallhive.payments.domain.Payment payment) {
        return Payment.newBuilder()
                .setId(payment.id().toString())
                .setOrderId(payment.orderId().toString())
                .setStatus(status(payment.status()))
                .setUrl(payment.url())
                .setFailure(payment.failure())
                .build();
    }

    private static Payment.Status status(PaymentStatus status) {
        return switch (status) {
            case PENDING, OPEN -> Payment.Status.OPEN;
            case SETTLED -> Payment.Status.SETTLED;
            case FAILED -> Payment.Status.FAILED;
            case CANCELLED, RETURNING -> Payment.Status.CANCELLED;
            case REFUNDED -> Payment.Status.REFUNDED;
        };
    }
}
