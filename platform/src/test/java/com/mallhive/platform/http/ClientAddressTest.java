package com.mallhive.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ClientAddressTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // socket is 127.0.0.1
                "                    | 203.0.113.9                        | 127.0.0.1",
                "10.0.0.0/8          | 203.0.113.9                        | 127.0.0.1",
                "127.0.0.1           | 203.0.113.9                        | 203.0.113.9",
                "127.0.0.0/8         | 6.6.6.6, 203.0.113.9               | 203.0.113.9",
                "127.0.0.1,10.0.0.0/8| 6.6.6.6, 203.0.113.9, 10.2.3.4     | 203.0.113.9",
                "127.0.0.1,10.0.0.0/8| 6.6.6.6 & 203.0.113.9,10.2.3.4     | 203.0.113.9",
                "127.0.0.1,10.0.0.0/8| 10.1.1.1, 10.2.3.4                 | 10.1.1.1",
                "127.0.0.1           | 203.0.113.9:4711                   | 203.0.113.9",
                "127.0.0.1           | [2001:db8::7]:4711                 | 2001:db8:0:0:0:0:0:7",
                "127.0.0.1,2001:db8::/32| 203.0.113.9, 2001:db8::7        | 203.0.113.9",
                "127.0.0.1           | 203.0.113.9, unknown               | 127.0.0.1",
                "127.0.0.1           | 203.0.113.9,                       | 127.0.0.1",
                "127.0.0.1           | localhost                          | 127.0.0.1",
            })
    void theLastUntrustedAddressCounts(String trusted, String forwarded, String client)
            throws IOException, InterruptedException {
        List<String> proxies = trusted == null ? List.of() : List.of(trusted.split(","));
        try (HttpServer server = new HttpServer("test", "127.0.0.1", 0, List.of(new Echo()), proxies);
                HttpClient http = HttpClient.newHttpClient()) {
            server.start();
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/"));
            Arrays.stream(forwarded.split("&")).forEach(line -> request.header("X-Forwarded-For", line.strip()));
            String seen = http.send(request.build(), HttpResponse.BodyHandlers.ofString())
                    .body();
            assertThat(seen.replaceAll("[\\[\\]]", "")).isEqualTo(client);
        }
    }

    @Test
    void limitsCountAnIpv6NetworkAsOne() {
        assertThat(ClientAddress.key("[2001:db8::7]")).isEqualTo(ClientAddress.key("2001:db8:0:0:1::8"));
        assertThat(ClientAddress.key("2001:db8:0:1::7")).isNotEqualTo(ClientAddress.key("2001:db8::7"));
        assertThat(ClientAddress.key("203.0.113.9")).isEqualTo("203.0.113.9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy.example", "10.0.0.0/33", "10.0.0.0/x", "2001:db8::/129", ""})
    void whatIsNoNetworkIsRefusedAtTheStart(String trusted) {
        assertThatThrownBy(() -> ClientAddress.Network.parse(trusted)).isInstanceOf(IllegalArgumentException.class);
        if (!trusted.isEmpty()) {
            assertThatThrownBy(() -> Settings.load(
                            null,
                            Map.of(),
                            Map.of("http.trusted-proxies", trusted),
                            Map.of("http", HttpSettings.class)))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessageContaining("trusted-proxies")
                    .hasMessageContaining("10.0.0.0/8");
        }
    }

    private static final class Echo extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            byte[] address = Request.getRemoteAddr(request).getBytes(StandardCharsets.UTF_8);
            response.write(true, ByteBuffer.wrap(address), callback);
            return true;
        }
    }
}
