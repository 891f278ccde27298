package com.mallhive.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.GetKeySetRequest;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.inventory.v1.ReserveRequest;
import com.mallhive.api.inventory.v1.StockLine;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import java.io.File;
import java.util.UUID;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Every service in a process of its own, over mTLS. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ManyProcessesTest extends PurchaseSuite implements RefusalSuite, PromotionSuite {
    private TestMall mall;

    @BeforeAll
    void open() {
        mall = TestMall.inManyProcesses();
    }

    @AfterAll
    void close() {
        mall.close();
    }

    @Override
    public TestMall mall() {
        return mall;
    }

    @Test
    void aCallerWithoutACertificateIsRefused() throws SSLException {
        assertRefused(channel("accounts", null), Status.Code.UNAVAILABLE);
    }

    @Test
    void aCallerThatMayNotCallIsRefused() throws SSLException {
        ManagedChannel channel = channel("inventory", "cart");
        try {
            var request = ReserveRequest.newBuilder()
                    .setOrderId(UUID.randomUUID().toString())
                    .addLines(StockLine.newBuilder()
                            .setOfferId(mall.sample().offer())
                            .setQuantity(1))
                    .build();
            assertThatThrownBy(() -> InventoryGrpc.newBlockingStub(channel).reserve(request))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED));
        } finally {
            channel.shutdownNow();
        }
    }

    @Test
    void aCallerThatMayCallIsAnswered() throws SSLException {
        ManagedChannel channel = channel("accounts", "cart");
        try {
            assertThat(AccountsGrpc.newBlockingStub(channel)
                            .getKeySet(GetKeySetRequest.getDefaultInstance())
                            .getJson())
                    .contains("\"kty\":\"EC\"");
        } finally {
            channel.shutdownNow();
        }
    }

    private static void assertRefused(ManagedChannel channel, Status.Code code) {
        try {
            assertThatThrownBy(() ->
                            AccountsGrpc.newBlockingStub(channel).getKeySet(GetKeySetRequest.getDefaultInstance()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(e.getStatus().getCode()).isEqualTo(code));
        } finally {
            channel.shutdownNow();
        }
    }

    private ManagedChannel channel(String to, @Nullable String from) throws SSLException {
        var tls = GrpcSslContexts.forClient().trustManager(file("ca.crt"));
        if (from != null) {
            tls.keyManager(file(from + ".crt"), file(from + ".key"));
        }
        return NettyChannelBuilder.forAddress("127.0.0.1", mall.rpcPort(to))
                .overrideAuthority(to)
                .sslContext(tls.build())
                .build();
    }

    private File file(String name) {
        return mall.certificates().resolve(name).toFile();
    }
}
