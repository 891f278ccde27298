package com.mallhive.payments.sandbox.webhooks;

import com.mallhive.payments.sandbox.store.SandboxStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers events to the shop's endpoint, signed, at least once: again with growing waits until it answers with 2xx. What comes
 * within a moment goes out together, for two statements.
 */
public final class DeliverEvents implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliverEvents.class);
    private static final int BATCH = 200;
    private static final int AT_ONCE = 4;
    private static final int ATTEMPTS = 20;
    private static final Duration PACE = Duration.ofMillis(150);
    private static final Duration POLL = Duration.ofSeconds(2);
    private static final Duration STOP = Duration.ofSeconds(2);
    private static final int TIMEOUT = 10_000;
    private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration MAX_BACKOFF = Duration.ofMinutes(10);

    private final Database database;
    private final SandboxStore store;
    private final @Nullable URI endpoint;
    private final SecretKeySpec secret;
    private final Clock clock;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("sandbox-webhook-", 0).factory());
    private final Semaphore work = new Semaphore(0);
    private final Runnable housekeeping;
    private @Nullable Future<?> loop;
    private volatile boolean stopping;

    /**
     * @param endpoint null: nobody is told
     * @param housekeeping done at each look for due events
     */
    public DeliverEvents(
            Database database,
            SandboxStore store,
            @Nullable URI endpoint,
            String secret,
            Runnable housekeeping,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.endpoint = endpoint;
        this.secret = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
        this.housekeeping = housekeeping;
        this.clock = clock;
    }

    /** There are new events. */
    public void wake() {
        if (work.availablePermits() == 0) {
            work.release();
        }
    }

    public void start() {
        loop = threads.submit(this::run);
    }

    /** The round that is going on ends first, for a moment. */
    @Override
    public void close() {
        stopping = true;
        work.release();
        try {
            if (loop != null) {
                loop.get(STOP.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("the last round did not end", e);
        }
        threads.shutdownNow();
    }

    private void run() {
        try {
            while (!stopping) {
                round();
                if (work.tryAcquire(POLL.toMillis(), TimeUnit.MILLISECONDS) && !stopping) {
                    Thread.sleep(PACE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void round() throws InterruptedException {
        try {
            housekeeping.run();
            URI to = endpoint;
            int delivered = BATCH;
            while (to != null && delivered == BATCH && !stopping) {
                delivered = deliver(database.statement(session -> store.due(session, clock.instant(), BATCH)), to);
            }
        } catch (DatabaseException e) {
            LOG.warn("webhooks wait: {}", e.getMessage());
        }
    }

    private int deliver(List<SandboxStore.Event> events, URI to) throws InterruptedException {
        if (events.isEmpty()) {
            return 0;
        }
        List<Future<Boolean>> results = new ArrayList<>(events.size());
        Semaphore slots = new Semaphore(AT_ONCE);
        for (SandboxStore.Event event : events) {
            slots.acquire();
            results.add(threads.submit(() -> {
                try {
                    return send(event, to);
                } finally {
                    slots.release();
                }
            }));
        }
        List<String> ids = new ArrayList<>();
        List<@Nullable Instant> again = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            SandboxStore.Event event = events.get(i);
            ids.add(event.id());
            again.add(delivered(results.get(i)) ? null : next(event));
        }
        database.execute(session -> store.tried(session, ids, again));
        return events.size();
    }

    private static boolean delivered(Future<Boolean> result) throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            return false;
        }
    }

    private @Nullable Instant next(SandboxStore.Event event) {
        int attempts = event.attempts() + 1;
        if (attempts >= ATTEMPTS) {
            LOG.warn("the event {} is given up after {} attempts", event.id(), attempts);
            return null;
        }
        long wait = Math.min(FIRST_BACKOFF.toMillis() << Math.min(attempts - 1, 20), MAX_BACKOFF.toMillis());
        return clock.instant().plusMillis(wait);
    }

    private boolean send(SandboxStore.Event event, URI to) {
        try {
            int status = post(event, to);
            if (status / 100 != 2) {
                LOG.warn("the webhook endpoint answered {} to {} {}", status, event.type(), event.id());
            }
            return status / 100 == 2;
        } catch (IOException e) {
            LOG.warn("the webhook endpoint does not answer: {}", e.getClass().getSimpleName());
            return false;
        }
    }

    /** Connections are kept alive; for few at a time this is the cheapest way that the JDK has. */
    private int post(SandboxStore.Event event, URI to) throws IOException {
        byte[] body = event.data().getBytes(StandardCharsets.UTF_8);
        HttpURLConnection connection = (HttpURLConnection) to.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT);
        connection.setReadTimeout(TIMEOUT);
        connection.setInstanceFollowRedirects(false);
        connection.setRequestMethod("POST");
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json; charset=utf-8");
        connection.setRequestProperty("User-Agent", "MallHive-Sandbox/1.0");
        connection.setRequestProperty("Stripe-Signature", signature(body));
        try (OutputStream out = connection.getOutputStream()) {
            out.write(body);
        }
        int status = connection.getResponseCode();
        try (InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            if (in != null) {
                in.skip(Long.MAX_VALUE);
            }
        }
        return status;
    }

    /** The time, and the HMAC of the time and the body. */
    private String signature(byte[] body) {
        long time = clock.instant().getEpochSecond();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            mac.update((time + ".").getBytes(StandardCharsets.UTF_8));
            return "t=" + time + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
