package com.mallhive.tests.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.orders.checkout.CheckoutStep;
import com.mallhive.payments.flow.PaymentStep;
import com.mallhive.testkit.Api;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.MallProcess;
import com.mallhive.testkit.People;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mall is killed with SIGKILL after every step of checkout, payment and cancellation; Stripe's stand-in lives on in a
 * process of its own. After a restart there is exactly one outcome: a paid order, or a cancelled one with the money and the
 * goods back; and the books balance.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class KillAnywhereTest {
    private static final int STOCK = 1_000;
    private static final long PRICE = 1999 + 490;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private final int port = MallProcess.freePort();
    private final int sandboxPort = MallProcess.freePort();
    private final int managementPort = MallProcess.freePort();
    private final Api api = new Api("http://127.0.0.1:" + port);
    private Path folder;
    private MallProcess sandbox;
    private MallProcess mall;
    private People people;
    private People.Listing listing;
    private final List<String> paid = new ArrayList<>();

    static Stream<Enum<?>> steps() {
        return Stream.concat(Arrays.stream(CheckoutStep.values()), Arrays.stream(PaymentStep.values()));
    }

    @BeforeAll
    void open() throws Exception {
        folder = Files.createTempDirectory("mallhive-chaos");
        sandbox = MallProcess.start(
                folder, "sandbox", MallProcess.freePort(), List.of(), arguments("sandbox", "sandbox"));
        people = new People(api, folder.resolve("mall/files/notifications/mailbox"));
        mall = start(List.of());
        sandbox.awaitReady();
        String category = operator()
                .api()
                .post("/v1/categories", "{\"name\": \"Goods\", \"slug\": \"goods\"}")
                .expect(201)
                .text("id");
        listing = people.listing("Survivor", category, STOCK);
    }

    @AfterAll
    void close() {
        mall.close();
        sandbox.close();
    }

    @ParameterizedTest
    @MethodSource("steps")
    void leadsToOneOutcome(Enum<?> step) throws Exception {
        String name = step.getDeclaringClass().getSimpleName() + "." + step.name();
        String cart = People.cart(api, listing.offer(), 1);
        mall.close();
        // what the round before has left, a webhook for example, may reach the step before the buyer does
        mall = launch(List.of("-Dmallhive.fail-at=" + name));
        Api buyer = api.with("Idempotency-Key", name);
        Way way = Way.to(step);
        String body = People.order(cart, "crash@example.com", way.method);

        attempt(() -> {
            if (!readyOrDead()) {
                return;
            }
            Api.Answer order = buyer.post("/v1/orders", body).expect(201);
            switch (way) {
                case BUY -> {}
                case PAY_ON_THE_PAGE -> People.pay(api, order.text("paymentUrl"), "4242 4242 4242 4242");
                case LEAVE, RETURN -> operator().api().post("/v1/orders/" + order.text("id") + ":cancel", "{}");
            }
        });
        mall.awaitEnd(Duration.ofSeconds(20));

        mall.kill();
        mall = start(List.of());
        Eventually.within(PATIENCE, "no reservation is left open after " + name, () -> stock("reserved") == 0);
        Api.Answer again = buyer.post("/v1/orders", body);
        assertThat(again.status()).as(again.response().body()).isIn(201, 402, 409);
        if (again.status() == 201 && again.text("status").equals("AWAITING_PAYMENT")) {
            operator()
                    .api()
                    .post("/v1/orders/" + again.text("id") + ":cancel", "{}")
                    .expect(200);
        } else if (again.status() == 201) {
            paid.add(again.text("id"));
        }
        assertOneOutcome(name);
    }

    /** Stock, orders and ledger tell the same story, and it ends. */
    private void assertOneOutcome(String name) {
        Api operator = operator().api();
        Eventually.within(
                PATIENCE,
                "every order is final after " + name,
                () ->
                        operator
                                .get("/v1/orders?all=true&pageSize=100")
                                .expect(200)
                                .json()
                                .getAsJsonArray("orders")
                                .asList()
                                .stream()
                                .map(o -> o.getAsJsonObject().get("status").getAsString())
                                .noneMatch(s -> s.equals("AWAITING_PAYMENT") || s.equals("CANCELLING")));
        long orders = operator.get("/v1/orders?all=true&pageSize=100&status=PAID")
                .expect(200)
                .json()
                .getAsJsonArray("orders")
                .size();
        assertThat(orders).isEqualTo(paid.size());
        Eventually.within(
                PATIENCE,
                "stock agrees with the orders after " + name,
                () -> stock("onHand") == STOCK - orders && stock("reserved") == 0);
        Eventually.within(
                PATIENCE,
                "the ledger agrees with the orders after " + name,
                () -> balance("stripe_clearing") == orders * PRICE);
        assertThat(operator.get("/v1/ledger").expect(200).json().getAsJsonArray("differences"))
                .as("payments that the ledger does not know, or the other way round, after " + name)
                .isEmpty();
    }

    private boolean readyOrDead() {
        try {
            mall.awaitReady();
            return true;
        } catch (AssertionError e) {
            if (mall.isAlive()) {
                throw e;
            }
            return false;
        }
    }

    private MallProcess start(List<String> jvm) {
        return launch(jvm).awaitReady();
    }

    private MallProcess launch(List<String> jvm) {
        return MallProcess.start(
                folder,
                "mall",
                managementPort,
                jvm,
                arguments(
                        "mall",
                        "accounts,catalog,inventory,cart,orders,payments,notifications,discovery,analytics,edge",
                        "--set",
                        "payments.stripe-api-base=http://127.0.0.1:" + sandboxPort,
                        "--set",
                        "payments.sweep-every=1s",
                        "--set",
                        "payments.sweep-after=2s",
                        "--set",
                        "orders.payment-time-limit=4s",
                        "--set",
                        "inventory.expiry-check=1s",
                        "--set",
                        "inventory.ask-again=2s",
                        "--set",
                        "edge.sign-ins-per-minute=0",
                        "--set",
                        "accounts.operators=operator@example.com"));
    }

    private String[] arguments(String data, String target, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "--data",
                folder.resolve(data).toString(),
                "--target",
                target,
                "--port",
                Integer.toString(port),
                "--set",
                "http.sandbox-port=" + sandboxPort,
                "--set",
                "mall.master-key=" + folder.resolve("master.key"),
                "--set",
                "mall.authority=" + folder.resolve("tls")));
        if (target.equals("sandbox")) {
            all.addAll(List.of("--set", "sandbox.webhook-url=http://127.0.0.1:" + port + "/v1/webhooks/stripe"));
        }
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private People.Person operator() {
        if (api.post("/v1/sessions", "{\"email\": \"operator@example.com\", \"password\": \"a-long-enough-password\"}")
                        .status()
                == 201) {
            return people.signIn("operator@example.com", "");
        }
        return people.operator("operator@example.com");
    }

    private long stock(String field) {
        return Long.parseLong(people.signIn(listing.seller().email(), "")
                .api()
                .get("/v1/stock/" + listing.offer())
                .expect(200)
                .text(field));
    }

    private long balance(String account) {
        return operator().api().get("/v1/ledger").expect(200).json().getAsJsonArray("balances").asList().stream()
                .map(b -> b.getAsJsonObject())
                .filter(b -> b.get("account").getAsString().equals(account))
                .mapToLong(b -> b.getAsJsonObject("balance").get("amount").getAsLong())
                .sum();
    }

    private static void attempt(Runnable calls) {
        try {
            calls.run();
        } catch (UncheckedIOException e) {
            // the mall died meanwhile, as wanted
        }
    }

    /** What a buyer does so that a step comes to be taken. */
    private enum Way {
        /** Orders with a card that is charged at once. */
        BUY("pm_card_visa"),
        /** Orders, and pays on the hosted page: the mall learns of it from a webhook alone. */
        PAY_ON_THE_PAGE(""),
        /** Orders, and cancels before payment. */
        LEAVE(""),
        /** Orders, pays and cancels. */
        RETURN("pm_card_visa");

        private final String method;

        Way(String method) {
            this.method = method;
        }

        static Way to(Enum<?> step) {
            return switch (step) {
                case CheckoutStep _ -> BUY;
                case PaymentStep payment ->
                    switch (payment) {
                        case RECORD, STRIPE, CONCLUDE, HEAR -> BUY;
                        case APPLY -> PAY_ON_THE_PAGE;
                        case FIND, CALL_OFF, END -> LEAVE;
                        case GIVE_BACK -> RETURN;
                    };
                default -> throw new IllegalArgumentException("a step of neither checkout nor payment: " + step);
            };
        }
    }
}
