package com.mallhive.app;

import com.mallhive.accounts.AccountsModule;
import com.mallhive.app.demo.DemoMall;
import com.mallhive.catalog.CatalogModule;
import com.mallhive.inventory.InventoryModule;
import io.grpc.Channel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;

/** Fills this process's mall with the demo, once; a file in the data folder remembers it. */
final class DemoFilling implements DemoMall.Target {
    private static final String BEGUN = "begun";
    private static final String FILLED = "filled";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Mall mall;
    private final DemoClock clock;
    private final Path marker;

    DemoFilling(Mall mall, DemoClock clock, Path data) {
        this.mall = mall;
        this.clock = clock;
        this.marker = data.resolve("demo.state");
    }

    /** Fills an empty mall; true where the demo is there afterwards. */
    boolean fillIfEmpty(PrintWriter out) {
        try {
            String state = state();
            if (state.isEmpty() && DemoMall.isEmpty(channel("accounts"))) {
                Files.writeString(marker, BEGUN);
                new DemoMall(this, out, Terminal.isThere()).fill();
                Files.writeString(marker, FILLED);
                return true;
            }
            if (state.equals(BEGUN)) {
                out.println("The demo mall is incomplete, because its filling was interrupted."
                        + " For a whole one, stop the mall, remove the data folder and start again.");
            }
            return !state.isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the mall was filled before, with an interruption or not. */
    boolean isThere() {
        try {
            return !state().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fills an empty mall with a few products per shop, and does not remember it. */
    void fillALittle(PrintWriter out) {
        new DemoMall(this, out, false).fill(6);
    }

    private String state() throws IOException {
        return Files.exists(marker) ? Files.readString(marker).strip() : "";
    }

    @Override
    public AccountsModule accounts() {
        return (AccountsModule) mall.module(Targets.ACCOUNTS);
    }

    @Override
    public CatalogModule catalog() {
        return (CatalogModule) mall.module(Targets.CATALOG);
    }

    @Override
    public InventoryModule inventory() {
        return (InventoryModule) mall.module(Targets.INVENTORY);
    }

    @Override
    public Channel channel(String from, String service) {
        return mall.channel(from, service);
    }

    @Override
    public void travelTo(Instant moment) {
        clock.travelTo(moment);
    }

    @Override
    public void comeBack() {
        clock.comeBack();
    }

    @Override
    public void awaitIdle() {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!mall.idle() && System.nanoTime() < until) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }
}
