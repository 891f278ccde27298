package com.mallhive.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.platform.database.DatabaseException;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the database itself guarantees of the ledger. */
class LedgerTableTest {
    @SuppressWarnings("NullAway.Init")
    private static StripeAndUs world;

    @BeforeAll
    static void start() {
        world = new StripeAndUs();
        var _ = world.create(UUID.randomUUID(), "pm_card_visa");
    }

    @AfterAll
    static void stop() {
        world.close();
    }

    @Test
    void entriesCannotBeChangedOrDeleted() {
        assertRefused("UPDATE ledger_entry SET amount = 1", "42501");
        assertRefused("DELETE FROM ledger_entry", "42501");
        assertRefused("TRUNCATE ledger_entry", "42501");
    }

    @Test
    void noPostingIsWrittenTwice() {
        assertRefused("""
                INSERT INTO ledger_entry (cause, payment_id, debit, credit, amount, currency, posted_at)
                SELECT cause, payment_id, debit, credit, amount, currency, posted_at FROM ledger_entry LIMIT 1
                """, "23505");
    }

    @Test
    void anEntryHasOneCurrencyAndTwoAccounts() {
        assertRefused("""
                INSERT INTO ledger_entry (cause, payment_id, debit, credit, amount, currency, posted_at)
                SELECT 'x', payment_id, debit, credit, amount, 'USD', posted_at FROM ledger_entry LIMIT 1
                """, "23503");
        assertRefused("""
                INSERT INTO ledger_entry (cause, payment_id, debit, credit, amount, currency, posted_at)
                SELECT 'x', payment_id, debit, debit, amount, currency, posted_at FROM ledger_entry LIMIT 1
                """, "23514");
        assertRefused("""
                INSERT INTO ledger_entry (cause, payment_id, debit, credit, amount, currency, posted_at)
                SELECT 'x', payment_id, debit, credit, 0, currency, posted_at FROM ledger_entry LIMIT 1
                """, "23514");
    }

    @Test
    void theProofHolds() {
        assertThat(world.proves()).isTrue();
        assertThat(world.ledger().getProofList()).singleElement().satisfies(m -> {
            assertThat(m.getAmount()).isZero();
            assertThat(m.getCurrency()).isEqualTo("EUR");
        });
    }

    private static void assertRefused(String sql, String state) {
        assertThatThrownBy(() -> world.payments()
                        .database()
                        .execute(session -> session.jdbi().execute(sql)))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.sqlState()).isEqualTo(state));
    }
}
