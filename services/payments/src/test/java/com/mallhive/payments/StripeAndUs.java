package com.mallhive.payments;

import com.google.api.HttpBody;
import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.mallhive.api.payments.v1.CancelPaymentRequest;
import com.mallhive.api.payments.v1.CreatePaymentRequest;
import com.mallhive.api.payments.v1.GetLedgerRequest;
import com.mallhive.api.payments.v1.Ledger;
import com.mallhive.api.payments.v1.Payment;
import com.mallhive.api.payments.v1.PaymentItem;
import com.mallhive.api.payments.v1.PaymentShare;
import com.mallhive.api.payments.v1.PaymentsGrpc;
import com.mallhive.api.type.Money;
import com.mallhive.payments.sandbox.SandboxModule;
import com.mallhive.payments.store.PaymentStore;
import com.mallhive.platform.database.Session;
import com.mallhive.platform.http.HttpServer;
import com.mallhive.platform.rpc.Headers;
import com.mallhive.platform.rpc.Person;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestClock;
import com.mallhive.testkit.TestPlatform;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** The payments service and the sandbox, both as in production, each on a database of its own, with an edge between them. */
public final class StripeAndUs implements AutoCloseable {
    /** The seller of most tests. */
    public static final UUID SHOP = UUID.fromString("0199aaaa-0000-7000-8000-000000000001");

    public static final UUID OTHER_SHOP = UUID.fromString("0199aaaa-0000-7000-8000-000000000002");

    private static final String RETURN_URL = "http://mall.test/orders/1?token=a%2Bb";

    private final TestClock clock = new TestClock();
    private final Edge edge = new Edge();
    private final HttpServer edgePort = new HttpServer("edge", "127.0.0.1", 0, List.of(edge));
    private final HttpServer sandboxPort;
    private final TestPlatform sandbox;
    private final TestPlatform payments;
    private final HttpClient browser = HttpClient.newHttpClient();

    /** A webhook as it came. */
    public record Webhook(byte[] body, String signature) {
        public String type() {
            return text().replaceFirst("(?s).*\"type\":\"([a-z_.]+)\"}$", "$1");
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    public StripeAndUs() {
        this(Map.of());
    }

    public StripeAndUs(Map<String, String> settings) {
        edgePort.start();
        sandbox = TestPlatform.of("sandbox")
                .clock(clock)
                .set("sandbox.webhook-url", "http://127.0.0.1:" + edgePort.port() + "/v1/webhooks/stripe")
                .build();
        sandboxPort = new HttpServer(
                "sandbox",
                "127.0.0.1",
                0,
                List.of(sandbox.run(SandboxModule::new).handler()));
        sandboxPort.start();
        var builder = TestPlatform.of("payments").clock(clock).set("payments.stripe-api-base", sandboxUrl());
        settings.forEach(builder::set);
        payments = builder.build();
        payments.run(PaymentsModule::new);
    }

    // -- orders

    /** An order's payment of 100.00 in two shares: 60 + 4 + 6 and 25 + 2 + 3. */
    public static CreatePaymentRequest.Builder order(UUID order, String method) {
        return CreatePaymentRequest.newBuilder()
                .setOrderId(order.toString())
                .setOrderNumber("MH-TEST")
                .setAmount(Money.newBuilder().setAmount(10_000).setCurrency("EUR"))
                .addShares(PaymentShare.newBuilder()
                        .setShopId(SHOP.toString())
                        .setSeller(6_000)
                        .setCommission(400)
                        .setTax(600))
                .addShares(PaymentShare.newBuilder()
                        .setShopId(OTHER_SHOP.toString())
                        .setSeller(2_500)
                        .setCommission(200)
                        .setTax(300))
                .setPaymentMethod(method)
                .setReturnUrl(RETURN_URL)
                .addItems(PaymentItem.newBuilder()
                        .setTitle("Mug <script>alert('&')</script>")
                        .setQuantity(2)
                        .setUnitAmount(4_500))
                .addItems(PaymentItem.newBuilder()
                        .setTitle("Shipping")
                        .setQuantity(1)
                        .setUnitAmount(1_000));
    }

    public Payment create(UUID order, String method) {
        return create(order(order, method)
                .setExpireTime(Timestamp.newBuilder()
                        .setSeconds(clock.instant().plus(Duration.ofMinutes(35)).getEpochSecond()))
                .build());
    }

    public Payment create(CreatePaymentRequest request) {
        return orders().createPayment(request);
    }

    public Payment cancel(UUID order) {
        return orders().cancelPayment(CancelPaymentRequest.newBuilder()
                .setOrderId(order.toString())
                .build());
    }

    public Payment get(UUID order) {
        return payments.database()
                .statement(session -> new PaymentStore().ofOrder(session, order))
                .map(PaymentsApi::payment)
                .orElseThrow();
    }

    public void awaitStatus(UUID order, Payment.Status status) {
        Eventually.until("payment " + status, () -> get(order).getStatus() == status);
    }

    private PaymentsGrpc.PaymentsBlockingStub orders() {
        return PaymentsGrpc.newBlockingStub(payments.channelOf("orders"));
    }

    // -- the ledger

    public Ledger ledger() {
        Person operator = new Person(UUID.randomUUID(), Set.of("operator"), null, UUID.randomUUID());
        return payments.as(
                operator,
                () -> PaymentsGrpc.newBlockingStub(payments.channelOf("edge"))
                        .getLedger(GetLedgerRequest.getDefaultInstance()));
    }

    /** Debits less credits per account, in minor units. */
    public Map<String, Long> balances() {
        return ledger().getBalancesList().stream()
                .collect(Collectors.toMap(
                        b -> b.getAccount(), b -> b.getBalance().getAmount()));
    }

    /** The sum of all accounts is zero, and what Stripe holds is what was paid and not given back. */
    public boolean proves() {
        Ledger ledger = ledger();
        return ledger.getProofList().stream().allMatch(m -> m.getAmount() == 0)
                && ledger.getDifferencesList().isEmpty();
    }

    // -- webhooks

    public Edge edge() {
        return edge;
    }

    /** The edge's port: it passes webhooks on, keeps them back, and remembers them. */
    public final class Edge extends Handler.Abstract {
        private final List<Webhook> seen = new CopyOnWriteArrayList<>();
        private volatile boolean lost;

        /** From now on webhooks are answered and lost. */
        public void loseWebhooks(boolean value) {
            lost = value;
        }

        public List<Webhook> seen() {
            return seen;
        }

        public List<Webhook> seen(String type) {
            return seen.stream().filter(w -> w.type().equals(type)).toList();
        }

        public Webhook await(String type) {
            Eventually.until("webhook " + type, () -> !seen(type).isEmpty());
            return seen(type).getFirst();
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            byte[] body = Content.Source.asInputStream(request).readAllBytes();
            String signature = request.getHeaders().get("Stripe-Signature");
            boolean keep = lost;
            int status = 204;
            if (!keep) {
                try {
                    deliver(body, signature);
                } catch (StatusRuntimeException e) {
                    status = 503;
                }
            }
            seen.add(new Webhook(body, signature));
            response.setStatus(status);
            response.write(true, ByteBuffer.allocate(0), callback);
            return true;
        }
    }

    /** As the edge calls it. */
    public void deliver(byte[] body, @Nullable String signature) {
        Metadata headers = new Metadata();
        if (signature != null) {
            headers.put(Headers.ascii("stripe-signature"), signature);
        }
        var _ = PaymentsGrpc.newBlockingStub(payments.channelOf("edge"))
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                .receiveStripeWebhook(HttpBody.newBuilder()
                        .setContentType("application/json")
                        .setData(ByteString.copyFrom(body))
                        .build());
    }

    // -- the buyer's browser, which follows no redirects

    public HttpResponse<String> open(String url) {
        return send(HttpRequest.newBuilder(URI.create(url)).build());
    }

    public HttpResponse<String> submit(String url, String... fields) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < fields.length; i += 2) {
            body.append(i == 0 ? "" : "&")
                    .append(fields[i])
                    .append('=')
                    .append(URLEncoder.encode(fields[i + 1], StandardCharsets.UTF_8));
        }
        return send(HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build());
    }

    public HttpResponse<String> payBy(String url, String card) {
        return submit(url, "email", "buyer@example.com", "number", card, "expiry", "12 / 34", "cvc", "123");
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return browser.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    // -- parts

    public String sandboxUrl() {
        return "http://127.0.0.1:" + sandboxPort.port();
    }

    /** From now on nobody answers where Stripe was. */
    public void stopStripe() {
        sandboxPort.close();
    }

    public static String returnUrl() {
        return RETURN_URL;
    }

    public TestClock clock() {
        return clock;
    }

    public TestPlatform payments() {
        return payments;
    }

    public TestPlatform sandbox() {
        return sandbox;
    }

    /** How many rows the query finds in the payments' database. */
    public long count(String query) {
        return payments.database()
                .read((Session session) ->
                        session.jdbi().createQuery(query).mapTo(Long.class).one());
    }

    @Override
    public void close() {
        sandbox.close();
        payments.close();
        browser.close();
        // Ports wait a moment for connections that are kept alive; nobody waits for them.
        Thread.startVirtualThread(sandboxPort::close);
        Thread.startVirtualThread(edgePort::close);
    }
}
