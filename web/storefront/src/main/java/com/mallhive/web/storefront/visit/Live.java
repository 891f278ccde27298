package com.mallhive.web.storefront.visit;

import io.grpc.Context.CancellableContext;
import io.grpc.stub.StreamObserver;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events from a gRPC stream. A virtual thread stays with each browser; a comment every fifteen seconds finds out
 * who has left. Streams end after ten minutes, so that sessions are looked at again: the browser comes back by itself.
 */
public final class Live implements AutoCloseable {
    private static final long HEARTBEAT_SECONDS = 15;
    private static final long LIFE_NANOS = TimeUnit.MINUTES.toNanos(10);
    private static final int BACKLOG = 64;

    private final Semaphore slots;
    private final Set<BlockingQueue<Item>> open = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** One event: its name, its id or null, one line of data. */
    public record Event(String name, @Nullable String id, String data) {
        /** Only the name. */
        public static Event of(String name) {
            return new Event(name, null, "");
        }

        String text() {
            return (id == null ? "" : "id: " + id + "\n") + "event: " + name + "\ndata: " + data + "\n\n";
        }
    }

    private record Item(@Nullable Event event) {}

    /** @param limit streams at once */
    public Live(int limit) {
        this.slots = new Semaphore(limit);
    }

    /**
     * Serves a stream until it ends, the browser leaves or time is up.
     *
     * @param call starts the gRPC call
     * @param event what the browser is told of a message, or null for nothing; {@code done} ends the stream
     */
    public <T> void stream(Visit visit, Consumer<StreamObserver<T>> call, Function<T, @Nullable Event> event) {
        if (closed || !slots.tryAcquire()) {
            // 204 tells browsers not to ask again: the page stays as it is.
            visit.ctx().status(204);
            return;
        }
        BlockingQueue<Item> queue = new ArrayBlockingQueue<>(BACKLOG);
        open.add(queue);
        try (CancellableContext cancellable = io.grpc.Context.current().withCancellation()) {
            cancellable.run(() -> call.accept(observer(queue, event)));
            serve(visit.ctx().res(), queue);
        } catch (IOException e) {
            // The browser has left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(queue);
            slots.release();
        }
    }

    @Override
    public void close() {
        closed = true;
        open.forEach(queue -> {
            queue.clear();
            queue.offer(new Item(null));
        });
    }

    private static <T> StreamObserver<T> observer(BlockingQueue<Item> queue, Function<T, @Nullable Event> event) {
        return new StreamObserver<>() {
            @Override
            public void onNext(T message) {
                Event told = event.apply(message);
                if (told != null) {
                    // A browser that cannot keep up loses events, not the mall its memory.
                    queue.offer(new Item(told));
                }
            }

            @Override
            public void onError(Throwable failure) {
                queue.offer(new Item(null));
            }

            @Override
            public void onCompleted() {
                queue.offer(new Item(null));
            }
        };
    }

    private static void serve(HttpServletResponse response, BlockingQueue<Item> queue)
            throws IOException, InterruptedException {
        response.setStatus(200);
        response.setContentType("text/event-stream; charset=utf-8");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        OutputStream out = response.getOutputStream();
        write(out, "retry: 3000\n\n");
        long end = System.nanoTime() + LIFE_NANOS;
        while (System.nanoTime() - end < 0) {
            Item item = queue.poll(HEARTBEAT_SECONDS, TimeUnit.SECONDS);
            if (item == null) {
                write(out, ":\n\n");
                continue;
            }
            Event event = item.event();
            if (event == null) {
                return;
            }
            write(out, event.text());
            if (event.name().equals("done")) {
                return;
            }
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
