package com.mallhive.orders.fulfilment;

import com.mallhive.api.payments.v1.CancelPaymentRequest;
import com.mallhive.api.payments.v1.Payment;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.orders.checkout.MoveOrder;
import com.mallhive.orders.domain.Order;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.jobs.Jobs;
import com.mallhive.platform.rpc.Problem;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cancels orders: first the payment is called off or given back, then the goods are free. The order is CANCELLING meanwhile;
 * a job goes on where a crash or an outage of Stripe came between.
 */
public final class CancelOrder {
    private static final Logger LOG = LoggerFactory.getLogger(CancelOrder.class);
    private static final String JOB = "call-off-payment";
    /** The call that begins to cancel mostly ends it too; the job waits for that. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String TIME_OVER = "It was not paid in time.";

    private final Database database;
    private final MoveOrder moves;
    private final PaymentsGrpc.PaymentsBlockingStub payments;
    private final Jobs jobs;
    private final Clock clock;

    public CancelOrder(
            Database database, MoveOrder moves, PaymentsGrpc.PaymentsBlockingStub payments, Jobs jobs, Clock clock) {
        this.database = database;
        this.moves = moves;
        this.payments = payments;
        this.jobs = jobs;
        this.clock = clock;
        jobs.handler(JOB, (id, reason) -> resume(UUID.fromString(id), reason.isEmpty() ? TIME_OVER : reason));
    }

    /** Cancels on behalf of the buyer or an operator. Problems: shipped already. */
    public Order cancel(UUID id, String reason) {
        return finish(begin(id, reason));
    }

    /** Cancels in the background, begun in the transaction of an event. */
    public void callOff(Session session, UUID id) throws SQLException {
        jobs.schedule(session, JOB, id.toString(), "", clock.instant());
    }

    private void resume(UUID id, String reason) {
        try {
            var _ = finish(begin(id, reason));
        } catch (Problem problem) {
            if (problem.kind() != Problem.Kind.CONFLICT) {
                throw problem;
            }
            LOG.warn("order {} is not cancelled: {}", id, problem.type()); // shipped: there is nothing to finish
        }
    }

    /** The move and the job that ends it commit together: a cancellation that is refused leaves nothing behind to try it later. */
    private Order begin(UUID id, String reason) {
        return database.write(session -> {
            Order order = moves.cancelling(session, id, reason);
            if (order.status() == OrderStatus.CANCELLING) {
                jobs.schedule(
                        session, JOB, id.toString(), reason, clock.instant().plus(PATIENCE));
            }
            return order;
        });
    }

    private Order finish(Order order) {
        if (order.status() == OrderStatus.CANCELLED && order.paidAt() != null) {
            return order;
        }
        Payment payment = payments.cancelPayment(CancelPaymentRequest.newBuilder()
                .setOrderId(order.id().toString())
                .build());
        return switch (payment.getStatus()) {
            case CANCELLED, REFUNDED, FAILED -> moves.cancelled(order.id(), order.note());
            default -> order;
        };
    }
}
