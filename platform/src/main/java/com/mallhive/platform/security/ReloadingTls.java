package com.mallhive.platform.security;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.rpc.TlsFiles;
import io.grpc.util.AdvancedTlsX509KeyManager;
import io.grpc.util.AdvancedTlsX509TrustManager;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
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
    private final AdvancedTlsX509TrustManager trust;

    /** @param files where the files of services are; asked again and again, so that what is issued here is renewed in time */
    public ReloadingTls(Function<Set<String>, Pair> files, Path authorities, Duration period) {
        this.files = files;
        this.period = period;
        try {
            this.trust = AdvancedTlsX509TrustManager.newBuilder().build();
            follow(() -> authorities, () -> trust.updateTrustCredentials(authorities.toFile()));
        } catch (IOException | GeneralSecurityException e) {
            throw new StartupFailure("cannot read the authorities " + authorities + ": " + e.getMessage());
        }
    }

    @Override
    public X509ExtendedKeyManager keyManager(Set<String> services) {
        return keys.computeIfAbsent(Set.copyOf(services), names -> {
            Pair pair = files.apply(names);
            try {
                AdvancedTlsX509KeyManager manager = new AdvancedTlsX509KeyManager();
                follow(
                        () -> files.apply(names).certificate(),
                        () -> manager.updateIdentityCredentials(
                                pair.certificate().toFile(), pair.key().toFile()));
                return manager;
            } catch (IOException | GeneralSecurityException e) {
                throw new StartupFailure("cannot read the certificate " + pair.certificate() + ": " + e.getMessage());
            }
        });
    }

    @Override
    public X509ExtendedTrustManager trustManager() {
        return trust;
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }

    /** Reads now, and again whenever the file has another time. gRPC's own reloading looks once a minute at most. */
    private void follow(Supplier<Path> file, Reading reading) throws IOException, GeneralSecurityException {
        FileTime[] seen = {Files.getLastModifiedTime(file.get())};
        reading.read();
        var _ = reader.scheduleWithFixedDelay(
                () -> {
                    try {
                        FileTime now = Files.getLastModifiedTime(file.get());
                        if (!now.equals(seen[0])) {
                            reading.read();
                            seen[0] = now;
                        }
                    } catch (IOException | GeneralSecurityException | RuntimeException e) {
                        LOG.error("a certificate was not read again, the old one stays: {}", e.getMessage());
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    @FunctionalInterface
    private interface Reading {
        void read() throws IOException, GeneralSecurityException;
    }
}
