package com.mallhive.platform.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.api.platform.v1.DeliverRequest;
import com.mallhive.api.platform.v1.DeliverResponse;
import com.mallhive.api.platform.v1.EventInboxGrpc;
import com.mallhive.platform.security.DevAuthority;
import com.mallhive.platform.security.ReloadingTls;
import com.mallhive.platform.security.TokenVerifier;
import com.mallhive.platform.settings.Settings;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.MallProcess;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes: one with orders and cart behind one port, one that calls them. */
class RpcNetworkTest {
    private static final Set<String> PAIR = Set.of("orders", "cart");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    private final int port = MallProcess.freePort();
    private final List<String> reached = new CopyOnWriteArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private DevAuthority authority;

    @SuppressWarnings("NullAway.Init")
    private ReloadingTls tls;

    @SuppressWarnings("NullAway.Init")
    private RpcNetwork pair;

    @SuppressWarnings("NullAway.Init")
    private RpcNetwork caller;

    @BeforeEach
    void start() throws IOException {
        authority = new DevAuthority(folder);
        tls = new ReloadingTls(
                services -> new ReloadingTls.Pair(authority.certificate(services), authority.key(services)),
                authority.authority(),
                Duration.ofMillis(50));
        pair = network(PAIR, Map.of("rpc.listen", "127.0.0.1:" + port));
        PAIR.forEach(service -> pair.serve(service, new Inbox(service)));
        pair.start();
        Map<String, String> peers = new HashMap<>();
        for (String service : List.of("orders", "cart", "catalog")) {
            peers.put("rpc.peers." + service, "dns:///127.0.0.1:" + port);
        }
        caller = network(Set.of("payments"), peers);
    }

    @AfterEach
    void stop() {
        caller.close();
        pair.close();
        tls.close();
    }

    @Test
    void onePortLeadsToEachServiceOfAProcess() {
        deliver("cart");
        deliver("orders");
        deliver("cart");
        assertThat(reached).containsExactly("cart", "orders", "cart");
    }

    @Test
    void aServiceThatIsNotThereIsNotReached() {
        assertThatThrownBy(() -> deliver("catalog"))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE));
        assertThat(reached).isEmpty();
    }

    @Test
    void theCertificateOfSeveralNamesNoCaller() throws Exception {
        try (var in = Files.newInputStream(authority.certificate(PAIR))) {
            var certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            assertThat(certificate.getSubjectAlternativeNames().toString())
                    .contains("orders", "cart")
                    .doesNotContain("spiffe");
        }
    }

    @Test
    void aRenewedCertificateIsServedWithoutARestart() throws Exception {
        BigInteger before = served();
        Files.delete(authority.certificate(PAIR));
        var _ = authority.certificate(PAIR);
        Eventually.until("the new certificate is served", () -> !served().equals(before));
        deliver("orders");
        assertThat(reached).containsExactly("orders");
    }

    private void deliver(String to) {
        var _ = EventInboxGrpc.newBlockingStub(caller.channel("payments", to))
                .deliver(DeliverRequest.getDefaultInstance());
    }

    private RpcNetwork network(Set<String> local, Map<String, String> values) {
        RpcSettings rpc = Settings.load(null, Map.of(), values, Map.of("rpc", RpcSettings.class))
                .section("rpc", RpcSettings.class);
        TokenVerifier tokens = new TokenVerifier(() -> "{\"keys\":[]}", Clock.systemUTC());
        return new RpcNetwork(rpc, local, tls, tokens, _ -> true, new SimpleMeterRegistry());
    }

    /** The serial number of the certificate that a new connection is shown. */
    private BigInteger served() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var in = Files.newInputStream(authority.authority())) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(new KeyManager[] {tls.keyManager(Set.of("payments"))}, trust.getTrustManagers(), null);
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
        }
    }

    /** Notes that its service was reached. */
    private final class Inbox extends EventInboxGrpc.EventInboxImplBase {
        private final String service;

        Inbox(String service) {
            this.service = service;
        }

        @Override
        public void deliver(DeliverRequest request, StreamObserver<DeliverResponse> answer) {
            reached.add(service);
            answer.onNext(DeliverResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }
}
