package com.mallhive.web.edge;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.analytics.v1.AnalyticsGrpc;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.discovery.v1.DiscoveryGrpc;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.platform.rpc.Problem;
import io.grpc.ServiceDescriptor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** All routes of the API, found by method and path. */
final class Routes {
    private static final Map<String, ServiceDescriptor> SERVICES = services();

    private final List<Route> all = new ArrayList<>();
    /** By number of segments and verb; literal routes first. */
    private final Map<String, List<Route>> byShape = new HashMap<>();

    /** A route with the values of its variables. */
    record Match(Route route, Map<String, String> variables) {}

    Routes() {
        SERVICES.forEach((service, descriptor) -> descriptor
                .getMethods()
                .forEach(method -> Route.of(service, method).ifPresent(all::add)));
        all.forEach(
                route -> byShape.computeIfAbsent(shape(route.segments().size(), route.verb()), _ -> new ArrayList<>())
                        .add(route));
        byShape.values().forEach(routes -> routes.sort(Comparator.comparing((Route r) -> !r.isLiteral())));
    }

    List<Route> all() {
        return all;
    }

    static Map<String, ServiceDescriptor> descriptors() {
        return SERVICES;
    }

    /** The route of a request; problems: 404, and 405 where only the method is wrong. HEAD is answered by the route of GET. */
    Match find(String method, String path) {
        Set<String> methods = new TreeSet<>();
        Match match = match(method.equals("HEAD") ? "GET" : method, path, methods);
        if (match == null) {
            throw Methods.refusal(method, Methods.allowed(methods));
        }
        return match;
    }

    /** The methods that an address takes; a problem (404) where there is nothing. */
    Set<String> methods(String path) {
        Set<String> methods = new TreeSet<>();
        var _ = match("", path, methods);
        return Methods.allowed(methods);
    }

    private @Nullable Match match(String method, String path, Set<String> methods) {
        int slash = path.lastIndexOf('/');
        int colon = path.indexOf(':', slash);
        String verb = colon < 0 ? "" : path.substring(colon + 1);
        String plain = colon < 0 ? path : path.substring(0, colon);
        List<String> segments = split(plain);
        Match match = match(method, segments, verb, methods);
        if (match != null || !methods.isEmpty()) {
            return match;
        }
        throw Problem.of(Problem.Kind.NOT_FOUND, "no-such-route", "There is no such route. /docs lists them all.");
    }

    private @Nullable Match match(String method, List<String> segments, String verb, Set<String> methods) {
        for (Route route : byShape.getOrDefault(shape(segments.size(), verb), List.of())) {
            Map<String, String> variables = route.match(segments);
            if (variables != null) {
                if (route.httpMethod().equals(method)) {
                    return new Match(route, variables);
                }
                methods.add(route.httpMethod());
            }
        }
        return null;
    }

    private static List<String> split(String path) {
        String[] parts = path.substring(1).split("/", -1);
        for (int i = 0; i < parts.length; i++) {
            if (parts[i].indexOf('%') >= 0) {
                try {
                    parts[i] = URLDecoder.decode(parts[i].replace("+", "%2B"), StandardCharsets.UTF_8);
                } catch (IllegalArgumentException e) {
                    throw Problem.of(Problem.Kind.NOT_FOUND, "no-such-route", "The path is not well encoded.");
                }
            }
        }
        return Arrays.asList(parts);
    }

    private static String shape(int segments, String verb) {
        return segments + ":" + verb;
    }

    private static Map<String, ServiceDescriptor> services() {
        Map<String, ServiceDescriptor> services = new LinkedHashMap<>();
        services.put("accounts", AccountsGrpc.getServiceDescriptor());
        services.put("catalog", CatalogGrpc.getServiceDescriptor());
        services.put("inventory", InventoryGrpc.getServiceDescriptor());
        services.put("discovery", DiscoveryGrpc.getServiceDescriptor());
        services.put("cart", CartsGrpc.getServiceDescriptor());
        services.put("orders", OrdersGrpc.getServiceDescriptor());
        services.put("payments", PaymentsGrpc.getServiceDescriptor());
        services.put("notifications", NotificationsGrpc.getServiceDescriptor());
        services.put("analytics", AnalyticsGrpc.getServiceDescriptor());
        return services;
    }
}
