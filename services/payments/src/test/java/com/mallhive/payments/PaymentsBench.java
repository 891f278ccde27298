package com.mallhive.payments;

import com.mallhive.api.payments.v1.Payment;
import com.mallhive.testkit.Eventually;
import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * What a payment at once costs this process: service, SDK, sandbox, webhook, events; PostgreSQL is apart. Arguments: payments,
 * callers.
 */
final class PaymentsBench {
    private PaymentsBench() {}

    public static void main(String... args) throws Exception {
        int payments = Integer.parseInt(args[0]);
        int callers = Integer.parseInt(args[1]);
        try (var world = new StripeAndUs()) {
            run(world, payments, callers, false);
            run(world, payments, callers, true);
        }
        System.exit(0);
    }

    private static void run(StripeAndUs world, int payments, int callers, boolean print) throws Exception {
        int webhooks = world.edge().seen().size() + payments;
        var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        long[] latencies = new long[payments];
        AtomicInteger next = new AtomicInteger();
        long cpu = system.getProcessCpuTime();
        long start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var all = IntStream.range(0, callers)
                    .mapToObj(_ -> threads.submit(() -> {
                        for (int i = next.getAndIncrement(); i < payments; i = next.getAndIncrement()) {
                            long begin = System.nanoTime();
                            if (world.create(UUID.randomUUID(), "pm_card_visa").getStatus() != Payment.Status.SETTLED) {
                                throw new IllegalStateException("not settled");
                            }
                            latencies[i] = System.nanoTime() - begin;
                        }
                    }))
                    .toList();
            for (var one : all) {
                one.get();
            }
        }
        long elapsed = System.nanoTime() - start;
        Eventually.until(
                "all webhooks",
                () -> world.edge().seen().size() >= webhooks && world.payments().idle());
        long used = system.getProcessCpuTime() - cpu;
        Arrays.sort(latencies);
        if (print) {
            System.out.printf(
                    "%d payments by %d callers: %d/s, p50 %d us, p99 %d us, JVM CPU %d us each%n",
                    payments,
                    callers,
                    payments * 1_000_000_000L / elapsed,
                    latencies[payments / 2] / 1000,
                    latencies[payments * 99 / 100] / 1000,
                    used / payments / 1000);
        }
    }
}
