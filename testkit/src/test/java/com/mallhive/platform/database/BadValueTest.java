package com.mallhive.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.cart.v1.CreateCartRequest;
import com.mallhive.platform.lifecycle.Module;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.TestPlatform;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import org.junit.jupiter.api.Test;

/** A value that the contract let pass and PostgreSQL does not is the caller's mistake. */
final class BadValueTest {
    @Test
    void whatPostgresCannotStoreIsAnInvalidRequest() {
        try (var platform = TestPlatform.of("sample").build()) {
            platform.run(p -> {
                p.serve(new CartsGrpc.CartsImplBase() {
                    @Override
                    public void createCart(CreateCartRequest request, StreamObserver<Cart> out) {
                        p.database()
                                .transact(session -> session.jdbi()
                                        .execute("INSERT INTO counter (name, value) VALUES (?, 1)", "a\0b"));
                    }
                });
                return new Module() {};
            });
            var carts = CartsGrpc.newBlockingStub(platform.channelOf("edge"));
            assertThatThrownBy(() -> carts.createCart(CreateCartRequest.getDefaultInstance()))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                        Problem problem = Problem.from(e);
                        assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
                        assertThat(problem.getMessage()).contains("cannot be stored");
                    });
        }
    }
}
