package com.mallhive.platform.http;

import com.mallhive.platform.settings.Setting;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Section {@code http}: the ports. Those not set follow the public one. */
public record HttpSettings(
        @Setting(
                value = "Where the public port listens; keep loopback unless a proxy stands before it",
                byDefault = "127.0.0.1")
        String host,

        @Setting(value = "The public port: shop pages and REST", byDefault = "8080")
        int port,

        @Setting("The operators' port; the public one plus 1") @Nullable
        Integer adminPort,

        @Setting("The port for probes and metrics; the public one plus 2") @Nullable
        Integer managementPort,

        @Setting("The port of the Stripe sandbox; the public one plus 3") @Nullable
        Integer sandboxPort,

        @Setting("The address under which browsers reach the mall; http://host:port") @Nullable
        String publicUrl,

        @Setting(
                "Proxies before the mall, as addresses or networks such as 10.0.0.0/8: only of what they send, the last address"
                        + " in X-Forwarded-For that is none of them counts as the client's; without it, the connection's does")
        List<String> trustedProxies) {

    public HttpSettings {
        check("port", port);
        check("admin-port", adminPort == null ? port + 1 : adminPort);
        check("management-port", managementPort == null ? port + 2 : managementPort);
        check("sandbox-port", sandboxPort == null ? port + 3 : sandboxPort);
        trustedProxies.forEach(ClientAddress.Network::parse);
    }

    private static void check(String name, int port) {
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException(
                    name + " would be " + port + "; ports go from 1 to 65535, and the others follow http.port");
        }
    }

    public int admin() {
        return adminPort == null ? after(1) : adminPort;
    }

    public int management() {
        return managementPort == null ? after(2) : managementPort;
    }

    public int sandbox() {
        return sandboxPort == null ? after(3) : sandboxPort;
    }

    /** Without a slash at the end. */
    public String url() {
        return publicUrl == null
                ? "http://" + (host.equals("0.0.0.0") ? "localhost" : host) + ":" + port
                : publicUrl.replaceAll("/+$", "");
    }

    /** Whether only this machine can reach the ports. */
    public boolean loopback() {
        return host.equals("localhost") || host.startsWith("127.") || host.equals("::1") || host.equals("[::1]");
    }

    private int after(int steps) {
        return port == 0 ? 0 : port + steps;
    }
}
