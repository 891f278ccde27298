package com.mallhive.payments.store;

import com.mallhive.platform.database.Session;
import com.mallhive.platform.money.Money;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** What the ledger says. It is written by {@link PaymentStore#move}, with the payment that moves. */
public final class LedgerStore {
    /** Debits less credits. */
    private static final String BALANCES = """
            SELECT a.kind, s.currency, sum(s.amount)::bigint AS balance
              FROM (SELECT debit AS account, currency, sum(amount) AS amount FROM ledger_entry GROUP BY 1, 2
                    UNION ALL
                    SELECT credit, currency, -sum(amount) FROM ledger_entry GROUP BY 1, 2) s
              JOIN ledger_account a ON a.id = s.account AND a.currency = s.currency
             GROUP BY 1, 2 ORDER BY 1, 2
            """;

    /** What Stripe must hold for us if every payment is in the ledger as often as it happened: 0 rows, always. */
    private static final String DIFFERENCES = """
            SELECT currency, sum(amount)::bigint AS difference
              FROM (SELECT currency, amount FROM payment WHERE status IN ('SETTLED', 'RETURNING')
                    UNION ALL
                    SELECT currency, -amount FROM ledger_entry WHERE debit = 'stripe_clearing'
                    UNION ALL
                    SELECT currency, amount FROM ledger_entry WHERE credit = 'stripe_clearing') x
             GROUP BY currency HAVING sum(amount) <> 0 ORDER BY currency
            """;

    /** One line of the balances. */
    public record Balance(String account, Money balance) {}

    public List<Balance> balances(Session session) throws SQLException {
        return session.jdbi()
                .createQuery(BALANCES)
                .map((rs, _) ->
                        new Balance(rs.getString("kind"), Money.of(rs.getLong("balance"), rs.getString("currency"))))
                .list();
    }

    public long entries(Session session) throws SQLException {
        return session.jdbi()
                .createQuery("SELECT count(*) FROM ledger_entry")
                .mapTo(Long.class)
                .one();
    }

    /** By how much the payments exceed the ledger, in each currency where the two disagree: none. */
    public List<Money> differences(Session session) throws SQLException {
        return session.jdbi()
                .createQuery(DIFFERENCES)
                .map((rs, _) -> Money.of(rs.getLong("difference"), rs.getString("currency")))
                .list();
    }

    /** What the mall owes a seller, per currency. */
    public List<Money> owedTo(Session session, UUID shop) throws SQLException {
        return session.jdbi()
                .createQuery("""
                        SELECT a.currency,
                               (coalesce((SELECT sum(amount) FROM ledger_entry
                                           WHERE credit = a.id AND currency = a.currency
                                             AND credit LIKE 'seller_pending:%'), 0)
                              - coalesce((SELECT sum(amount) FROM ledger_entry
                                           WHERE debit = a.id AND currency = a.currency
                                             AND debit LIKE 'seller_pending:%'), 0))::bigint AS owed
                          FROM ledger_account a WHERE a.shop_id = :shop ORDER BY a.currency
                        """)
                .bind("shop", shop)
                .map((rs, _) -> Money.of(rs.getLong("owed"), rs.getString("currency")))
                .list();
    }
}
