package com.mallhive.payments.ledger;

import com.mallhive.platform.money.Money;

/**
 * One movement of money. Both sides are in it, so that debits and credits cannot differ.
 *
 * @param cause why, and unique: what has been posted is not posted again
 * @param debit where the money goes
 * @param credit where it comes from
 */
public record Entry(String cause, Account debit, Account credit, Money amount) {
    public Entry {
        if (amount.amount() <= 0) {
            throw new IllegalArgumentException("an entry moves more than nothing");
        }
        if (debit.equals(credit)) {
            throw new IllegalArgumentException("an entry needs two accounts");
        }
    }
}
