package com.mallhive.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CoalescerTest {
    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Integer>> batches = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() {
        callers.shutdownNow();
    }

    @Test
    void aCallThatComesAloneIsServedAlone() {
        Coalescer<Integer, Integer> twice = new Coalescer<>(10, this::twice);
        assertThat(twice.call(3)).isEqualTo(6);
        assertThat(twice.call(4)).isEqualTo(8);
        assertThat(batches).containsExactly(List.of(3), List.of(4));
    }

    @Test
    void callsThatComeMeanwhileShareTheNextBatchesInTheirOrder() throws Exception {
        Gate gate = new Gate();
        Coalescer<Integer, Integer> twice = new Coalescer<>(4, calls -> {
            gate.pass();
            return twice(calls);
        });
        List<Future<Integer>> answers = queue(twice, gate, 1, 2, 3, 4, 5, 6);
        gate.open();
        for (int i = 0; i < answers.size(); i++) {
            assertThat(answers.get(i).get()).isEqualTo(2 * (i + 1));
        }
        assertThat(batches).containsExactly(List.of(1), List.of(2, 3, 4, 5), List.of(6));
    }

    @Test
    void oneThatFailsHarmsNoNeighbour() throws Exception {
        Gate gate = new Gate();
        Coalescer<Integer, Integer> twice = new Coalescer<>(10, calls -> {
            gate.pass();
            if (calls.contains(4)) {
                throw new IllegalArgumentException("not 4");
            }
            return twice(calls);
        });
        List<Future<Integer>> answers = queue(twice, gate, 1, 2, 3, 4, 5);
        gate.open();
        for (int i : List.of(0, 1, 2, 4)) {
            assertThat(answers.get(i).get()).isEqualTo(2 * (i + 1));
        }
        assertThatThrownBy(() -> answers.get(3).get())
                .cause()
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not 4");
        assertThat(twice.call(7)).isEqualTo(14);
    }

    @Test
    void whoIsGoneBeforeItsTurnIsNotServed() throws Exception {
        Gate gate = new Gate();
        Coalescer<Integer, Integer> twice = new Coalescer<>(10, calls -> {
            gate.pass();
            return twice(calls);
        });
        List<Future<Integer>> answers = queue(twice, gate, 1, 2);
        Context.CancellableContext context = Context.ROOT.withCancellation();
        CountDownLatch asking = new CountDownLatch(1);
        Future<Integer> gone = callers.submit(context.wrap(() -> {
            asking.countDown();
            return twice.call(3);
        }));
        asking.await();
        context.cancel(null);
        assertThatThrownBy(gone::get)
                .cause()
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        e -> assertThat(e.isCancelled()).isTrue());
        gate.open();
        assertThat(answers.get(1).get()).isEqualTo(4);
        assertThat(batches).containsExactly(List.of(1), List.of(2));
    }

    @Test
    void everyoneIsAnsweredUnderLoad() throws Exception {
        AtomicInteger together = new AtomicInteger();
        Coalescer<Integer, Integer> twice = new Coalescer<>(16, calls -> {
            assertThat(together.incrementAndGet()).isEqualTo(1);
            LockSupport.parkNanos(20_000);
            together.decrementAndGet();
            return twice(calls);
        });
        List<Future<Boolean>> all = new ArrayList<>();
        for (int caller = 0; caller < 64; caller++) {
            int from = caller * 100;
            all.add(callers.submit(() -> IntStream.range(from, from + 100).allMatch(i -> twice.call(i) == 2 * i)));
        }
        for (Future<Boolean> one : all) {
            assertThat(one.get()).isTrue();
        }
        assertThat(batches.stream().mapToInt(List::size).sum()).isEqualTo(6400);
    }

    private List<Integer> twice(List<Integer> calls) {
        batches.add(List.copyOf(calls));
        return calls.stream().map(i -> 2 * i).toList();
    }

    /** The first call is in the batch that stands at the gate, the others have lined up behind it one by one. */
    private List<Future<Integer>> queue(Coalescer<Integer, Integer> coalescer, Gate gate, int... calls)
            throws InterruptedException {
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < calls.length; i++) {
            int call = calls[i];
            answers.add(callers.submit(() -> coalescer.call(call)));
            if (i == 0) {
                gate.reached.await();
            } else {
                int waiting = i;
                while (coalescer.waiting() < waiting) {
                    Thread.onSpinWait();
                }
            }
        }
        return answers;
    }

    /** Holds batches back until it is open. */
    private static final class Gate {
        private final CountDownLatch reached = new CountDownLatch(1);
        private final CountDownLatch opened = new CountDownLatch(1);

        void pass() {
            reached.countDown();
            try {
                opened.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        void open() {
            opened.countDown();
        }
    }
}
