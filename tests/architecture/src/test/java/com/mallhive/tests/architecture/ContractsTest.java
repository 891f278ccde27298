package com.mallhive.tests.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.AnnotationsProto;
import com.google.protobuf.Descriptors;
import com.mallhive.api.options.Access;
import com.mallhive.api.options.Options;
import com.mallhive.platform.rpc.MethodPolicy;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method says who may call it, and what is public is reachable by a route or on purpose not. */
final class ContractsTest {
    private static final Set<String> SERVICES = Set.of(
            "accounts",
            "catalog",
            "inventory",
            "cart",
            "orders",
            "payments",
            "notifications",
            "discovery",
            "analytics",
            "edge",
            "storefront",
            "admin");

    static Stream<Descriptors.MethodDescriptor> methods() {
        return Stream.of(
                        com.mallhive.api.accounts.v1.AccountsGrpc.getServiceDescriptor(),
                        com.mallhive.api.catalog.v1.CatalogGrpc.getServiceDescriptor(),
                        com.mallhive.api.inventory.v1.InventoryGrpc.getServiceDescriptor(),
                        com.mallhive.api.cart.v1.CartsGrpc.getServiceDescriptor(),
                        com.mallhive.api.orders.v1.OrdersGrpc.getServiceDescriptor(),
                        com.mallhive.api.payments.v1.PaymentsGrpc.getServiceDescriptor(),
                        com.mallhive.api.notifications.v1.NotificationsGrpc.getServiceDescriptor(),
                        com.mallhive.api.discovery.v1.DiscoveryGrpc.getServiceDescriptor(),
                        com.mallhive.api.analytics.v1.AnalyticsGrpc.getServiceDescriptor(),
                        com.mallhive.api.platform.v1.EventInboxGrpc.getServiceDescriptor())
                .map(ServiceDescriptor::getMethods)
                .flatMap(java.util.Collection::stream)
                .map(method -> ((ProtoMethodDescriptorSupplier) method.getSchemaDescriptor()).getMethodDescriptor());
    }

    @ParameterizedTest
    @MethodSource("methods")
    void saysWhoMayCall(Descriptors.MethodDescriptor method) {
        MethodPolicy policy = MethodPolicy.of(method);
        assertThat(SERVICES).containsAll(policy.services());
        boolean routed = method.getOptions().hasExtension(AnnotationsProto.http);
        if (policy.who() == Access.Who.INTERNAL) {
            assertThat(routed).as("an internal method has no public route").isFalse();
            assertThat(policy.services()).isNotEmpty();
        } else if (!method.getService().getName().equals("EventInbox")) {
            assertThat(routed).as("a method for people has a route").isTrue();
        }
    }

    @Test
    void everyEventHasSubscribers() {
        for (var type : com.mallhive.api.events.v1.Events.getDescriptor().getMessageTypes()) {
            if (!type.getName().equals("SoldLine")) {
                List<String> subscribers =
                        type.getOptions().getExtension(Options.event).getSubscribersList();
                assertThat(SERVICES).containsAll(subscribers);
                assertThat(subscribers).as(type.getName()).isNotEmpty();
            }
        }
    }
}
