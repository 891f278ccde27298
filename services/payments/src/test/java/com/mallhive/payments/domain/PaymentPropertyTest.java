package com.mallhive.payments.domain;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.payments.ledger.Account;
import com.mallhive.payments.ledger.Entry;
import com.mallhive.payments.ledger.Share;
import com.mallhive.platform.money.Money;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever Stripe tells, how often and in which order: the ledger balances and every share stays whole. */
class PaymentPropertyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final UUID ID = UUID.fromString("0199aaaa-0000-7000-8000-00000000000a");

    /** The ledger of one payment, as the table would hold it. */
    private static final class Books {
        final List<Entry> entries = new ArrayList<>();
        final Set<String> causes = new HashSet<>();

        void post(List<Entry> more) {
            for (Entry entry : more) {
                assertThat(causes.add(entry.cause())).as("posted once").isTrue();
                entries.add(entry);
            }
        }

        Map<Account, Long> balances() {
            Map<Account, Long> balances = new HashMap<>();
            for (Entry entry : entries) {
                balances.merge(entry.debit(), entry.amount().amount(), Math::addExact);
                balances.merge(entry.credit(), -entry.amount().amount(), Math::addExact);
            }
            return balances;
        }
    }

    @Property(tries = 500)
    void anyStoryBalances(@ForAll("shares") List<Share> shares, @ForAll("stories") List<Outcome> story) {
        long total = shares.stream().mapToLong(Share::total).sum();
        Money amount = Money.of(total, "EUR");
        Payment payment = Payment.open(ID, ID, amount, shares, NOW, NOW, NOW);
        Books books = new Books();
        int settled = 0;
        for (Outcome told : story) {
            Outcome outcome =
                    told instanceof Outcome.Paid paid ? new Outcome.Paid(paid.intent(), paid.session(), amount) : told;
            Payment.Next next = payment.after(outcome, NOW);
            if (next != null) {
                assertThat(payment.status().next()).contains(next.payment().status());
                assertThat(next.payment().version()).isEqualTo(payment.version() + 1);
                books.post(next.posting().entries());
                payment = next.payment();
                settled += next.news() == Payment.News.SETTLED ? 1 : 0;
            }
            if (Payment.untouchedBy(outcome).contains(payment.status())) {
                assertThat(payment.after(outcome, NOW)).as("told again").isNull();
            }
            check(payment, books.balances());
        }
        assertThat(settled).isLessThanOrEqualTo(1);
    }

    private static void check(Payment payment, Map<Account, Long> balances) {
        assertThat(balances.values().stream().mapToLong(Long::longValue).sum()).isZero();
        long held = balances.getOrDefault(Account.STRIPE_CLEARING, 0L);
        switch (payment.status()) {
            case SETTLED -> {
                assertThat(held).isEqualTo(payment.amount().amount());
                for (Share share : payment.shares()) {
                    assertThat(-balances.getOrDefault(Account.sellerPending(share.shop()), 0L))
                            .isEqualTo(share.seller() + share.subsidy());
                }
                assertThat(-balances.getOrDefault(Account.COMMISSION, 0L))
                        .isEqualTo(payment.shares().stream()
                                .mapToLong(share -> share.commission() - share.subsidy())
                                .sum());
                assertThat(-balances.getOrDefault(Account.TAX_PAYABLE, 0L))
                        .isEqualTo(
                                payment.shares().stream().mapToLong(Share::tax).sum());
            }
            case RETURNING -> {
                assertThat(held).isEqualTo(payment.amount().amount());
                assertThat(-balances.getOrDefault(Account.REFUND_PAYABLE, 0L))
                        .isEqualTo(payment.amount().amount());
            }
            default -> assertThat(balances.values()).allMatch(balance -> balance == 0);
        }
    }

    @Provide
    Arbitrary<List<Share>> shares() {
        var amounts = Arbitraries.longs().between(0, 1_000_000);
        return Combinators.combine(
                        Arbitraries.create(UUID::randomUUID), amounts.filter(a -> a > 0), amounts, amounts, amounts)
                .as(Share::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(5);
    }

    @Provide
    Arbitrary<List<Outcome>> stories() {
        return Arbitraries.<Outcome>of(
                        new Outcome.Paid("pi_1", null, Money.zero("EUR")),
                        new Outcome.Paid("pi_1", "cs_1", Money.zero("EUR")),
                        new Outcome.Waiting(null, "cs_1", "http://stripe.test/pay"),
                        new Outcome.Waiting("pi_1", null, ""),
                        new Outcome.Declined("pi_1", null, "no"),
                        new Outcome.Declined("pi_1", "cs_1", "no"),
                        new Outcome.CalledOff("too late"),
                        new Outcome.Returned(),
                        new Outcome.Absent())
                .list()
                .ofMaxSize(12);
    }
}
