package com.mallhive.orders;

import static com.mallhive.platform.rpc.Unary.answer;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.GetContactRequest;
import com.mallhive.api.orders.v1.*;
import com.mallhive.api.orders.v1.CreatePromotionRequest;
import com.mallhive.api.orders.v1.GetPromotionRequest;
import com.mallhive.api.orders.v1.ListPromotionsRequest;
import com.mallhive.api.orders.v1.ListPromotionsResponse;
import com.mallhive.api.orders.v1.Promotion;
import com.mallhive.api.orders.v1.UpdatePromotionRequest;
import com.mallhive.api.type.Address;
import com.mallhive.orders.checkout.Contacts;
import com.mallhive.orders.checkout.PlaceOrder;
import com.mallhive.orders.checkout.PriceCart;
import com.mallhive.orders.domain.Contact;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.fulfilment.CancelOrder;
import com.mallhive.orders.fulfilment.ShipOrder;
import com.mallhive.orders.history.OrderHistory;
import com.mallhive.orders.history.OrderWatch;
import com.mallhive.orders.promotions.ManagePromotions;
import com.mallhive.orders.store.OrderStore;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Wire;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The contract of orders, answered by its use cases. */
final class OrdersApi extends OrdersGrpc.OrdersImplBase {
    /** A browser connects again; a token that has ended meanwhile is noticed then. */
    private static final Duration LONGEST_WATCH = Duration.ofMinutes(10);

    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final PriceCart prices;
    private final PlaceOrder place;
    private final CancelOrder cancel;
    private final ShipOrder ship;
    private final OrderHistory history;
    private final OrderWatch watch;
    private final Contacts contacts;
    private final AccountsGrpc.AccountsBlockingStub accounts;
    private final ManagePromotions promotions;
    private final String currency;
    private final Clock clock;

    OrdersApi(
            PriceCart prices,
            PlaceOrder place,
            CancelOrder cancel,
            ShipOrder ship,
            OrderHistory history,
            OrderWatch watch,
            Contacts contacts,
            AccountsGrpc.AccountsBlockingStub accounts,
            ManagePromotions promotions,
            String currency,
            Clock clock) {
        this.prices = prices;
        this.place = place;
        this.cancel = cancel;
        this.ship = ship;
        this.history = history;
        this.watch = watch;
        this.contacts = contacts;
        this.accounts = accounts;
        this.promotions = promotions;
        this.currency = currency;
        this.clock = clock;
    }

    @Override
    public void quoteOrder(QuoteOrderRequest request, StreamObserver<Quote> out) {
        UUID buyer = Caller.current().personId();
        answer(
                out,
                OrderWire.quote(prices.quote(
                        UUID.fromString(request.getCart()),
                        request.getCouponCodesList(),
                        buyer == null ? "" : contacts.buyerKey(buyer, ""))));
    }

    @Override
    public void placeOrder(PlaceOrderRequest request, StreamObserver<Order> out) {
        Caller caller = Caller.current();
        String key = caller.idempotencyKey();
        if (key == null) {
            throw Problem.invalid("Idempotency-Key", "is required");
        }
        var order = place.place(new PlaceOrder.Request(
                caller.personId(),
                key,
                UUID.fromString(request.getCart()),
                contact(request, caller),
                request.getCouponCodesList(),
                request.getPaymentMethod(),
                request.hasExpectedTotal() ? Wire.money(request.getExpectedTotal()) : null,
                hash(request)));
        answer(
                out,
                OrderWire.order(new OrderHistory.Seen(order, OrderHistory.View.BUYER), contacts, null).toBuilder()
                        .setGuestToken(order.buyerId() == null ? contacts.guestToken(order.id()) : "")
                        .build());
    }

    @Override
    public void getOrder(GetOrderRequest request, StreamObserver<Order> out) {
        answer(out, seen(request));
    }

    @Override
    public void listOrders(ListOrdersRequest request, StreamObserver<ListOrdersResponse> out) {
        Caller caller = Caller.current();
        if (request.getAll() && !caller.isOperator()) {
            throw Problem.forbidden("All orders of the mall are for its operators.");
        }
        UUID shop = request.getShop() && !request.getAll() ? caller.shop() : null;
        OrderStatus status = request.getStatus() == Order.Status.STATUS_UNSPECIFIED
                ? null
                : OrderStatus.valueOf(request.getStatus().name());
        var page = history.list(
                new OrderStore.Filter(
                        shop == null && !request.getAll() ? caller.signedIn().id() : null, shop, status),
                request.getPageSize(),
                request.getPageToken());
        var view = request.getAll()
                ? OrderHistory.View.OPERATOR
                : shop == null ? OrderHistory.View.BUYER : OrderHistory.View.SELLER;
        answer(
                out,
                ListOrdersResponse.newBuilder()
                        .addAllOrders(page.orders().stream()
                                .map(o -> OrderWire.order(new OrderHistory.Seen(o, view), contacts, shop))
                                .toList())
                        .setNextPageToken(page.next())
                        .build());
    }

    @Override
    public void cancelOrder(CancelOrderRequest request, StreamObserver<Order> out) {
        UUID id = UUID.fromString(request.getOrder());
        var seen = history.see(id, request.getGuestToken(), Caller.current());
        if (seen.view() == OrderHistory.View.SELLER) {
            throw Problem.forbidden("The buyer or an operator can cancel an order.");
        }
        String reason = request.getReason().isBlank()
                ? "Cancelled."
                : request.getReason().strip();
        answer(out, OrderWire.order(new OrderHistory.Seen(cancel.cancel(id, reason), seen.view()), contacts, null));
    }

    @Override
    public void shipOrder(ShipOrderRequest request, StreamObserver<Order> out) {
        UUID shop = Caller.current().shop();
        var order =
                ship.ship(UUID.fromString(request.getOrder()), shop, request.getCarrier(), request.getTrackingNumber());
        watch.changed(order.id());
        answer(out, OrderWire.order(new OrderHistory.Seen(order, OrderHistory.View.SELLER), contacts, shop));
    }

    @Override
    public void watchOrder(GetOrderRequest request, StreamObserver<Order> out) {
        Order order = seen(request);
        try (var changes = watch.watch(UUID.fromString(order.getId()), order.getVersion())) {
            out.onNext(order);
            long end = System.nanoTime() + LONGEST_WATCH.toNanos();
            while (!Context.current().isCancelled() && System.nanoTime() < end) {
                if (changes.await(HEARTBEAT)) {
                    Order next = seen(request);
                    if (next.getVersion() > order.getVersion()) {
                        order = next;
                        changes.saw(order.getVersion());
                        out.onNext(order);
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        out.onCompleted();
    }

    @Override
    public void createPromotion(CreatePromotionRequest request, StreamObserver<Promotion> out) {
        answer(
                out,
                PromotionWire.promotion(promotions.create(
                        PromotionWire.promotion(request, shopOfManager(), currency, clock.instant()))));
    }

    @Override
    public void listPromotions(ListPromotionsRequest request, StreamObserver<ListPromotionsResponse> out) {
        var page = promotions.list(shopOfManager(), request.getPageSize(), request.getPageToken());
        answer(
                out,
                ListPromotionsResponse.newBuilder()
                        .addAllPromotions(page.promotions().stream()
                                .map(PromotionWire::promotion)
                                .toList())
                        .setNextPageToken(page.next())
                        .build());
    }

    @Override
    public void getPromotion(GetPromotionRequest request, StreamObserver<Promotion> out) {
        answer(out, PromotionWire.promotion(promotions.get(UUID.fromString(request.getPromotion()), shopOfManager())));
    }

    @Override
    public void updatePromotion(UpdatePromotionRequest request, StreamObserver<Promotion> out) {
        answer(
                out,
                PromotionWire.promotion(promotions.change(
                        UUID.fromString(request.getPromotion()), shopOfManager(), PromotionWire.change(request))));
    }

    /** The shop whose promotions the caller may touch; null for an operator, who may touch all. */
    private static @Nullable UUID shopOfManager() {
        Caller caller = Caller.current();
        return caller.isOperator() ? null : caller.shop();
    }

    @Override
    public void getOrdersForMessages(
            GetOrdersForMessagesRequest request, StreamObserver<GetOrdersForMessagesResponse> out) {
        var orders = history.all(
                request.getOrdersList().stream().map(UUID::fromString).toList());
        answer(
                out,
                GetOrdersForMessagesResponse.newBuilder()
                        .addAllOrders(orders.stream()
                                .map(o -> OrderWire.order(
                                        new OrderHistory.Seen(o, OrderHistory.View.BUYER), contacts, null))
                                .toList())
                        .build());
    }

    private Order seen(GetOrderRequest request) {
        Caller caller = Caller.current();
        var seen = history.see(UUID.fromString(request.getOrder()), request.getGuestToken(), caller);
        Person person = caller.person();
        UUID shop = seen.view() == OrderHistory.View.SELLER && person != null ? person.shopId() : null;
        return OrderWire.order(seen, contacts, shop);
    }

    private Contact contact(PlaceOrderRequest request, Caller caller) {
        String email = request.getEmail();
        UUID person = caller.personId();
        if (email.isEmpty() && person == null) {
            throw Problem.invalid("email", "is needed to order as a guest");
        }
        if (email.isEmpty()) {
            email = accounts.getContact(GetContactRequest.newBuilder()
                            .setAccountId(String.valueOf(person))
                            .build())
                    .getEmail();
        }
        Address address = request.getShippingAddress();
        return new Contact(
                email,
                address.getName(),
                address.getLine1(),
                address.getLine2(),
                address.getCity(),
                address.getRegion(),
                address.getPostalCode(),
                address.getCountry(),
                address.getPhone());
    }

    private static byte[] hash(PlaceOrderRequest request) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(request.toByteArray());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
