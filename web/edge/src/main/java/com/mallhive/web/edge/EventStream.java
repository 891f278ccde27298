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

/**
 * A server stream as server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), with a comment every
 * fifteen seconds so that proxies keep the connection and a lost client is noticed.
 */
final class EventStream {
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private EventStream() {}

    /** A message, or the end. */
    private sealed interface Item {
        record Next(Message message) implements Item {}

        record End(Status status, Metadata trailers) implements Item {}
    }

    static void write(
            Channel channel, Route route, Message request, Response response, Callback callback, Trace trace) {
        LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
        ClientCall<Message, Message> call = channel.newCall(route.method(), CallOptions.DEFAULT);
        call.start(new Receiver(call, items), new Metadata());
        call.request(1);
        call.sendMessage(request);
        call.halfClose();
        try {
            pump(items, response, callback, trace);
        } catch (IOException e) {
            callback.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            callback.failed(e);
        } finally {
            call.cancel("the client is gone", null);
        }
    }

    private static void pump(LinkedBlockingQueue<Item> items, Response response, Callback callback, Trace trace)
            throws IOException, InterruptedException {
        OutputStream out = null;
        while (true) {
            Item item = items.poll(HEARTBEAT.toMillis(), TimeUnit.MILLISECONDS);
            switch (item) {
                case Item.Next(Message message) -> {
                    if (out == null) {
                        out = open(response);
                    }
                    out.write(event(message).getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
                case Item.End(Status status, Metadata trailers) -> {
                    if (out == null && !status.isOk()) {
                        Problems.write(response, callback, Problem.from(status.asRuntimeException(trailers)), trace);
                    } else {
                        if (out == null) {
                            out = open(response);
                        }
                        out.close();
                        callback.succeeded();
                    }
                    return;
                }
                case null -> {
                    if (out == null) {
                        out = open(response);
                    }
                    out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            }
        }
    }

    private static OutputStream open(Response response) {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.getHeaders().put("X-Accel-Buffering", "no");
        return Content.Sink.asOutputStream(response);
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
