package com.mallhive.notifications.mail;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.google.gson.Gson;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.Contact;
import com.mallhive.api.accounts.v1.GetContactRequest;
import com.mallhive.api.orders.v1.GetOrdersForMessagesRequest;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrdersGrpc;
import com.mallhive.api.orders.v1.SubOrder;
import com.mallhive.notifications.store.MailStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.security.Vault;
import io.grpc.StatusRuntimeException;
import jakarta.mail.MessagingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes and sends the e-mails that wait, in batches: one statement to take them, one call to ask about their orders, one
 * statement to note that they are gone. An e-mail may go out twice after a crash, with the same Message-ID; never not at all.
 */
public final class MailRoom implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MailRoom.class);
    private static final int BATCH = 100;
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofSeconds(15);
    private static final Duration PACE = Duration.ofMillis(50);
    private static final String PURPOSE = "mail";
    private static final Gson GSON = new Gson();

    private final Database database;
    private final MailStore store;
    private final Postman postman;
    private final Templates templates;
    private final OrdersGrpc.OrdersBlockingStub orders;
    private final LoadingCache<UUID, Contact> owners;
    private final Vault vault;
    private final String publicUrl;
    private final int attempts;
    private final Clock clock;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean running = true;
    private @Nullable Thread thread;

    /** Direct mail as it is sealed. */
    private record Direct(String to, Map<String, String> values) {}

    public MailRoom(
            Database database,
            MailStore store,
            Postman postman,
            OrdersGrpc.OrdersBlockingStub orders,
            AccountsGrpc.AccountsBlockingStub accounts,
            Vault vault,
            String publicUrl,
            int attempts,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.postman = postman;
        this.templates = new Templates(publicUrl);
        this.orders = orders;
        this.owners = Caffeine.newBuilder()
                .maximumSize(2_000)
                .expireAfterWrite(Duration.ofMinutes(5))
                .build(shop -> accounts.getContact(GetContactRequest.newBuilder()
                        .setShopId(shop.toString())
                        .build()));
        this.vault = vault;
        this.publicUrl = publicUrl;
        this.attempts = attempts;
        this.clock = clock;
    }

    public void start() {
        thread = Thread.ofVirtual().name("mail-room").start(this::run);
    }

    /** There is something to send. */
    public void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    /** Queues direct mail; the same id is sent once. */
    public void queue(UUID id, String to, String template, Map<String, String> values) {
        byte[] sealed = vault.seal(
                PURPOSE, GSON.toJson(new Direct(to, values)).getBytes(StandardCharsets.UTF_8), id.toString());
        database.execute(session ->
                store.add(session, List.of(new MailStore.Mail(id, template, null, null, sealed, 0)), clock.instant()));
        wake();
    }

    @Override
    public void close() {
        running = false;
        wake();
        Thread worker = thread;
        if (worker != null) {
            try {
                worker.join(Duration.ofSeconds(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        postman.close();
    }

    private void run() {
        while (running) {
            try {
                int sent = round();
                boolean _ = wakes.tryAcquire((sent == BATCH ? PACE : IDLE).toMillis(), TimeUnit.MILLISECONDS);
                Thread.sleep(PACE);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("mail waits: {}", e.getMessage());
            }
        }
    }

    private int round() {
        Instant now = clock.instant();
        List<MailStore.Mail> mails = database.statement(session -> store.lease(session, now, now.plus(LEASE), BATCH));
        if (mails.isEmpty()) {
            return 0;
        }
        Map<String, Order> known = ordersOf(mails);
        List<UUID> sent = new ArrayList<>();
        for (MailStore.Mail mail : mails) {
            try {
                Letter letter = write(mail, known);
                if (letter != null) {
                    postman.send(mail.id(), letter);
                }
                sent.add(mail.id());
            } catch (MessagingException | StatusRuntimeException e) {
                postpone(mail, e);
            }
        }
        if (!sent.isEmpty()) {
            database.execute(session -> store.sent(session, sent, clock.instant()));
        }
        return mails.size();
    }

    private void postpone(MailStore.Mail mail, Exception failure) {
        boolean giveUp = mail.attempts() >= attempts;
        LOG.warn(
                "mail {} {}: {}",
                mail.id(),
                giveUp ? "given up" : "waits",
                failure.getClass().getSimpleName());
        Instant due = clock.instant().plus(Duration.ofSeconds(10L << Math.min(mail.attempts(), 9)));
        database.execute(session -> store.postpone(
                session, mail.id(), due, giveUp ? failure.getClass().getSimpleName() : null));
    }

    private Map<String, Order> ordersOf(List<MailStore.Mail> mails) {
        var request = GetOrdersForMessagesRequest.newBuilder();
        mails.stream()
                .map(MailStore.Mail::orderId)
                .filter(id -> id != null)
                .distinct()
                .forEach(id -> request.addOrders(String.valueOf(id)));
        Map<String, Order> known = new HashMap<>();
        if (request.getOrdersCount() > 0) {
            orders.getOrdersForMessages(request.build()).getOrdersList().forEach(o -> known.put(o.getId(), o));
        }
        return known;
    }

    /** The letter, or null where there is nothing to tell any more. */
    private @Nullable Letter write(MailStore.Mail mail, Map<String, Order> known) {
        byte[] sealed = mail.sealed();
        if (sealed != null) {
            String json = new String(vault.open(PURPOSE, sealed, mail.id().toString()), StandardCharsets.UTF_8);
            Direct direct = GSON.fromJson(json, Direct.class);
            return templates.direct(mail.template(), direct.to(), direct.values());
        }
        Order order = known.get(String.valueOf(mail.orderId()));
        if (order == null || order.getEmail().isEmpty()) {
            return null;
        }
        String link = publicUrl + "/orders/" + order.getId() + "?token=" + vault.mac("guest-order", order.getId());
        UUID shop = mail.shopId();
        return switch (mail.template()) {
            case "order-paid" -> templates.orderPaid(order, link);
            case "order-cancelled" -> templates.orderCancelled(order, link);
            case "order-shipped" -> templates.orderShipped(order, part(order, shop), link);
            case "shop-order" -> {
                Contact owner = owners.get(java.util.Objects.requireNonNull(shop));
                yield templates.shopOrder(order, part(order, shop), owner.getEmail(), owner.getDisplayName());
            }
            default -> throw new IllegalStateException("no such template: " + mail.template());
        };
    }

    private static SubOrder part(Order order, @Nullable UUID shop) {
        return order.getSubOrdersList().stream()
                .filter(p -> p.getShopId().equals(String.valueOf(shop)))
                .findFirst()
                .orElseThrow();
    }
}
