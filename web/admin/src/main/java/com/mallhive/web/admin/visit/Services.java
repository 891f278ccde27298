package com.mallhive.web.admin.visit;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.api.platform.v1.EventInboxGrpc;
import com.mallhive.platform.Platform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The services behind the pages.
 *
 * @param inboxes the event inbox of every service, by its name
 */
public record Services(
        AccountsGrpc.AccountsBlockingStub accounts,
        CatalogGrpc.CatalogBlockingStub catalog,
        InventoryGrpc.InventoryBlockingStub inventory,
        OrdersGrpc.OrdersBlockingStub orders,
        PaymentsGrpc.PaymentsBlockingStub payments,
        AnalyticsGrpc.AnalyticsBlockingStub analytics,
        Map<String, EventInboxGrpc.EventInboxBlockingStub> inboxes) {

    private static final List<String> NAMES = List.of(
            "accounts",
            "catalog",
            "inventory",
            "cart",
            "orders",
            "payments",
            "notifications",
            "discovery",
            "analytics");

    public static Services of(Platform platform) {
        Map<String, EventInboxGrpc.EventInboxBlockingStub> inboxes = new LinkedHashMap<>();
        NAMES.forEach(name -> inboxes.put(name, EventInboxGrpc.newBlockingStub(platform.channel(name))));
        return new Services(
                AccountsGrpc.newBlockingStub(platform.channel("accounts")),
                CatalogGrpc.newBlockingStub(platform.channel("catalog")),
                InventoryGrpc.newBlockingStub(platform.channel("inventory")),
                OrdersGrpc.newBlockingStub(platform.channel("orders")),
                PaymentsGrpc.newBlockingStub(platform.channel("payments")),
                AnalyticsGrpc.newBlockingStub(platform.channel("analytics")),
                inboxes);
    }
}
