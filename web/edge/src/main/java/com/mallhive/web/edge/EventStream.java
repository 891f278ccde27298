package com.mallhive.web.edge;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.telemetry.Trace;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * A server stream as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), with a comment now
 * and then while nothing happens, so that proxies keep the connection and a lost client is noticed.
 *
 * <p>A client that comes back sends the id of the last event it has seen as {@code Last-Event-ID}. Of a resource's states, whose
 * id is their {@code version}, it then gets those that are newer. Of things that happened, whose id is their {@code id}, it gets
 * those that the service finds after the request's {@code last_event_id}.
 */
final class EventStream {
    private static final long REFUSAL_MILLIS = 250;
    private static final String COMMENT = ":\n\n";
    /** A stream that nobody refuses may have nothing to say for long. */
    private static final Duration REFUSALS = Duration.ofSeconds(1);

    private final Response response;
    private final Callback callback;
    private final Trace trace;
    private final Duration heartbeat;
    private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private @Nullable OutputStream out;
    /** The newest version that the client has. */
    private long seen = Long.MIN_VALUE;

    EventStream(Response response, Callback callback, Trace trace, Duration heartbeat) {
        this.response = response;
        this.callback = callback;
        this.trace = trace;
        this.heartbeat = heartbeat;
    }

    /** A message, or the end. */
    private sealed interface Item {
        record Next(Message message) implements Item {}

        record End(Status status, Metadata trailers) implements Item {}
    }

    /**
     * Serves the stream until it ends or the client is gone.
     *
     * @param head whether only to tell that there is a stream
     */
    void write(Channel channel, Route route, Message request, @Nullable String lastEventId, boolean head) {
        Message resumed = lastEventId == null || lastEventId.isEmpty() ? request : resume(route, request, lastEventId);
        ClientCall<Message, Message> call = channel.newCall(route.method(), CallOptions.DEFAULT);
        call.start(new Receiver(call, items), new Metadata());
        call.request(1);
        call.sendMessage(resumed);
        call.halfClose();
        try {
            if (head) {
                tell();
            } else {
                pump();
            }
        } catch (IOException e) {
            callback.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        } finally {
            call.cancel("the client is gone", null);
        }
    }

    private Message resume(Route route, Message request, String lastEventId) {
        if (route.schema().getOutputType().findFieldByName("version") != null) {
            try {
                seen = Long.parseLong(lastEventId);
            } catch (NumberFormatException e) {
                throw Problem.invalid("Last-Event-ID", "must be the id of an event of this stream");
            }
        }
        // The header is newer than what stands in the address that a browser comes back to.
        FieldDescriptor field = request.getDescriptorForType().findFieldByName("last_event_id");
        return field == null
                ? request
                : request.toBuilder().setField(field, lastEventId).build();
    }

    /** The headers alone; who may not watch hears so at once. */
    private void tell() throws IOException, InterruptedException {
        if (items.poll(REFUSALS.toMillis(), TimeUnit.MILLISECONDS) instanceof Item.End(Status status, Metadata trailers)
                && !status.isOk()) {
            Problems.write(response, callback, status.asRuntimeException(trailers), trace);
        } else {
            open().close();
            callback.succeeded();
        }
    }

    private void pump() throws IOException, InterruptedException {
        // A refusal comes at once. Whoever hears nothing for a moment is told that the connection stands.
        long wait = Math.min(heartbeat.toMillis(), REFUSAL_MILLIS);
        while (true) {
            Item item = items.poll(wait, TimeUnit.MILLISECONDS);
            wait = heartbeat.toMillis();
            switch (item) {
                // A comment instead of an old state: the client is told at once that it is connected.
                case Item.Next(Message message) -> send(isNews(message) ? event(message) : COMMENT);
                case Item.End(Status status, Metadata trailers) -> {
                    if (out == null && !status.isOk()) {
                        Problems.write(response, callback, status.asRuntimeException(trailers), trace);
                    } else {
                        open().close();
                        callback.succeeded();
                    }
                    return;
                }
                case null -> send(COMMENT);
            }
        }
    }

    private boolean isNews(Message message) {
        FieldDescriptor field = message.getDescriptorForType().findFieldByName("version");
        if (field == null) {
            return true;
        }
        long version = (Long) message.getField(field);
        boolean news = version > seen;
        seen = Math.max(seen, version);
        return news;
    }

    private void send(String text) throws IOException {
        OutputStream to = open();
        to.write(text.getBytes(StandardCharsets.UTF_8));
        to.flush();
    }

    private OutputStream open() {
        OutputStream known = out;
        if (known == null) {
            response.setStatus(200);
            var headers = response.getHeaders();
            headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
            headers.put(HttpHeader.CACHE_CONTROL, "no-store");
            headers.put("X-Content-Type-Options", "nosniff");
            headers.put("X-Accel-Buffering", "no");
            known = Content.Sink.asOutputStream(response);
            out = known;
        }
        return known;
    }

    private static String event(Message message) {
        StringBuilder event = new StringBuilder();
        for (String name : new String[] {"version", "id"}) {
            FieldDescriptor field = message.getDescriptorForType().findFieldByName(name);
            if (field != null) {
                event.append("id: ").append(message.getField(field)).append('\n');
                break;
            }
        }
        return event.append("data: ")
                .append(RestBinding.print(message))
                .append("\n\n")
                .toString();
    }

    private static final class Receiver extends ClientCall.Listener<Message> {
        private final ClientCall<Message, Message> call;
        private final LinkedBlockingQueue<Item> items;

        Receiver(ClientCall<Message, Message> call, LinkedBlockingQueue<Item> items) {
            this.call = call;
            this.items = items;
        }

        @Override
        public void onMessage(Message message) {
            items.add(new Item.Next(message));
            call.request(1);
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            items.add(new Item.End(status, trailers));
        }
    }
}
