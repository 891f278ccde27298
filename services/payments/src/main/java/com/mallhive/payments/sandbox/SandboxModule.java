package com.mallhive.payments.sandbox;

import com.mallhive.payments.sandbox.model.Checkout;
import com.mallhive.payments.sandbox.pages.PayPages;
import com.mallhive.payments.sandbox.rest.SandboxEvents;
import com.mallhive.payments.sandbox.rest.StripeApi;
import com.mallhive.payments.sandbox.rest.StripeJson;
import com.mallhive.payments.sandbox.store.SandboxStore;
import com.mallhive.payments.sandbox.webhooks.DeliverEvents;
import com.mallhive.platform.Platform;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.platform.lifecycle.WebModule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.eclipse.jetty.server.Handler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stripe's stand-in: its interface, its hosted pages, its webhooks. */
public final class SandboxModule implements WebModule {
    private static final Logger LOG = LoggerFactory.getLogger(SandboxModule.class);
    private static final Duration RETENTION = Duration.ofDays(60);
    private static final int BATCH = 100;

    private final Database database;
    private final SandboxStore store;
    private final Clock clock;
    private final DeliverEvents deliver;
    private final SandboxHandler handler;

    public SandboxModule(Platform platform) {
        var settings = platform.settings(SandboxSettings.class);
        this.database = platform.database();
        this.clock = platform.clock();
        this.store = new SandboxStore(settings.webhookUrl() != null);
        this.deliver = new DeliverEvents(
                database, store, settings.webhookUrl(), settings.webhookSecret(), this::expireSessions, clock);
        this.handler = new SandboxHandler(
                new StripeApi(database, store, deliver::wake, clock),
                new PayPages(database, store, deliver::wake, clock),
                settings.apiKey(),
                settings.publicUrl());
        platform.jobs().recurring("forget", Duration.ofDays(1), this::forget);
    }

    @Override
    public Handler handler() {
        return handler;
    }

    @Override
    public void start() {
        deliver.start();
    }

    @Override
    public void stop() {
        deliver.close();
    }

    private void expireSessions() {
        Instant now = clock.instant();
        try {
            database.transact(session -> {
                for (Checkout checkout : store.expired(session, now, BATCH)) {
                    Checkout next = checkout.expire();
                    store.put(session, next, now);
                    store.emit(session, new SandboxEvents(new StripeJson(""), now, null).of(next), now);
                }
            });
        } catch (DatabaseException e) {
            LOG.warn("sessions expire later: {}", e.getMessage());
        }
    }

    private void forget() {
        Instant before = clock.instant().minus(RETENTION);
        database.transact(session -> store.forget(session, before));
    }
}
