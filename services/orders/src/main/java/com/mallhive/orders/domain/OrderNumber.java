package com.mallhive.orders.domain;

import java.util.UUID;

/** Order numbers for people: twelve letters and digits without look-alikes (Crockford's base 32), derived from the id. */
public final class OrderNumber {
    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private OrderNumber() {}

    public static String of(UUID id) {
        long bits = id.getLeastSignificantBits() ^ (id.getMostSignificantBits() << 7);
        StringBuilder number = new StringBuilder("MH");
        for (int i = 0; i < 12; i++) {
            if (i % 4 == 0) {
                number.append('-');
            }
            number.append(ALPHABET.charAt((int) (bits >>> (5 * i)) & 31));
        }
        return number.toString();
    }
}
