package com.mallhive.app.demo;

import com.mallhive.accounts.AccountsModule;
import com.mallhive.accounts.people.Register;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.ListShopsRequest;
import com.mallhive.api.accounts.v1.OpenShopRequest;
import com.mallhive.api.cart.v1.AddLineRequest;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.cart.v1.CreateCartRequest;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.CreateCategoryRequest;
import com.mallhive.api.catalog.v1.CreateProductRequest;
import com.mallhive.api.catalog.v1.OptionValue;
import com.mallhive.api.catalog.v1.ProductOption;
import com.mallhive.api.catalog.v1.PublishProductRequest;
import com.mallhive.api.catalog.v1.VariantInput;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.orders.v1.PlaceOrderRequest;
import com.mallhive.api.orders.v1.ShipOrderRequest;
import com.mallhive.api.type.Address;
import com.mallhive.api.type.Money;
import com.mallhive.catalog.CatalogModule;
import com.mallhive.inventory.InventoryModule;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Headers;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.Metadata;
import io.grpc.stub.MetadataUtils;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Fills an empty mall with demo shops, products, buyers and two months of orders: through the services' own contracts, so that
 * everything is as if people had done it.
 */
public final class DemoMall {
    /** Of everybody in the demo mall. It stands in the start banner: no secret. */
    public static final String PASSWORD = "honey-and-hexagons";

    /** Somebody of each role to sign in as. */
    public static final Map<String, String> SIGN_INS = signIns();

    private static final String OPERATOR = "operator@mallhive.example";
    private static final String CURRENCY = "EUR";
    private static final int PARALLEL = 6;
    private static final Duration CART_POLL = Duration.ofMillis(20);
    private static final int SHIPPED_AFTER_DAYS = 2;

    /** What filling needs of the running mall. */
    public interface Target {
        AccountsModule accounts();

        CatalogModule catalog();

        InventoryModule inventory();

        /** A channel that the faces use. */
        default Channel channel(String service) {
            return channel("storefront", service);
        }

        /** A channel as the first service has it to the second. */
        Channel channel(String from, String service);

        /** Orders are placed at this time from now on. */
        void travelTo(Instant moment);

        void comeBack();

        /** Returns when no event waits any more. */
        void awaitIdle();
    }

    private final Target mall;
    private final Progress progress;
    private final Map<String, String> tokens = new ConcurrentHashMap<>();
    private final Map<String, UUID> shopIds = new HashMap<>();
    private final Map<String, String> ownerOfShop = new HashMap<>();
    private final Map<String, String> offers = new ConcurrentHashMap<>();
    private final Map<String, String> pictures = new ConcurrentHashMap<>();
    private final Map<String, Lock> locks = new ConcurrentHashMap<>();

    public DemoMall(Target mall, PrintWriter out, boolean terminal) {
        this.mall = mall;
        this.progress = new Progress(out, terminal);
    }

    /** Whether there is no shop yet. */
    public static boolean isEmpty(Channel accounts) {
        return as(
                                "",
                                () -> AccountsGrpc.newBlockingStub(accounts)
                                        .listShops(ListShopsRequest.newBuilder()
                                                .setPageSize(1)
                                                .build()))
                        .getShopsCount()
                == 0;
    }

    /** Fills the mall. */
    public void fill() {
        fill(Integer.MAX_VALUE);
    }

    /** Fills the mall with the first so many products of each shop, and the orders of what there is. */
    public void fill(int productsPerShop) {
        openShops();
        Map<String, String> categories = createCategories();
        listProducts(categories, productsPerShop);
        mall.awaitIdle();
        placeOrders();
        mall.awaitIdle();
        progress.done();
    }

    private void openShops() {
        List<DemoData.Shop> shops = DemoData.shops();
        List<Register.Newcomer> people = new ArrayList<>();
        people.add(new Register.Newcomer(OPERATOR, "Mall operator", true));
        shops.forEach(s ->
                people.add(new Register.Newcomer(s.owner().email(), s.owner().name(), false)));
        DemoData.buyers().forEach(b -> people.add(new Register.Newcomer(b.email(), b.name(), false)));
        signIn(people);
        progress.begin("shops", shops.size());
        for (DemoData.Shop shop : shops) {
            String email = shop.owner().email();
            var opened = as(
                    email(email),
                    () -> AccountsGrpc.newBlockingStub(mall.channel("accounts"))
                            .openShop(OpenShopRequest.newBuilder()
                                    .setName(shop.name())
                                    .setTagline(shop.tagline())
                                    .setDescription(shop.description())
                                    .setCity(shop.city())
                                    .setCountry(shop.country())
                                    .build()));
            shopIds.put(shop.slug(), UUID.fromString(opened.getId()));
            ownerOfShop.put(opened.getId(), email);
            progress.step();
        }
        signIn(people); // the new tokens name the shops
    }

    private void signIn(List<Register.Newcomer> people) {
        mall.accounts().bringIn(people, PASSWORD).forEach(member -> tokens.put(member.email(), member.accessToken()));
    }

    private Map<String, String> createCategories() {
        Map<String, String> ids = new HashMap<>();
        UUID anyShop = shopIds.values().iterator().next();
        int position = 0;
        for (DemoData.Category category : DemoData.categories()) {
            String parent = category.parent();
            String picture =
                    "/media/catalog/pictures/" + picture(anyShop, category.art(), category.name()) + "-320.webp";
            var request = CreateCategoryRequest.newBuilder()
                    .setName(category.name())
                    .setSlug(category.slug())
                    .setParentId(parent == null ? "" : ids.getOrDefault(parent, ""))
                    .setPosition(position++)
                    .setPictureUrl(picture)
                    .build();
            ids.put(
                    category.slug(),
                    as(email(OPERATOR), () -> catalog().createCategory(request)).getId());
        }
        return ids;
    }

    private void listProducts(Map<String, String> categories, int perShop) {
        List<DemoData.Product> products = DemoData.products();
        Map<String, List<DemoData.Product>> byShop = products.stream()
                .collect(Collectors.groupingBy(DemoData.Product::shop, LinkedHashMap::new, Collectors.toList()));
        progress.begin("products", products.size());
        inParallel(byShop.entrySet(), entry -> {
            UUID shop = Objects.requireNonNull(shopIds.get(entry.getKey()));
            Map<UUID, Integer> stock = new LinkedHashMap<>();
            for (DemoData.Product product :
                    entry.getValue().stream().limit(perShop).toList()) {
                list(shop, product, categories, stock);
                progress.step();
            }
            mall.inventory().receive(shop, stock);
            return true;
        });
    }

    private void list(UUID shop, DemoData.Product product, Map<String, String> categories, Map<UUID, Integer> stock) {
        var request = CreateProductRequest.newBuilder()
                .setTitle(product.title())
                .setDescription(product.description())
                .setBrand(product.brand())
                .setCategoryId(categories.getOrDefault(product.category(), ""));
        product.options()
                .forEach(o -> request.addOptions(
                        ProductOption.newBuilder().setName(o.name()).addAllValues(o.values())));
        Map<String, String> own = new LinkedHashMap<>();
        product.variants().forEach(v -> own.computeIfAbsent(v.art(), art -> picture(shop, art, product.title())));
        request.addAllPictureIds(own.values().stream().distinct().toList());
        product.variants().forEach(v -> request.addVariants(variant(product, v, own)));
        String owner = email(ownerOfShop.get(shop.toString()));
        var created = as(owner, () -> catalog().createProduct(request.build()));
        var _ = as(
                owner,
                () -> catalog()
                        .publishProduct(PublishProductRequest.newBuilder()
                                .setProduct(created.getId())
                                .build()));
        created.getVariantsList().forEach(v -> offers.put(v.getSku(), v.getOfferId()));
        product.variants().forEach(v -> stock.put(UUID.fromString(String.valueOf(offers.get(v.sku()))), v.stock()));
    }

    private static VariantInput variant(DemoData.Product product, DemoData.Variant v, Map<String, String> pictures) {
        var variant = VariantInput.newBuilder()
                .setSku(v.sku())
                .setPrice(Money.newBuilder().setAmount(v.price()).setCurrency(CURRENCY))
                .setPictureId(pictures.getOrDefault(v.art(), ""))
                .setWeightGrams(v.weightGrams());
        Long before = v.compareAt();
        if (before != null) {
            variant.setCompareAt(Money.newBuilder().setAmount(before).setCurrency(CURRENCY));
        }
        product.options()
                .forEach(o -> variant.addOptions(OptionValue.newBuilder()
                        .setName(o.name())
                        .setValue(v.options().getOrDefault(o.name(), ""))));
        return variant.build();
    }

    private void placeOrders() {
        Map<String, DemoData.Address> addresses = new HashMap<>();
        DemoData.buyers().forEach(b -> addresses.put(b.email(), b.address()));
        List<DemoData.Order> orders = DemoData.orders().stream()
                .filter(o -> o.lines().stream().allMatch(line -> offers.containsKey(line.sku())))
                .toList();
        progress.begin("orders", orders.size());
        Instant now = Instant.now();
        Instant today =
                now.atOffset(ZoneOffset.UTC).toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC);
        AtomicInteger number = new AtomicInteger();
        try {
            inParallel(orders, order -> {
                Instant at = today.minus(Duration.ofDays(order.daysAgo())).plus(Duration.ofHours(order.hour()));
                // orders run beside their neighbours in time, so that the shared clock is right to a few hours
                mall.travelTo(at.isAfter(now) ? now : at);
                place(order, Objects.requireNonNull(addresses.get(order.buyer())), number.incrementAndGet());
                progress.step();
                return true;
            });
        } finally {
            mall.comeBack();
        }
    }

    private void place(DemoData.Order order, DemoData.Address address, int number) {
        String buyer = email(order.buyer());
        CartsGrpc.CartsBlockingStub carts = CartsGrpc.newBlockingStub(mall.channel("cart"));
        Lock oneAtATime = locks.computeIfAbsent(order.buyer(), _ -> new ReentrantLock());
        oneAtATime.lock();
        try {
            Order placed = as(buyer, () -> buy(carts, order, address, number));
            if (order.daysAgo() > SHIPPED_AFTER_DAYS) {
                placed.getSubOrdersList().forEach(part -> ship(placed.getId(), part.getShopId(), number));
            }
        } finally {
            oneAtATime.unlock();
        }
    }

    private Order buy(CartsGrpc.CartsBlockingStub carts, DemoData.Order order, DemoData.Address address, int number) {
        Cart cart = carts.createCart(CreateCartRequest.getDefaultInstance());
        while (cart.getLinesCount() > 0) { // what was bought before leaves the cart first
            LockSupport.parkNanos(CART_POLL.toNanos());
            cart = carts.createCart(CreateCartRequest.getDefaultInstance());
        }
        String cartId = cart.getId();
        for (DemoData.Line line : order.lines()) {
            var _ = carts.addLine(AddLineRequest.newBuilder()
                    .setCart(cartId)
                    .setOfferId(String.valueOf(offers.get(line.sku())))
                    .setQuantity(line.quantity())
                    .build());
        }
        return OrdersGrpc.newBlockingStub(withKey(mall.channel("orders"), "demo-" + number))
                .placeOrder(PlaceOrderRequest.newBuilder()
                        .setCart(cartId)
                        .setEmail(order.buyer())
                        .setShippingAddress(address(address))
                        .setPaymentMethod("pm_card_visa")
                        .build());
    }

    private void ship(String order, String shop, int number) {
        var _ = as(
                email(ownerOfShop.get(shop)),
                () -> OrdersGrpc.newBlockingStub(mall.channel("orders"))
                        .shipOrder(ShipOrderRequest.newBuilder()
                                .setOrder(order)
                                .setCarrier("Honeybee Parcel")
                                .setTrackingNumber("HB" + (100_000 + number))
                                .build()));
    }

    private static Address address(DemoData.Address a) {
        return Address.newBuilder()
                .setName(a.name())
                .setLine1(a.line1())
                .setLine2(text(a.line2()))
                .setCity(a.city())
                .setRegion(text(a.region()))
                .setPostalCode(a.postalCode())
                .setCountry(a.country())
                .setPhone(text(a.phone()))
                .build();
    }

    private String picture(UUID shop, String art, String alt) {
        return pictures.computeIfAbsent(shop + "/" + art, _ -> {
            try {
                return mall.catalog().addPicture(shop, DemoData.art(art), alt);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private CatalogGrpc.CatalogBlockingStub catalog() {
        return CatalogGrpc.newBlockingStub(mall.channel("catalog"));
    }

    private String email(@org.jspecify.annotations.Nullable String email) {
        return tokens.getOrDefault(String.valueOf(email), "");
    }

    private static <T> T as(String token, ScopedValue.CallableOp<T, RuntimeException> work) {
        return new Caller("storefront", null, token.isEmpty() ? null : token, null).call(work);
    }

    private static Channel withKey(Channel channel, String key) {
        Metadata metadata = new Metadata();
        metadata.put(Headers.IDEMPOTENCY_KEY, key);
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(metadata));
    }

    private static <T> void inParallel(Iterable<T> items, Function<T, Boolean> work) {
        try (var threads = Executors.newFixedThreadPool(
                PARALLEL, Thread.ofPlatform().daemon().factory())) {
            List<Future<Boolean>> running = new ArrayList<>();
            items.forEach(item -> running.add(threads.submit(() -> work.apply(item))));
            for (Future<Boolean> one : running) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("the demo mall could not be filled", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private static String text(@org.jspecify.annotations.Nullable String text) {
        return text == null ? "" : text;
    }

    private static Map<String, String> signIns() {
        Map<String, String> people = new LinkedHashMap<>();
        people.put("buyer", "emma.fischer@mallhive.example");
        people.put("seller", DemoData.shops().getFirst().owner().email());
        people.put("operator", OPERATOR);
        return people;
    }
}
