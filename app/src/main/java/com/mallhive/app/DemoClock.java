package com.mallhive.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The mall's clock: the system's, shifted into the past only while demo orders are placed, so that dashboards have a past to
 * show.
 */
public final class DemoClock extends Clock {
    private final Clock system = Clock.systemUTC();
    private volatile Duration shift = Duration.ZERO;

    /** Shows this moment from now on, and moves on from it. */
    public void travelTo(Instant moment) {
        shift = Duration.between(system.instant(), moment);
    }

    /** Shows the system's time again. */
    public void comeBack() {
        shift = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return system.instant().plus(shift);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
