package com.mallhive.platform;

import com.mallhive.platform.blobs.Blobs;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.events.Events;
import com.mallhive.platform.jobs.Jobs;
import com.mallhive.platform.security.TokenVerifier;
import com.mallhive.platform.security.Vault;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;

/**
 * What a service is given: everything that differs between a mall in one process and a service in a container. A service
 * never asks which of the two it runs in.
 */
public interface Platform {
    /** The name of the service that this platform was made for, for example {@code orders}. */
    String service();

    /** The service's settings; {@code type} must be the record registered for its section. */
    <R extends Record> R settings(Class<R> type);

    /** The address under which browsers reach the mall, without a slash at the end. */
    String publicUrl();

    /** The service's own database. */
    Database database();

    /** What the service publishes and handles. */
    Events events();

    /** Work that survives a crash. */
    Jobs jobs();

    /** A channel to another service, under this service's identity; the caller's token and deadline travel along. */
    Channel channel(String service);

    /** Offers a gRPC service to the others; call it in the module's constructor. */
    void serve(BindableService service);

    /** Files of this service. */
    Blobs blobs();

    /** Keys derived from the mall's master key. */
    Vault vault();

    /** Checks access tokens. */
    TokenVerifier tokens();

    /** The time; never ask the system. */
    Clock clock();

    /** Where metrics are counted. */
    MeterRegistry meters();
}
