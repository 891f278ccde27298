package com.mallhive.platform.rpc;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Section {@code rpc}: how services reach each other when they are apart. */
public record RpcSettings(
        @Setting("Where to listen for calls of other services, as host:port; not set: this process only") @Nullable
        String listen,

        @Setting(
                value = "Where the other services are: a gRPC target with {service} in it",
                byDefault = "dns:///{service}:9090")
        String peerAddress,

        @Setting("Addresses of single services that differ from peer-address")
        Map<String, String> peers,

        @Setting(
                "Certificate of this process (PEM); not set: one is issued by the development authority in the data folder")
        @Nullable
        String certificate,

        @Setting("Private key of the certificate (PEM, PKCS#8)") @Nullable
        String privateKey,

        @Setting("Certificates of the authorities to trust (PEM)") @Nullable
        String authorities,

        @Setting(value = "How often certificates are read again", byDefault = "1m")
        Duration certificateReload,

        @Setting(value = "Time limit of a call that has none yet", byDefault = "15s")
        Duration deadline,

        @Setting(value = "Calls at once per service; more are answered with 503", byDefault = "512")
        int concurrency) {
    public RpcSettings {
        if (listen != null && !listen.matches("[^:]+:[0-9]{1,5}|\\[[0-9a-fA-F:]+]:[0-9]{1,5}")) {
            throw new IllegalArgumentException("listen must be host:port, for example 0.0.0.0:9090");
        }
        if (concurrency < 1) {
            throw new IllegalArgumentException("concurrency must be at least 1");
        }
    }
}
