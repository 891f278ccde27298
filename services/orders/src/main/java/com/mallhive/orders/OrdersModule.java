package com.mallhive.orders;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.GetPersonKeyRequest;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.events.v1.ReservationExpired;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.orders.checkout.Contacts;
import com.mallhive.orders.checkout.MoveOrder;
import com.mallhive.orders.checkout.PlaceOrder;
import com.mallhive.orders.checkout.PriceCart;
import com.mallhive.orders.consumers.OnPayments;
import com.mallhive.orders.consumers.OnReservationExpired;
import com.mallhive.orders.fulfilment.CancelOrder;
import com.mallhive.orders.fulfilment.ShipOrder;
import com.mallhive.orders.history.OrderHistory;
import com.mallhive.orders.history.OrderWatch;
import com.mallhive.orders.promotions.CurrentPromotions;
import com.mallhive.orders.promotions.ManagePromotions;
import com.mallhive.orders.store.OrderStore;
import com.mallhive.orders.store.PromotionStore;
import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;
import com.mallhive.platform.security.PersonalData;

/** The orders service: quotes, checkout, orders, shipment, promotions. */
public final class OrdersModule implements Module {
    private final OrderWatch watch;
    private final CurrentPromotions promotions;

    public OrdersModule(Platform platform) {
        var settings = platform.settings(OrdersSettings.class);
        var database = platform.database();
        var clock = platform.clock();
        var store = new OrderStore();
        var accounts = AccountsGrpc.newBlockingStub(platform.channel("accounts"));
        var payments = PaymentsGrpc.newBlockingStub(platform.channel("payments"));
        var data = new PersonalData(person -> accounts.getPersonKey(GetPersonKeyRequest.newBuilder()
                        .setPersonId(person.toString())
                        .build())
                .getKey()
                .toByteArray());
        var contacts = new Contacts(data, platform.vault());
        this.watch = new OrderWatch(database, store);
        var moves = new MoveOrder(database, store, settings.currency(), clock, watch::changed);
        var promotionStore = new PromotionStore();
        this.promotions = new CurrentPromotions(database, promotionStore, clock);
        var prices =
                new PriceCart(CartsGrpc.newBlockingStub(platform.channel("cart")), settings.rules(), promotions, clock);
        var place = new PlaceOrder(
                database,
                store,
                prices,
                moves,
                contacts,
                InventoryGrpc.newBlockingStub(platform.channel("inventory")),
                payments,
                settings.paymentTimeLimit(),
                platform.publicUrl(),
                clock);
        var cancel = new CancelOrder(database, moves, payments, platform.jobs(), clock);
        var ship = new ShipOrder(database, store, moves, clock);
        var history = new OrderHistory(database, store, contacts);
        new OnPayments(store, moves, cancel).register(platform.events());
        platform.events().on(ReservationExpired.getDefaultInstance(), new OnReservationExpired(store, moves, cancel));
        platform.serve(new OrdersApi(
                prices,
                place,
                cancel,
                ship,
                history,
                watch,
                contacts,
                accounts,
                new ManagePromotions(database, promotionStore, promotions, clock),
                settings.currency(),
                clock));
    }

    @Override
    public void start() {
        watch.start();
        promotions.start();
    }

    @Override
    public void stop() {
        promotions.close();
        watch.close();
    }
}
