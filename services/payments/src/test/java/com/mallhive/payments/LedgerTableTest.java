package com.mallhive.payments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.platform.database.DatabaseException;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
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

    @Test
    void aPaymentThatIsNotInTheLedgerShows() {
        try (var other = new StripeAndUs()) {
            var _ = other.create(UUID.randomUUID(), "pm_card_visa");
            assertThat(other.proves()).isTrue();
            other.payments().database().execute(session -> session.jdbi().execute("""
                    INSERT INTO payment (id, order_id, status, currency, amount, shares, created_at, updated_at, expires_at)
                    VALUES (uuidv7(), uuidv7(), 'SETTLED', 'EUR', 123, '[]', now(), now(), now())
                    """));
            assertThat(other.proves()).isFalse();
            assertThat(other.ledger().getDifferencesList()).singleElement().satisfies(m -> {
                assertThat(m.getAmount()).isEqualTo(123);
                assertThat(m.getCurrency()).isEqualTo("EUR");
            });
        }
    }

    /** The three proofs in the README, as they stand there: sums of zero, then nothing, twice. */
    @Test
    void theProofsOfTheReadmeHold() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        List<String> proofs = Pattern.compile("(?s)```sql\\n(.*?);\\n```")
                .matcher(readme)
                .results()
                .map(match -> match.group(1))
                .toList();
        assertThat(proofs).hasSize(3);
        assertThat(rows(proofs.getFirst()))
                .singleElement()
                .satisfies(
                        row -> assertThat(row).containsEntry("currency", "EUR").containsEntry("sum", BigDecimal.ZERO));
        assertThat(rows(proofs.get(1))).isEmpty();
        assertThat(rows(proofs.get(2))).isEmpty();
    }

    private static List<Map<String, Object>> rows(String sql) {
        return world.payments()
                .database()
                .read(session -> session.jdbi().createQuery(sql).mapToMap().list());
    }

    private static void assertRefused(String sql, String state) {
        assertThatThrownBy(() -> world.payments()
                        .database()
                        .execute(session -> session.jdbi().execute(sql)))
                .isInstanceOfSatisfying(
                        DatabaseException.class, e -> assertThat(e.sqlState()).isEqualTo(state));
    }
}
