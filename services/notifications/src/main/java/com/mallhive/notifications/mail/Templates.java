package com.mallhive.notifications.mail;

import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrderLine;
import com.mallhive.api.orders.v1.SubOrder;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Wire;
import java.util.Map;

/** What the mall's e-mails say. */
final class Templates {
    private final String publicUrl;

    Templates(String publicUrl) {
        this.publicUrl = publicUrl;
    }

    /** Mail with a link that the accounts service asked for. */
    Letter direct(String template, String to, Map<String, String> values) {
        String name = values.getOrDefault("name", "");
        String link = values.getOrDefault("link", publicUrl);
        return switch (template) {
            case "verify-email" -> new Letter(to, "Is this your e-mail address?", """
                        Hello %s,

                        welcome to MallHive. Please confirm that this is your e-mail address:

                        %s

                        If you did not register, you need not do anything.
                        """.formatted(name, link));
            case "reset-password" -> new Letter(to, "Set a new password", """
                        Hello %s,

                        somebody, probably you, asked for a new password for MallHive. Set it here within the hour:

                        %s

                        If it was not you, you need not do anything: your password stays as it is.
                        """.formatted(name, link));
            default -> throw new IllegalArgumentException("no such template: " + template);
        };
    }

    /** Thanks for an order. */
    Letter orderPaid(Order order, String guestLink) {
        StringBuilder text =
                new StringBuilder("""
                Hello %s,

                thank you for your order %s. It is paid.

                """.formatted(order.getShippingAddress().getName(), order.getNumber()));
        order.getSubOrdersList().forEach(part -> {
            text.append("From ").append(part.getShopName()).append(":\n");
            lines(text, part);
            text.append('\n');
        });
        text.append("Total, tax included: ").append(money(order.getTotals().getTotal()));
        text.append("\n\nSee how it goes: ").append(guestLink).append('\n');
        return new Letter(order.getEmail(), "Your order " + order.getNumber(), text.toString());
    }

    /** A part is on its way. */
    Letter orderShipped(Order order, SubOrder part, String guestLink) {
        return new Letter(
                order.getEmail(), part.getShopName() + " has shipped your order " + order.getNumber(), """
                Hello %s,

                %s has sent your parcel with %s. The tracking number is %s.

                See how it goes: %s
                """.formatted(
                                order.getShippingAddress().getName(),
                                part.getShopName(),
                                part.getShipment().getCarrier(),
                                part.getShipment().getTrackingNumber(),
                                guestLink));
    }

    /** Not to be. */
    Letter orderCancelled(Order order, String guestLink) {
        return new Letter(order.getEmail(), "Your order " + order.getNumber() + " is cancelled", """
                Hello %s,

                your order %s is cancelled. %s What you paid, if anything, is on its way back to you.

                %s
                """.formatted(
                        order.getShippingAddress().getName(), order.getNumber(), order.getNote(), guestLink));
    }

    /** A seller has something to ship. */
    Letter shopOrder(Order order, SubOrder part, String to, String name) {
        StringBuilder text = new StringBuilder("""
                Hello %s,

                %s has a new order, %s:

                """.formatted(name, part.getShopName(), order.getNumber()));
        lines(text, part);
        text.append("\nShip it from your desk: ").append(publicUrl).append("/desk/orders\n");
        return new Letter(to, "New order " + order.getNumber() + ": please ship", text.toString());
    }

    private static void lines(StringBuilder text, SubOrder part) {
        for (OrderLine line : part.getLinesList()) {
            text.append("  ").append(line.getQuantity()).append(" × ").append(line.getTitle());
            if (!line.getVariant().isEmpty()) {
                text.append(" (").append(line.getVariant()).append(')');
            }
            text.append(", ").append(money(line.getTotal())).append('\n');
        }
    }

    private static String money(com.mallhive.api.type.Money money) {
        Money amount = Wire.money(money);
        return amount.toString();
    }
}
