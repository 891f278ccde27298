package com.mallhive.app.bench;

import com.google.protobuf.util.Timestamps;
import com.mallhive.api.inventory.v1.InventoryGrpc;
import com.mallhive.api.inventory.v1.ReserveRequest;
import com.mallhive.api.inventory.v1.StockLine;
import com.mallhive.app.demo.DemoMall;
import com.mallhive.platform.rpc.Caller;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;

/** Everybody wants the same offer: reservations a second, and beside them what one row takes by itself. */
final class HotOffer {
    private static final int BUYERS = 64;
    private static final double WARM_UP_SECONDS = 3;

    private final DemoMall.Target mall;
    private final OrderStatements naive;

    HotOffer(DemoMall.Target mall, OrderStatements naive) {
        this.mall = mall;
        this.naive = naive;
    }

    List<Benchmark.Row> run(String offer, double seconds, PrintWriter out)
            throws SQLException, IOException, InterruptedException {
        var _ = reserve(offer, WARM_UP_SECONDS);
        double ours = reserve(offer, seconds);
        OptionalDouble row = naive.hotRow(seconds);
        out.printf(
                Locale.ROOT,
                "%-13s %6d %9.0f   reservations of one offer%s%n",
                "reserve-hot",
                BUYERS,
                ours,
                row.isPresent()
                        ? String.format(
                                Locale.ROOT,
                                ", %.1f times the row's own update (pgbench: %.0f/s)",
                                ours / row.getAsDouble(),
                                row.getAsDouble())
                        : "; pgbench is absent: no comparison");
        out.flush();
        return List.of(
                new Benchmark.Row("reserve-hot", BUYERS, ours, 0, 0, 0, 0, 0, 0, 0, 0),
                new Benchmark.Row("row-update", BUYERS, row.orElse(0), 0, 0, 0, 0, 1, 1, 0, 0));
    }

    private double reserve(String offer, double seconds) {
        var inventory = InventoryGrpc.newBlockingStub(mall.channel("orders", "inventory"));
        var expiry = Timestamps.fromMillis(System.currentTimeMillis() + 600_000);
        LongAdder reserved = new LongAdder();
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        try (var buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < BUYERS; i++) {
                buyers.execute(() -> {
                    while (System.nanoTime() < end) {
                        var request = ReserveRequest.newBuilder()
                                .setOrderId(UUID.randomUUID().toString())
                                .setExpireTime(expiry)
                                .addLines(
                                        StockLine.newBuilder().setOfferId(offer).setQuantity(1))
                                .build();
                        var _ = new Caller("orders", null, null, null).call(() -> inventory.reserve(request));
                        reserved.increment();
                    }
                });
            }
        }
        return reserved.sum() / ((System.nanoTime() - begin) / 1e9);
    }
}
