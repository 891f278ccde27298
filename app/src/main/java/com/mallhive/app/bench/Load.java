package com.mallhive.app.bench;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The load generator, a process of its own: so many buyers on so many connections. Prints one line of JSON. */
@Command(name = "bench-load", hidden = true)
public final class Load implements Callable<Integer> {
    @Option(names = "--port", required = true)
    private int port;

    @Option(names = "--scenario", required = true)
    private String scenario = "";

    @Option(names = "--buyers", required = true)
    private int buyers;

    @Option(names = "--seconds", required = true)
    private double seconds;

    @Option(names = "--goods", required = true)
    private Path goodsFile = Path.of("");

    /** What was measured: microseconds of each operation, and how many succeeded or not. */
    record Result(long operations, long succeeded, double perSecond, double p50Ms, double p99Ms) {}

    @Override
    public Integer call() throws Exception {
        Scenario what = Scenario.valueOf(scenario);
        Scenario.Goods goods = new Gson().fromJson(Files.readString(goodsFile), Scenario.Goods.class);
        int tries = what == Scenario.FLASH_SALE ? Scenario.TRIES : Integer.MAX_VALUE;
        System.out.println(new Gson().toJson(run(what, goods, tries)));
        return 0;
    }

    private Result run(Scenario what, Scenario.Goods goods, int tries) throws InterruptedException, ExecutionException {
        AtomicInteger left = new AtomicInteger(tries);
        long begin = System.nanoTime();
        // a sale ends when everybody has tried
        long end = begin + (long) ((what == Scenario.FLASH_SALE ? 600 : seconds) * 1e9);
        AtomicInteger succeeded = new AtomicInteger();
        List<Future<int[]>> running = new ArrayList<>();
        int[] all;
        try (var threads = Executors.newFixedThreadPool(buyers)) {
            for (int i = 0; i < buyers; i++) {
                running.add(threads.submit(() -> buy(what, goods, left, end, succeeded)));
            }
            all = new int[0];
            for (Future<int[]> one : running) {
                int[] times = one.get();
                all = Arrays.copyOf(all, all.length + times.length);
                System.arraycopy(times, 0, all, all.length - times.length, times.length);
            }
        }
        double took = (System.nanoTime() - begin) / 1e9;
        Arrays.sort(all);
        return new Result(
                all.length,
                succeeded.get(),
                all.length / took,
                all.length == 0 ? 0 : all[all.length / 2] / 1000.0,
                all.length == 0 ? 0 : all[(int) (all.length * 0.99)] / 1000.0);
    }

    private int[] buy(Scenario what, Scenario.Goods goods, AtomicInteger left, long end, AtomicInteger succeeded)
            throws IOException {
        int[] times = new int[1024];
        int n = 0;
        Scenario.Buyer buyer = new Scenario.Buyer();
        try (HttpLine line = new HttpLine(port)) {
            while (System.nanoTime() < end && left.decrementAndGet() >= 0) {
                long start = System.nanoTime();
                int status = what.run(line, goods, buyer);
                if (n == times.length) {
                    times = Arrays.copyOf(times, 2 * n);
                }
                times[n++] = (int) ((System.nanoTime() - start) / 1000);
                if (status < 300) {
                    succeeded.incrementAndGet();
                }
            }
        }
        return Arrays.copyOf(times, n);
    }
}
