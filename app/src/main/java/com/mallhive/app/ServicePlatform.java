package com.mallhive.app;

import com.mallhive.platform.Platform;
import com.mallhive.platform.blobs.Blobs;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.events.Events;
import com.mallhive.platform.jobs.Jobs;
import com.mallhive.platform.rpc.RpcNetwork;
import com.mallhive.platform.security.TokenVerifier;
import com.mallhive.platform.security.Vault;
import com.mallhive.platform.settings.Settings;
import io.grpc.BindableService;
import io.grpc.Channel;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** What one module is given. A face of the mall has no database, no events and no jobs. */
record ServicePlatform(
        String service,
        Settings allSettings,
        String publicUrl,
        @Nullable Database ownDatabase,
        @Nullable Events ownEvents,
        @Nullable Jobs ownJobs,
        RpcNetwork network,
        Blobs blobs,
        Vault vault,
        TokenVerifier tokens,
        Clock clock,
        MeterRegistry meters)
        implements Platform {

    @Override
    public <R extends Record> R settings(Class<R> type) {
        return allSettings.section(service, type);
    }

    @Override
    public Database database() {
        return present(ownDatabase, "database");
    }

    @Override
    public Events events() {
        return present(ownEvents, "events");
    }

    @Override
    public Jobs jobs() {
        return present(ownJobs, "jobs");
    }

    @Override
    public Channel channel(String to) {
        return network.channel(service, to);
    }

    @Override
    public void serve(BindableService implementation) {
        network.serve(service, implementation);
    }

    private <T> T present(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException(service + " has no " + name);
        }
        return part;
    }
}
