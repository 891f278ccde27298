package com.mallhive.platform.security;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.rpc.TlsFiles;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Certificates in files, read again when they change: renewing them needs no restart. */
public final class ReloadingTls implements TlsFiles, AutoCloseable {
    /** A certificate chain and its private key. */
    public record Pair(Path certificate, Path key) {}

    private static final Logger LOG = LoggerFactory.getLogger(ReloadingTls.class);

    private final Function<Set<String>, Pair> files;
    private final Duration period;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-reload").factory());
    private final Map<Set<String>, X509ExtendedKeyManager> keys = new ConcurrentHashMap<>();
    private final X509ExtendedTrustManager trust;

    /** @param files where the files of services are; asked again each day, so that what is issued here is renewed in time */
    public ReloadingTls(Function<Set<String>, Pair> files, Path authorities, Duration period) {
        this.files = files;
        this.period = period;
        try {
            AdvancedTlsX509TrustManager manager =
                    AdvancedTlsX509TrustManager.newBuilder().build();
            var _ = manager.updateTrustCredentials(
                    authorities.toFile(), period.toMillis(), TimeUnit.MILLISECONDS, reader);
            this.trust = manager;
        } catch (IOException | GeneralSecurityException e) {
            throw new StartupFailure("cannot read the authorities " + authorities + ": " + e.getMessage());
        }
    }

    @Override
    public X509ExtendedKeyManager keyManager(Set<String> services) {
        return keys.computeIfAbsent(Set.copyOf(services), names -> {
            Pair pair = files.apply(names);
            var _ = reader.scheduleWithFixedDelay(() -> renew(names), 1, 1, TimeUnit.DAYS);
            try {
                AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();
                var _ = manager.updateIdentityCredentials(
                        pair.certificate().toFile(),
                        pair.key().toFile(),
                        period.toMillis(),
                        TimeUnit.MILLISECONDS,
                        reader);
                return manager;
            } catch (IOException | GeneralSecurityException e) {
                throw new StartupFailure("cannot read the certificate " + pair.certificate() + ": " + e.getMessage());
            }
        });
    }

    /** The manager itself sees that the file has changed. */
    private void renew(Set<String> names) {
        try {
            var _ = files.apply(names);
        } catch (RuntimeException e) {
            LOG.error("the certificate of {} was not renewed: {}", names, e.getMessage());
        }
    }

    @Override
    public X509ExtendedTrustManager trustManager() {
        return trust;
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
