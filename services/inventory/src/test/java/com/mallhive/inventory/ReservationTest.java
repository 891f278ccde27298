package com.mallhive.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.inventory.domain.Claim;
import com.mallhive.inventory.domain.Wish;
import com.mallhive.inventory.stock.Reserve;
import com.mallhive.inventory.store.ReservationStore;
import com.mallhive.inventory.store.StockStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.database.DatabaseException;
import com.mallhive.testkit.TestCluster;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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

    @Test
    void ordersThatShareATransactionTakeOneAfterTheOther() {
        UUID before = UUID.randomUUID();
        claim(before, Map.of(B, 1));
        UUID unknown = UUID.randomUUID();
        List<Optional<Claim>> claims = together(
                wish(UUID.randomUUID(), Map.of(A, 2)),
                wish(UUID.randomUUID(), Map.of(A, 2)),
                wish(before, Map.of(B, 1)),
                wish(UUID.randomUUID(), Map.of(A, 1, unknown, 1)),
                wish(UUID.randomUUID(), Map.of(A, 1)));
        assertThat(claims)
                .containsExactly(
                        Optional.of(new Claim.Held()),
                        Optional.of(new Claim.Lacking(List.of(new Claim.Shortage(A, 2, 1)))),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(new Claim.Held()));
        assertThat(available(A)).isZero();
        assertThat(available(B)).isZero();
        assertThat(soldOut()).containsExactlyInAnyOrder(A.toString(), B.toString());
    }

    @Test
    void oneOrderTwiceInATransactionWritesNothing() {
        UUID order = UUID.randomUUID();
        assertThatThrownBy(() -> together(wish(order, Map.of(A, 1)), wish(order, Map.of(A, 1))))
                .isInstanceOf(DatabaseException.class);
        assertThat(available(A)).isEqualTo(3);
    }

    /** Many buyers, few goods, orders of several lines, and every order asked for twice at the same time. */
    @Test
    void aCrowdGetsWhatThereIsAndNobodyTwice() throws Exception {
        List<UUID> offers = List.of(A, B, new UUID(2, 3), new UUID(2, 4));
        offers.forEach(offer -> count(offer, 40));
        Map<UUID, Map<UUID, Integer>> orders = new HashMap<>();
        Random random = new Random(20);
        for (int i = 0; i < 120; i++) {
            Map<UUID, Integer> lines = new HashMap<>();
            for (int line = 0; line <= random.nextInt(3); line++) {
                lines.put(offers.get(random.nextInt(offers.size())), 1 + random.nextInt(2));
            }
            orders.put(UUID.randomUUID(), lines);
        }
        Map<UUID, List<Claim>> answers = new ConcurrentHashMap<>();
        try (var buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int twice = 0; twice < 2; twice++) {
                orders.forEach((order, lines) ->
                        buyers.execute(() -> answers.computeIfAbsent(order, _ -> new CopyOnWriteArrayList<>())
                                .add(claim(order, lines))));
            }
        }
        Map<UUID, Integer> held = new HashMap<>();
        orders.forEach((order, lines) -> {
            assertThat(answers.get(order)).hasSize(2);
            if (answers.getOrDefault(order, List.of()).contains(new Claim.Held())) {
                lines.forEach((offer, quantity) -> held.merge(offer, quantity, Integer::sum));
            }
        });
        offers.forEach(offer -> {
            assertThat(available(offer))
                    .isEqualTo(40 - held.getOrDefault(offer, 0))
                    .isNotNegative();
        });
        // whoever went away empty wanted more of something than is left now
        orders.forEach((order, lines) -> {
            if (answers.getOrDefault(order, List.of()).stream().allMatch(c -> c instanceof Claim.Lacking)) {
                assertThat(lines.entrySet()).anyMatch(line -> available(line.getKey()) < line.getValue());
            }
        });
    }

    private List<Optional<Claim>> together(Wish... wishes) {
        return database.write(session -> reservations.reserve(session, List.of(wishes)));
    }

    private Wish wish(UUID order, Map<UUID, Integer> lines) {
        return new Wish(order, new TreeMap<>(lines), later);
    }

    private List<String> soldOut() {
        return database.read(session -> session.jdbi()
                .createQuery("SELECT aggregate_id FROM outbox WHERE payload LIKE '%false%'")
                .mapTo(String.class)
                .list());
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
