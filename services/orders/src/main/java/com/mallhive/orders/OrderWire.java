package com.mallhive.orders;

import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.OrderLine;
import com.mallhive.api.orders.v1.Quote;
import com.mallhive.api.orders.v1.QuoteShop;
import com.mallhive.api.orders.v1.Shipment;
import com.mallhive.api.orders.v1.SubOrder;
import com.mallhive.api.orders.v1.Totals;
import com.mallhive.api.type.Address;
import com.mallhive.orders.checkout.Contacts;
import com.mallhive.orders.domain.Contact;
import com.mallhive.orders.domain.OrderStatus;
import com.mallhive.orders.history.OrderHistory;
import com.mallhive.orders.pricing.Discount;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Wire;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Orders as the contract tells them: a seller sees the own part, and no e-mail address. */
final class OrderWire {
    private OrderWire() {}

    static Quote quote(com.mallhive.orders.domain.Quote quote) {
        return Quote.newBuilder()
                .addAllShops(quote.parts().stream()
                        .map(part -> QuoteShop.newBuilder()
                                .setShopId(part.shopId().toString())
                                .setShopName(part.shopName())
                                .addAllLines(lines(part))
                                .setShipping(Wire.money(part.shipping()))
                                .setTotal(Wire.money(part.total()))
                                .addAllShippingDiscounts(discounts(part.shippingDiscounts()))
                                .build())
                        .toList())
                .setTotals(totals(quote.items(), quote.shipping(), quote.tax(), quote.discounts()))
                .build();
    }

    /** @param shop only the part of this shop, where not null */
    static Order order(OrderHistory.Seen seen, Contacts contacts, @Nullable UUID shop) {
        var order = seen.order();
        Contact contact = contacts.open(order);
        var wire = Order.newBuilder()
                .setId(order.id().toString())
                .setNumber(order.number())
                .setStatus(Order.Status.valueOf(order.status().name()))
                .setShippingAddress(address(contact))
                .setNote(order.note())
                .setCreateTime(Wire.timestamp(order.createdAt()))
                .setUpdateTime(Wire.timestamp(order.updatedAt()))
                .setVersion(order.version());
        if (seen.view() != OrderHistory.View.SELLER) {
            wire.setEmail(contact.email())
                    .setTotals(totals(order.items(), order.shipping(), order.tax(), order.discounts()))
                    .setPaymentUrl(order.paymentUrl());
        }
        for (var sub : order.subOrders()) {
            if (shop == null || sub.part().shopId().equals(shop)) {
                wire.addSubOrders(subOrder(sub, order.status()));
                if (seen.view() == OrderHistory.View.SELLER) {
                    wire.setTotals(totals(
                            sub.part().items(),
                            sub.part().shipping(),
                            sub.part().tax(),
                            Discount.byPromotion(sub.part().discounts())));
                }
            }
        }
        return wire.build();
    }

    private static SubOrder subOrder(com.mallhive.orders.domain.Order.SubOrder sub, OrderStatus status) {
        var wire = SubOrder.newBuilder()
                .setId(sub.id().toString())
                .setShopId(sub.part().shopId().toString())
                .setShopName(sub.part().shopName())
                .addAllLines(lines(sub.part()))
                .setShipping(Wire.money(sub.part().shipping()))
                .setTotal(Wire.money(sub.part().total()))
                .setCommission(Wire.money(sub.part().commission()))
                .addAllShippingDiscounts(discounts(sub.part().shippingDiscounts()));
        var shipment = sub.shipment();
        if (shipment != null) {
            wire.setShipment(Shipment.newBuilder()
                    .setCarrier(shipment.carrier())
                    .setTrackingNumber(shipment.trackingNumber())
                    .setShipTime(Wire.timestamp(shipment.shippedAt())));
        }
        return wire.setStatus(
                        switch (status) {
                            case AWAITING_PAYMENT -> SubOrder.Status.AWAITING_PAYMENT;
                            case PAID, SHIPPED -> shipment == null ? SubOrder.Status.TO_SHIP : SubOrder.Status.SHIPPED;
                            case CANCELLING, CANCELLED -> SubOrder.Status.CANCELLED;
                        })
                .build();
    }

    private static List<OrderLine> lines(com.mallhive.orders.domain.Quote.Part part) {
        return part.lines().stream()
                .map(line -> OrderLine.newBuilder()
                        .setOfferId(line.offerId().toString())
                        .setProductId(line.productId().toString())
                        .setProductSlug(line.productSlug())
                        .setSku(line.sku())
                        .setTitle(line.title())
                        .setVariant(line.variant())
                        .setQuantity(line.quantity())
                        .setUnitPrice(Wire.money(line.unitPrice()))
                        .setTotal(Wire.money(line.total()))
                        .setTaxIncluded(Wire.money(line.tax()))
                        .setThumbnailUrl(line.thumbnailUrl())
                        .addAllDiscounts(discounts(line.discounts()))
                        .setPaid(Wire.money(line.paid()))
                        .build())
                .toList();
    }

    private static Totals totals(Money items, Money shipping, Money tax, List<Discount> discounts) {
        Money discount = Discount.sum(discounts, items.currency());
        return Totals.newBuilder()
                .setItems(Wire.money(items))
                .setShipping(Wire.money(shipping))
                .setTaxIncluded(Wire.money(tax))
                .setTotal(Wire.money(items.plus(shipping).minus(discount)))
                .setDiscount(Wire.money(discount))
                .addAllDiscounts(discounts(discounts))
                .build();
    }

    private static List<com.mallhive.api.orders.v1.Discount> discounts(List<Discount> discounts) {
        return discounts.stream()
                .map(discount -> com.mallhive.api.orders.v1.Discount.newBuilder()
                        .setPromotionId(discount.promotionId().toString())
                        .setName(discount.name())
                        .setCouponCode(Objects.requireNonNullElse(discount.code(), ""))
                        .setAmount(Wire.money(discount.amount()))
                        .setShopId(Objects.toString(discount.shopId(), ""))
                        .build())
                .toList();
    }

    private static Address address(Contact contact) {
        return Address.newBuilder()
                .setName(contact.name())
                .setLine1(contact.line1())
                .setLine2(contact.line2())
                .setCity(contact.city())
                .setRegion(contact.region())
                .setPostalCode(contact.postalCode())
                .setCountry(contact.country())
                .setPhone(contact.phone())
                .build();
    }
}
