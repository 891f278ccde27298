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
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    /** After a failure; it doubles up to {@link #IDLE}. */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

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
    /** Handed over and not noted in the database yet: never forgotten, because then they would go out again. One thread. */
    private final Set<UUID> sent = new LinkedHashSet<>();

    private volatile boolean running = true;
    private @Nullable Thread thread;

    /**
     * What the e-mails of a batch are about.
     *
     * @param failure why the orders could not be asked for: e-mails about orders wait, others do not
     */
    private record Orders(Map<String, Order> byId, @Nullable StatusRuntimeException failure) {}

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
        Duration pause = FIRST_PAUSE;
        try {
            while (running) {
                Duration wait;
                try {
                    wait = round() == BATCH ? PACE : IDLE;
                    pause = FIRST_PAUSE;
                } catch (RuntimeException e) {
                    // not of one e-mail, those are handled one by one: the database does not answer
                    LOG.warn("mail waits: {}", e.getMessage());
                    wait = pause;
                    pause = pause.multipliedBy(2).compareTo(IDLE) < 0 ? pause.multipliedBy(2) : IDLE;
                }
                boolean _ = wakes.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS);
                Thread.sleep(PACE);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int round() {
        note(); // what the round before could not
        Instant now = clock.instant();
        List<MailStore.Mail> mails = database.statement(session -> store.lease(session, now, now.plus(LEASE), BATCH));
        if (mails.isEmpty()) {
            return 0;
        }
        Orders known = ordersOf(mails);
        for (MailStore.Mail mail : mails) {
            try {
                Letter letter = write(mail, known);
                if (letter != null) {
                    postman.send(mail.id(), letter);
                }
                sent.add(mail.id());
            } catch (MessagingException | RuntimeException e) {
                postpone(mail, e); // whatever it is, it is this e-mail's alone
            }
        }
        note();
        return mails.size();
    }

    private void note() {
        if (!sent.isEmpty()) {
            database.execute(session -> store.sent(session, sent, clock.instant()));
            sent.clear();
        }
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

    private Orders ordersOf(List<MailStore.Mail> mails) {
        var request = GetOrdersForMessagesRequest.newBuilder();
        mails.stream()
                .map(MailStore.Mail::orderId)
                .filter(id -> id != null)
                .distinct()
                .forEach(id -> request.addOrders(String.valueOf(id)));
        Map<String, Order> known = new HashMap<>();
        if (request.getOrdersCount() > 0) {
            try {
                orders.getOrdersForMessages(request.build()).getOrdersList().forEach(o -> known.put(o.getId(), o));
            } catch (StatusRuntimeException e) {
                return new Orders(known, e);
            }
        }
        return new Orders(known, null);
    }

    /** The letter, or null where there is nothing to tell any more. */
    private @Nullable Letter write(MailStore.Mail mail, Orders known) {
        byte[] sealed = mail.sealed();
        if (sealed != null) {
            String json = new String(vault.open(PURPOSE, sealed, mail.id().toString()), StandardCharsets.UTF_8);
            Direct direct = GSON.fromJson(json, Direct.class);
            return templates.direct(mail.template(), direct.to(), direct.values());
        }
        if (known.failure() != null) {
            throw known.failure();
        }
        Order order = known.byId().get(String.valueOf(mail.orderId()));
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
