package com.mallhive.orders.checkout;

import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.inventory.v1.ReserveRequest;
import com.mallhive.api.inventory.v1.ReserveResponse;
import com.mallhive.api.inventory.v1.StockLine;
import com.mallhive.api.payments.v1.CreatePaymentRequest;
import com.mallhive.api.payments.v1.Payment;
import com.mallhive.api.payments.v1.PaymentItem;
import com.mallhive.api.payments.v1.PaymentShare;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.orders.domain.Contact;
import com.mallhive.orders.domain.Order;
import com.mallhive.orders.domain.OrderNumber;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.domain.Quote;
import com.mallhive.orders.store.OrderStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * From a cart to an order. The id is derived from the caller and the Idempotency-Key, every step is idempotent by it, and the
 * order's row is the key's row: a retry meets its own traces and goes on from there.
 */
public final class PlaceOrder {
    private static final Set<String> LIMITS = Set.of("promotion_uses", "promotion_budget", "promotion_buyer_uses");

    private final Database database;
    private final OrderStore store;
    private final PriceCart prices;
    private final MoveOrder moves;
    private final Contacts contacts;
    private final InventoryGrpc.InventoryBlockingStub inventory;
    private final PaymentsGrpc.PaymentsBlockingStub payments;
    private final Duration timeLimit;
    private final String publicUrl;
    private final Clock clock;

    /**
     * What a buyer asks for.
     *
     * @param requestHash of everything that must be the same when the key is used again
     * @param expectedTotal what the buyer saw, or null
     */
    public record Request(
            @Nullable UUID buyer,
            String idempotencyKey,
            UUID cart,
            Contact contact,
            List<String> coupons,
            String paymentMethod,
            @Nullable Money expectedTotal,
            byte[] requestHash) {
        /** The order that this request makes, whenever and however often it is made. */
        UUID orderId() {
            return Ids.derived("order", buyer == null ? "guest:" + cart : "account:" + buyer, idempotencyKey);
        }
    }

    public PlaceOrder(
            Database database,
            OrderStore store,
            PriceCart prices,
            MoveOrder moves,
            Contacts contacts,
            InventoryGrpc.InventoryBlockingStub inventory,
            PaymentsGrpc.PaymentsBlockingStub payments,
            Duration timeLimit,
            String publicUrl,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.prices = prices;
        this.moves = moves;
        this.contacts = contacts;
        this.inventory = inventory;
        this.payments = payments;
        this.timeLimit = timeLimit;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** The order, paid where a payment method was given. */
    public Order place(Request request) {
        UUID id = request.orderId();
        Order order;
        try {
            order = record(request, id);
        } catch (Problem problem) {
            // a repeated call finds its cart closed and its prices changed: what counts is the order that it made
            order = existing(request, id).orElseThrow(() -> problem);
        } catch (DatabaseException failure) {
            throw usedUp(request, id, failure);
        }
        return switch (order.status()) {
            case AWAITING_PAYMENT -> pay(request, order);
            case CANCELLED, CANCELLING -> throw declined(order.note());
            case PAID, SHIPPED -> order;
        };
    }

    private Order record(Request request, UUID id) {
        Quote quote = CheckoutStep.PRICE.run(() -> price(request));
        Instant now = clock.instant();
        ReserveResponse reservation = CheckoutStep.RESERVE.run(() -> reserve(id, quote, now.plus(timeLimit)));
        checkReserved(reservation);
        Order order = newOrder(request, id, quote, now);
        boolean fresh = CheckoutStep.RECORD.run(
                () -> database.statement(session -> store.insert(session, order, buyer(request))));
        return fresh
                ? order
                : existing(request, id).orElseThrow(() -> new IllegalStateException("order " + id + " has vanished"));
    }

    private Quote price(Request request) {
        Quote quote = prices.quote(request.cart(), request.coupons(), buyer(request));
        Money expected = request.expectedTotal();
        if (expected != null && !expected.equals(quote.total())) {
            throw Problem.of(
                    Problem.Kind.CONFLICT,
                    "total-changed",
                    "The total is " + quote.total() + " now, not " + expected + ". Look at it and order again.",
                    List.of(new Problem.Violation("expectedTotal", "is not the total any more")));
        }
        if (quote.total().isZero() && !quote.discount().isZero()) {
            throw Problem.conflict(
                    "nothing-to-pay", "The coupons leave nothing to pay, which is not possible yet. Leave one out.");
        }
        return quote;
    }

    private String buyer(Request request) {
        return contacts.buyerKey(request.buyer(), request.contact().email());
    }

    /** Others have used a promotion up since the order was priced. Nothing was ordered: the goods go back at once. */
    private RuntimeException usedUp(Request request, UUID id, DatabaseException failure) {
        String constraint = failure.constraint();
        if (!failure.isCheckViolation() || constraint == null || !LIMITS.contains(constraint)) {
            return failure;
        }
        database.transact(session -> moves.bury(session, id, "A promotion was used up."));
        prices.promotionsChanged();
        try {
            var _ = prices.quote(request.cart(), request.coupons(), buyer(request));
        } catch (Problem problem) {
            return problem; // it was a coupon's limit
        }
        return Problem.of(
                Problem.Kind.CONFLICT,
                "total-changed",
                "A promotion has just been used up. Look at the new total and order again.",
                List.of(new Problem.Violation("expectedTotal", "is not the total any more")));
    }

    private ReserveResponse reserve(UUID id, Quote quote, Instant expiry) {
        var request = ReserveRequest.newBuilder().setOrderId(id.toString()).setExpireTime(Wire.timestamp(expiry));
        quote.parts()
                .forEach(part -> part.lines()
                        .forEach(line -> request.addLines(StockLine.newBuilder()
                                .setOfferId(line.offerId().toString())
                                .setQuantity(line.quantity()))));
        return inventory.reserve(request.build());
    }

    private static void checkReserved(ReserveResponse answer) {
        switch (answer.getOutcome()) {
            case RESERVED -> {}
            case DIFFERENT -> throw reused();
            case RELEASED -> throw declined("This order has been called off. Order again with a new Idempotency-Key.");
            default ->
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "out-of-stock",
                        "There is not enough of everything. Nothing was ordered.",
                        answer.getShortagesList().stream()
                                .map(s -> new Problem.Violation(
                                        "offers." + s.getOfferId(),
                                        s.getRequested() + " wanted, " + s.getAvailable() + " available"))
                                .toList());
        }
    }

    private Order newOrder(Request request, UUID id, Quote quote, Instant now) {
        UUID person = request.buyer() == null ? id : request.buyer();
        return new Order(
                id,
                OrderNumber.of(id),
                request.buyer(),
                request.cart(),
                OrderStatus.AWAITING_PAYMENT,
                quote.items(),
                quote.shipping(),
                quote.tax(),
                person,
                contacts.seal(person, request.contact()),
                "",
                "",
                now,
                now,
                null,
                1,
                request.requestHash(),
                quote.parts().stream()
                        .map(part -> new Order.SubOrder(Ids.next(), part, null))
                        .toList());
    }

    private Order pay(Request request, Order order) {
        Payment payment = CheckoutStep.PAY.run(() -> payments.createPayment(paymentRequest(request, order)));
        Order after = CheckoutStep.CONCLUDE.run(() -> conclude(order, payment));
        if (after.status() == OrderStatus.CANCELLED) {
            throw declined(payment.getFailure());
        }
        return after;
    }

    private Order conclude(Order order, Payment payment) {
        return switch (payment.getStatus()) {
            case OPEN -> moves.paymentOpened(order.id(), payment.getUrl());
            case SETTLED -> moves.paid(order);
            case FAILED, CANCELLED, REFUNDED -> moves.cancelled(order.id(), payment.getFailure());
            default -> throw new IllegalStateException("payment of " + order.id() + ": " + payment.getStatus());
        };
    }

    private CreatePaymentRequest paymentRequest(Request request, Order order) {
        var payment = CreatePaymentRequest.newBuilder()
                .setOrderId(order.id().toString())
                .setOrderNumber(order.number())
                .setAmount(Wire.money(order.total()))
                .setPaymentMethod(request.paymentMethod())
                .setReturnUrl(publicUrl + "/orders/" + order.id() + "?token=" + contacts.guestToken(order.id()))
                .setExpireTime(Wire.timestamp(order.createdAt().plus(timeLimit)));
        for (Order.SubOrder sub : order.subOrders()) {
            Quote.Part part = sub.part();
            // what the mall's promotions cost it beyond its commission is not in the payment
            long subsidy = Math.max(0, -part.commission().amount());
            payment.addShares(PaymentShare.newBuilder()
                    .setShopId(part.shopId().toString())
                    .setSeller(part.seller().amount() - subsidy)
                    .setCommission(Math.max(0, part.commission().amount()))
                    .setTax(part.tax().amount())
                    .setSubsidy(subsidy));
            part.lines()
                    .forEach(line -> payment.addItems(PaymentItem.newBuilder()
                            .setTitle(line.variant().isEmpty() ? line.title() : line.title() + " · " + line.variant())
                            .setQuantity(line.quantity())
                            .setUnitAmount(line.unitPrice().amount())));
            if (!part.shipping().isZero()) {
                payment.addItems(PaymentItem.newBuilder()
                        .setTitle("Shipping by " + part.shopName())
                        .setQuantity(1)
                        .setUnitAmount(part.shipping().amount()));
            }
        }
        return payment.build();
    }

    private Optional<Order> existing(Request request, UUID id) {
        Optional<Order> order = database.statement(session -> store.get(session, id));
        order.ifPresent(o -> {
            if (o.requestHash().length > 0 && !MessageDigest.isEqual(o.requestHash(), request.requestHash())) {
                throw reused();
            }
        });
        return order;
    }

    private static Problem reused() {
        return Problem.of(
                Problem.Kind.CONFLICT,
                "idempotency-key-reused",
                "This Idempotency-Key belongs to another request. Choose a new one.",
                List.of(new Problem.Violation("Idempotency-Key", "was used with another body")));
    }

    private static Problem declined(String reason) {
        return Problem.of(
                Problem.Kind.PAYMENT_REQUIRED,
                "payment-declined",
                reason.isEmpty() ? "The payment was declined. Try again with another one." : reason);
    }
}
