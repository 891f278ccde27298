package com.mallhive.platform.database;

import io.grpc.Context;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets calls that come at the same time share one unit of work, as a group commit does one level below. While one batch is with
 * the database the next one gathers; a call that comes alone never waits. Each caller gets an answer or a failure of its own: a
 * batch that fails is halved until the ones that fail stand alone, so that a bad call harms no neighbour.
 *
 * <p>A caller whose deadline passes before its batch has begun is not served; after that it gets its answer. Work for others runs
 * on the thread of one of the callers: it must not ask who that is.
 *
 * @param <Q> what one caller asks for
 * @param <A> its answer
 */
public final class Coalescer<Q, A> {
    private final int largest;
    private final Batch<Q, A> batch;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<Call<Q, A>> waiting = new ArrayDeque<>();
    private boolean busy;

    /** Answers many calls at once, in their order; it takes effect as a whole or, when it throws, not at all. */
    @FunctionalInterface
    public interface Batch<Q, A> {
        List<A> run(List<Q> calls);
    }

    /** @param turn true: this caller is to run the next batch; false: its answer is there */
    private record Call<Q, A>(Q question, CompletableFuture<Boolean> turn, CompletableFuture<A> answer) {}

    /** @param largest calls in a batch at most */
    public Coalescer(int largest, Batch<Q, A> batch) {
        this.largest = largest;
        this.batch = batch;
    }

    /** Asks, alone or together with others. Fails as the batch fails for this call alone. */
    public A call(Q question) {
        Call<Q, A> mine = new Call<>(question, new CompletableFuture<>(), new CompletableFuture<>());
        if (!leads(mine) && !turn(mine)) {
            return answer(mine);
        }
        List<Call<Q, A>> calls = gather(mine);
        try {
            // the deadline of one caller is not that of its neighbours
            Context.ROOT.fork().run(() -> serve(calls));
        } finally {
            handOver();
        }
        return answer(mine);
    }

    /** How many wait for a batch. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Waits, for as long as the caller does. */
    private boolean turn(Call<Q, A> mine) {
        Context context = Context.current();
        Context.CancellationListener gone = _ -> withdraw(mine);
        context.addListener(gone, Runnable::run);
        try {
            return mine.turn.join();
        } finally {
            context.removeListener(gone);
        }
    }

    private void withdraw(Call<Q, A> mine) {
        lock.lock();
        try {
            if (waiting.remove(mine)) {
                mine.answer.completeExceptionally(new DatabaseException(
                        new SQLException("the caller is gone or its deadline has passed", "57014")));
                mine.turn.complete(false);
            }
        } finally {
            lock.unlock();
        }
    }

    private static <Q, A> A answer(Call<Q, A> mine) {
        try {
            return mine.answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }

    private boolean leads(Call<Q, A> mine) {
        lock.lock();
        try {
            if (busy) {
                waiting.add(mine);
                return false;
            }
            busy = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private List<Call<Q, A>> gather(Call<Q, A> first) {
        List<Call<Q, A>> calls = new ArrayList<>(List.of(first));
        lock.lock();
        try {
            while (calls.size() < largest && !waiting.isEmpty()) {
                calls.add(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
        return calls;
    }

    /** The first of those who wait runs the next batch, so that no caller works for others for long. */
    private void handOver() {
        lock.lock();
        try {
            Call<Q, A> next = waiting.poll();
            if (next == null) {
                busy = false;
            } else {
                next.turn.complete(true);
            }
        } finally {
            lock.unlock();
        }
    }

    private void serve(List<Call<Q, A>> calls) {
        try {
            List<A> answers = batch.run(calls.stream().map(Call::question).toList());
            if (answers.size() != calls.size()) {
                throw new IllegalStateException(answers.size() + " answers to " + calls.size() + " calls");
            }
            for (int i = 0; i < calls.size(); i++) {
                Call<Q, A> call = calls.get(i);
                call.answer.complete(answers.get(i));
                call.turn.complete(false);
            }
        } catch (RuntimeException | Error e) {
            if (calls.size() == 1) {
                calls.getFirst().answer.completeExceptionally(e);
                calls.getFirst().turn.complete(false);
            } else {
                serve(calls.subList(0, calls.size() / 2));
                serve(calls.subList(calls.size() / 2, calls.size()));
            }
        }
    }
}
