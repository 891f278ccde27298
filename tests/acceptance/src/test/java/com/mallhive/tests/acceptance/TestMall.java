package com.mallhive.tests.acceptance;

import com.mallhive.testkit.Api;
import com.mallhive.testkit.MallProcess;
import com.mallhive.testkit.People;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A running mall in one of its shapes, with an operator, a category and a sample product. */
final class TestMall implements AutoCloseable {
    static final List<String> SERVICES = List.of(
            "accounts",
            "catalog",
            "inventory",
            "cart",
            "orders",
            "payments",
            "notifications",
            "discovery",
            "analytics");
    private static final String OPERATOR = "operator@example.com";

    private final List<MallProcess> processes = new ArrayList<>();
    private final Path folder;
    private final Map<String, Integer> rpcPorts = new LinkedHashMap<>();
    private final Api api;
    private final People people;
    private People.@Nullable Person operator;
    private People.@Nullable Listing sample;
    private String category = "";
    private String sampleCart = "";

    private TestMall(Path folder, int port) {
        this.folder = folder;
        this.api = new Api("http://127.0.0.1:" + port);
        this.people = new People(api, folder.resolve("files/notifications/mailbox"));
    }

    /** Everything in one process. */
    static TestMall inOneProcess() {
        int port = MallProcess.freePort();
        TestMall mall = new TestMall(temporary(), port);
        int sandbox = MallProcess.freePort();
        mall.processes.add(MallProcess.start(
                mall.folder, "mall", MallProcess.freePort(), List.of(), mall.arguments("data", port, sandbox, "all")));
        return mall.prepared();
    }

    /** Every service in a process of its own, calling the others over mTLS. */
    static TestMall inManyProcesses() {
        int port = MallProcess.freePort();
        TestMall mall = new TestMall(temporary(), port);
        int sandbox = MallProcess.freePort();
        int edge = port;
        List<String> names = new ArrayList<>(SERVICES);
        names.add("sandbox");
        names.add("edge");
        SERVICES.forEach(service -> mall.rpcPorts.put(service, MallProcess.freePort()));
        for (String name : names) {
            List<String> arguments = new ArrayList<>(List.of(mall.arguments(name, edge, sandbox, name)));
            arguments.addAll(List.of("--set", "payments.stripe-api-base=http://127.0.0.1:" + sandbox));
            arguments.addAll(List.of("--set", "sandbox.webhook-url=http://127.0.0.1:" + edge + "/v1/webhooks/stripe"));
            mall.rpcPorts.forEach((service, rpc) ->
                    arguments.addAll(List.of("--set", "rpc.peers." + service + "=dns:///127.0.0.1:" + rpc)));
            if (mall.rpcPorts.containsKey(name)) {
                arguments.addAll(List.of("--set", "rpc.listen=127.0.0.1:" + mall.rpcPorts.get(name)));
            }
            mall.processes.add(MallProcess.start(
                    mall.folder, name, MallProcess.freePort(), List.of("-Xmx160m"), arguments.toArray(String[]::new)));
        }
        return mall.prepared();
    }

    Api api() {
        return api;
    }

    People people() {
        return people;
    }

    People.Person operator() {
        return java.util.Objects.requireNonNull(operator);
    }

    People.Listing sample() {
        return java.util.Objects.requireNonNull(sample);
    }

    String category() {
        return category;
    }

    /** An empty cart of a guest. */
    String sampleCart() {
        return sampleCart;
    }

    /** Where a service listens for calls. */
    int rpcPort(String service) {
        return rpcPorts.getOrDefault(service, 0);
    }

    /** Where the certificates of the development authority are. */
    Path certificates() {
        return folder.resolve("tls");
    }

    @Override
    public void close() {
        processes.parallelStream().forEach(MallProcess::close);
    }

    private TestMall prepared() {
        try {
            processes.forEach(MallProcess::awaitReady);
            operator = people.operator(OPERATOR);
            category = operator.api()
                    .post("/v1/categories", "{\"name\": \"Test goods\", \"slug\": \"test-goods\"}")
                    .expect(201)
                    .text("id");
            sample = people.listing("Sample", category, 3);
            sampleCart = api.post("/v1/carts", "{}").expect(201).text("id");
            return this;
        } catch (RuntimeException | AssertionError e) {
            StringBuilder logs = new StringBuilder(String.valueOf(e.getMessage()));
            processes.forEach(p -> logs.append('\n').append(p.log()));
            close();
            throw new AssertionError(logs.toString(), e);
        }
    }

    private String[] arguments(String data, int port, int sandbox, String target) {
        return new String[] {
            "--data", folder.resolve(data).toString(),
            "--port", Integer.toString(port),
            "--target", target,
            "--set", "http.sandbox-port=" + sandbox,
            "--set", "http.admin-port=" + MallProcess.freePort(),
            "--set", "mall.master-key=" + folder.resolve("keys/master.key"),
            "--set", "mall.files=" + folder.resolve("files"),
            "--set", "mall.authority=" + folder.resolve("tls"),
            "--set", "edge.sign-ins-per-minute=0",
            "--set", "accounts.operators=" + OPERATOR
        };
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("mallhive-acceptance");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
