package com.mallhive.web.edge;

import com.mallhive.platform.http.HttpServer;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Unary;
import com.mallhive.testkit.Api;
import com.mallhive.testkit.TestPlatform;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The production edge on a port of its own. Behind it are the contracts of all services, guarded as in production; each test
 * writes the methods that it calls.
 */
final class EdgeServer implements AutoCloseable {
    private static final UUID SHOP = new UUID(7, 7);

    private final Map<String, BiConsumer<Object, StreamObserver<Object>>> methods = new ConcurrentHashMap<>();
    private final Map<String, Object> requests = new ConcurrentHashMap<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final TestPlatform platform;
    private final HttpServer http;
    private volatile Metadata metadata = new Metadata();

    private EdgeServer(Map<String, Object> settings) {
        var builder = TestPlatform.of("edge");
        settings.forEach(builder::set);
        Routes.descriptors().forEach((name, descriptor) -> builder.peer(name, () -> service(descriptor)));
        this.platform = builder.build();
        EdgeModule edge = platform.run(EdgeModule::new);
        this.http = new HttpServer("edge", "127.0.0.1", 0, List.of(edge.handler()));
        http.start();
    }

    static EdgeServer start() {
        return start(Map.of());
    }

    /** With settings such as {@code edge.maxBody}. */
    static EdgeServer start(Map<String, Object> settings) {
        return new EdgeServer(settings);
    }

    /** From now on the method answers like this. */
    <Q, A> void on(MethodDescriptor<Q, A> method, Function<Q, A> answer) {
        serve(method, (request, out) -> Unary.answer(out, answer.apply(request)));
    }

    /** From now on the method does this; it may answer later, and more than once. */
    @SuppressWarnings("unchecked") // a method is called with its own types
    <Q, A> void serve(MethodDescriptor<Q, A> method, BiConsumer<Q, StreamObserver<A>> work) {
        requests.remove(method.getFullMethodName());
        methods.put(method.getFullMethodName(), (BiConsumer<Object, StreamObserver<Object>>) (BiConsumer<?, ?>) work);
    }

    /** The last request that has reached the method. */
    @SuppressWarnings("unchecked") // a method is called with its own types
    <Q> Q received(MethodDescriptor<Q, ?> method) {
        Object request = requests.get(method.getFullMethodName());
        if (request == null) {
            throw new AssertionError(method.getFullMethodName() + " was not called");
        }
        return (Q) request;
    }

    /** Whether the method was called since {@link #on}. */
    boolean called(MethodDescriptor<?, ?> method) {
        return requests.containsKey(method.getFullMethodName());
    }

    /** The metadata of the last call of any service. */
    Metadata metadata() {
        return metadata;
    }

    TestPlatform platform() {
        return platform;
    }

    Api api() {
        return new Api(base());
    }

    /** Signed in as a seller. */
    Api seller() {
        return api().as(token());
    }

    String token() {
        return platform.token(new Person(new UUID(1, 1), Set.of("buyer", "seller"), SHOP, new UUID(2, 2)));
    }

    /** A request to be completed. */
    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base() + path));
    }

    Api.Answer send(HttpRequest request) {
        return answer(send(request, HttpResponse.BodyHandlers.ofString()));
    }

    <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        try {
            return client.send(request, body);
        } catch (IOException e) {
            throw new AssertionError(request + " failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Sends what no HTTP client would send, and answers with all that comes back. */
    String raw(String head, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), http.port())) {
            socket.getOutputStream()
                    .write((head.replace("\n", "\r\n") + "Host: mall\r\nConnection: close\r\n\r\n" + body)
                            .getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
        http.close();
        platform.close();
    }

    private String base() {
        return "http://127.0.0.1:" + http.port();
    }

    private static Api.Answer answer(HttpResponse<String> response) {
        return new Api.Answer(response.statusCode(), response);
    }

    private ServerServiceDefinition service(ServiceDescriptor descriptor) {
        var definition = ServerServiceDefinition.builder(descriptor);
        descriptor.getMethods().forEach(method -> add(definition, method));
        return ServerInterceptors.intercept(definition.build(), new ServerInterceptor() {
            @Override
            public <Q, A> ServerCall.Listener<Q> interceptCall(
                    ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
                metadata = headers;
                return next.startCall(call, headers);
            }
        });
    }

    private <Q, A> void add(ServerServiceDefinition.Builder definition, MethodDescriptor<Q, A> method) {
        definition.addMethod(
                method,
                method.getType().serverSendsOneMessage()
                        ? ServerCalls.asyncUnaryCall((request, out) -> run(method, request, out))
                        : ServerCalls.asyncServerStreamingCall((request, out) -> run(method, request, out)));
    }

    @SuppressWarnings("unchecked") // a method is called with its own types
    private void run(MethodDescriptor<?, ?> method, Object request, StreamObserver<?> out) {
        requests.put(method.getFullMethodName(), request);
        var work = methods.get(method.getFullMethodName());
        if (work == null) {
            throw Status.UNIMPLEMENTED.asRuntimeException();
        }
        work.accept(request, (StreamObserver<Object>) out);
    }
}
