package com.mallhive.web.storefront.visit;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.discovery.v1.DiscoveryGrpc;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.platform.Platform;

/** The services behind the pages. Pages do not survive without the first group, but do without the second. */
public record Services(
        AccountsGrpc.AccountsBlockingStub accounts,
        CatalogGrpc.CatalogBlockingStub catalog,
        InventoryGrpc.InventoryBlockingStub inventory,
        CartsGrpc.CartsBlockingStub carts,
        OrdersGrpc.OrdersBlockingStub orders,
        OrdersGrpc.OrdersStub orderStream,
        PaymentsGrpc.PaymentsBlockingStub payments,
        DiscoveryGrpc.DiscoveryBlockingStub discovery,
        AnalyticsGrpc.AnalyticsBlockingStub analytics,
        NotificationsGrpc.NotificationsBlockingStub notifications,
        NotificationsGrpc.NotificationsStub alertStream) {

    public static Services of(Platform platform) {
        return new Services(
                AccountsGrpc.newBlockingStub(platform.channel("accounts")),
                CatalogGrpc.newBlockingStub(platform.channel("catalog")),
                InventoryGrpc.newBlockingStub(platform.channel("inventory")),
                CartsGrpc.newBlockingStub(platform.channel("cart")),
                OrdersGrpc.newBlockingStub(platform.channel("orders")),
                OrdersGrpc.newStub(platform.channel("orders")),
                PaymentsGrpc.newBlockingStub(platform.channel("payments")),
                DiscoveryGrpc.newBlockingStub(platform.channel("discovery")),
                AnalyticsGrpc.newBlockingStub(platform.channel("analytics")),
                NotificationsGrpc.newBlockingStub(platform.channel("notifications")),
                NotificationsGrpc.newStub(platform.channel("notifications")));
    }
}
