package com.mallhive.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.inventory.domain.Claim;
import com.mallhive.inventory.stock.Reserve;
import com.mallhive.inventory.store.ReservationStore;
import com.mallhive.inventory.store.StockStore;
import com.mallhive.platform.database.Database;
import com.mallhive.testkit.TestCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Reservations on a real PostgreSQL. */
final class ReservationTest {
    private static final UUID SHOP = new UUID(1, 1);
    private static final UUID A = new UUID(2, 1);
    private static final UUID B = new UUID(2, 2);
    private final Instant later = Instant.now().plus(Duration.ofHours(1));

    private final ReservationStore reservations = new ReservationStore();
    private final StockStore stock = new StockStore();
    private Database database;
    private Reserve reserve;

    @BeforeEach
    void open() {
        database = TestCluster.database("inventory");
        reserve = new Reserve(database, reservations, Duration.ofMinutes(1), Clock.systemUTC());
        count(A, 3);
        count(B, 1);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void allLinesOrNone() {
        assertThat(claim(UUID.randomUUID(), Map.of(A, 1, B, 2)))
                .isInstanceOfSatisfying(
                        Claim.Lacking.class,
                        lacking -> assertThat(lacking.shortages()).containsExactly(new Claim.Shortage(B, 2, 1)));
        assertThat(available(A)).isEqualTo(3);
        assertThat(claim(UUID.randomUUID(), Map.of(A, 2, B, 1))).isEqualTo(new Claim.Held());
        assertThat(available(A)).isEqualTo(1);
        assertThat(available(B)).isZero();
    }

    @Test
    void theSameOrderReservesOnce() {
        UUID order = UUID.randomUUID();
        assertThat(claim(order, Map.of(A, 2))).isEqualTo(new Claim.Held());
        assertThat(claim(order, Map.of(A, 2))).isEqualTo(new Claim.Held());
        assertThat(available(A)).isEqualTo(1);
    }

    @Test
    void anUnknownOfferIsShort() {
        assertThat(claim(UUID.randomUUID(), Map.of(UUID.randomUUID(), 1))).isInstanceOf(Claim.Lacking.class);
    }

    @Test
    void committingTakesAndGivingBackReturnsOnceEach() {
        UUID order = UUID.randomUUID();
        claim(order, Map.of(A, 2));
        for (int twice = 0; twice < 2; twice++) {
            database.transact(session -> reservations.commit(session, List.of(order)));
        }
        assertThat(onHand(A)).isEqualTo(1);
        for (int twice = 0; twice < 2; twice++) {
            database.transact(session -> reservations.giveBack(session, List.of(order)));
        }
        assertThat(onHand(A)).isEqualTo(3);
        assertThat(available(A)).isEqualTo(3);
        assertThat(claim(order, Map.of(A, 1))).isEqualTo(new Claim.GivenBack());
    }

    @Test
    void aCancellationThatComesBeforeThePaymentWins() {
        UUID order = UUID.randomUUID();
        claim(order, Map.of(A, 2));
        database.transact(session -> reservations.giveBack(session, List.of(order)));
        database.transact(session -> reservations.commit(session, List.of(order)));
        assertThat(onHand(A)).isEqualTo(3);
        assertThat(available(A)).isEqualTo(3);
    }

    @Test
    void aRushNeverOversells() throws Exception {
        count(A, 20);
        Callable<Boolean> buy = () -> claim(UUID.randomUUID(), Map.of(A, 1)) instanceof Claim.Held;
        try (var buyers = Executors.newFixedThreadPool(16)) {
            List<Boolean> answers = new ArrayList<>();
            for (var answer : buyers.invokeAll(java.util.Collections.nCopies(60, buy))) {
                answers.add(answer.get());
            }
            assertThat(answers.stream().filter(a -> a)).hasSize(20);
        }
        assertThat(available(A)).isZero();
    }

    private Claim claim(UUID order, Map<UUID, Integer> lines) {
        return reserve.reserve(order, new TreeMap<>(lines), later);
    }

    private void count(UUID offer, int quantity) {
        database.transact(session -> {
            stock.open(session, List.of(offer), SHOP);
            var _ = stock.adjust(session, offer, SHOP, true, quantity, "count", null, Instant.now());
        });
    }

    private int available(UUID offer) {
        return database.statement(session -> stock.byOffers(session, List.of(offer)))
                .getFirst()
                .available();
    }

    private int onHand(UUID offer) {
        return database.statement(session -> stock.byOffers(session, List.of(offer)))
                .getFirst()
                .onHand();
    }
}
