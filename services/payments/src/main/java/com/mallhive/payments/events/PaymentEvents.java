package com.mallhive.payments.events;

import com.google.protobuf.Message;
import com.mallhive.api.events.v1.PaymentCancelled;
import com.mallhive.api.events.v1.PaymentRefunded;
import com.mallhive.api.events.v1.PaymentSettled;
import com.mallhive.payments.domain.Payment;
import com.mallhive.platform.database.OutboxRow;
import com.mallhive.platform.rpc.Wire;

/** What payments publishes, per order. */
public final class PaymentEvents {
    private PaymentEvents() {}

    public static OutboxRow row(Payment payment, Payment.News news) {
        return OutboxRow.of(event(payment, news), payment.orderId().toString(), payment.version());
    }

    private static Message event(Payment payment, Payment.News news) {
        String order = payment.orderId().toString();
        String id = payment.id().toString();
        return switch (news) {
            case SETTLED ->
                PaymentSettled.newBuilder()
                        .setOrderId(order)
                        .setPaymentId(id)
                        .setAmount(Wire.money(payment.amount()))
                        .build();
            case CANCELLED ->
                PaymentCancelled.newBuilder()
                        .setOrderId(order)
                        .setPaymentId(id)
                        .setReason(payment.failure())
                        .build();
            case REFUNDED ->
                PaymentRefunded.newBuilder()
                        .setOrderId(order)
                        .setPaymentId(id)
                        .setAmount(Wire.money(payment.amount()))
                        .build();
        };
    }
}
