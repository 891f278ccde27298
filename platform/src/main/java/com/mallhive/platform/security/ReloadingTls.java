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
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Certificates in files, read again when they change: renewing them needs no restart. */
public final class ReloadingTls implements TlsFiles, AutoCloseable {
    /** A certificate chain and its private key. */
    public record Pair(Path certificate, Path key) {}

    private final Function<String, Pair> files;
    private final Duration period;
    private final ScheduledExecutorService reader = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("tls-reload").factory());
    private final Map<String, X509ExtendedKeyManager> keys = new ConcurrentHashMap<>();
    private final X509ExtendedTrustManager trust;

    /** @param files where the files of a service are */
    public ReloadingTls(Function<String, Pair> files, Path authorities, Duration period) {
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
    public X509ExtendedKeyManager keyManager(String service) {
        return keys.computeIfAbsent(service, s -> {
            Pair pair = files.apply(s);
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

    @Override
    public X509ExtendedTrustManager trustManager() {
        return trust;
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
