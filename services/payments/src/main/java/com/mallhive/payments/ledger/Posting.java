package com.mallhive.payments.ledger;

import com.mallhive.platform.money.Money;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Entries that are written together or not at all. Each kind of posting happens once per payment: its causes say so. */
public record Posting(List<Entry> entries) {
    public static final Posting NOTHING = new Posting(List.of());

    public Posting {
        entries = List.copyOf(entries);
    }

    /** The buyer's money has arrived and is divided as the shares say. */
    public static Posting settle(UUID payment, String currency, List<Share> shares) {
        Lines lines = new Lines("settle:" + payment, currency);
        for (Share share : shares) {
            lines.add(Account.STRIPE_CLEARING, Account.sellerPending(share.shop()), share.seller());
            lines.add(Account.STRIPE_CLEARING, Account.COMMISSION, share.commission());
            lines.add(Account.STRIPE_CLEARING, Account.TAX_PAYABLE, share.tax());
            lines.add(Account.COMMISSION, Account.sellerPending(share.shop()), share.subsidy());
        }
        return lines.posting();
    }

    /** A settled payment goes back: everybody gives back what they had of it. */
    public static Posting refund(UUID payment, String currency, List<Share> shares) {
        Lines lines = new Lines("refund:" + payment, currency);
        for (Share share : shares) {
            lines.add(Account.sellerPending(share.shop()), Account.STRIPE_CLEARING, share.seller());
            lines.add(Account.COMMISSION, Account.STRIPE_CLEARING, share.commission());
            lines.add(Account.TAX_PAYABLE, Account.STRIPE_CLEARING, share.tax());
            lines.add(Account.sellerPending(share.shop()), Account.COMMISSION, share.subsidy());
        }
        return lines.posting();
    }

    /** Money has arrived for a payment that had been called off: it is nobody's but the buyer's. */
    public static Posting late(UUID payment, Money amount) {
        Lines lines = new Lines("late:" + payment, amount.currency());
        lines.add(Account.STRIPE_CLEARING, Account.REFUND_PAYABLE, amount.amount());
        return lines.posting();
    }

    /** Such money goes back. */
    public static Posting lateRefund(UUID payment, Money amount) {
        Lines lines = new Lines("refund:" + payment, amount.currency());
        lines.add(Account.REFUND_PAYABLE, Account.STRIPE_CLEARING, amount.amount());
        return lines.posting();
    }

    /** Both, at once. */
    public Posting and(Posting other) {
        List<Entry> all = new ArrayList<>(entries);
        all.addAll(other.entries);
        return new Posting(all);
    }

    private static final class Lines {
        private final String cause;
        private final String currency;
        private final List<Entry> entries = new ArrayList<>();

        Lines(String cause, String currency) {
            this.cause = cause;
            this.currency = currency;
        }

        void add(Account debit, Account credit, long amount) {
            if (amount > 0) {
                entries.add(new Entry(cause + ":" + entries.size(), debit, credit, Money.of(amount, currency)));
            }
        }

        Posting posting() {
            return new Posting(entries);
        }
    }
}
