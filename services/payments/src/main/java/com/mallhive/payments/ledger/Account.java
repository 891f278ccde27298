package com.mallhive.payments.ledger;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account of the ledger; it exists once per currency.
 *
 * @param shop whose it is, for sellers' accounts
 */
public record Account(Kind kind, @Nullable UUID shop) {
    /** Money at Stripe. */
    public static final Account STRIPE_CLEARING = new Account(Kind.STRIPE_CLEARING, null);

    /** What the mall has earned, less what it gives sellers for its own promotions. */
    public static final Account COMMISSION = new Account(Kind.COMMISSION, null);

    /** What the mall owes the state. */
    public static final Account TAX_PAYABLE = new Account(Kind.TAX_PAYABLE, null);

    /** What the mall owes buyers whose payment came after it was called off. */
    public static final Account REFUND_PAYABLE = new Account(Kind.REFUND_PAYABLE, null);

    /** The kinds of accounts, by the names that the database and the interface use. */
    public enum Kind {
        STRIPE_CLEARING("stripe_clearing"),
        SELLER_PENDING("seller_pending"),
        COMMISSION("commission"),
        TAX_PAYABLE("tax_payable"),
        REFUND_PAYABLE("refund_payable");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    public Account {
        if ((kind == Kind.SELLER_PENDING) != (shop != null)) {
            throw new IllegalArgumentException("a seller's account has a shop, no other has");
        }
    }

    /** What the mall owes a seller. */
    public static Account sellerPending(UUID shop) {
        return new Account(Kind.SELLER_PENDING, shop);
    }

    /** The account's name, unique among all. */
    public String id() {
        return shop == null ? kind.label() : kind.label() + ":" + shop;
    }
}
