package com.mallhive.platform.limits;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.mallhive.platform.rpc.Problem;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * How often something may be done under one key, for example an address: so many times at once, and as many again spread over
 * each period. It is kept in memory, so that it holds per process, for a bounded number of keys.
 */
public final class RateLimit {
    private static final int KEYS = 100_000;

    private final int times;
    private final LoadingCache<String, Bucket> buckets;

    /** @param times 0: no limit */
    public RateLimit(int times, Duration period, Clock clock) {
        this.times = times;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(KEYS)
                .expireAfterAccess(period.multipliedBy(2))
                .build(_ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(times).refillGreedy(times, period))
                        .withCustomTimePrecision(new Meter(clock))
                        .build());
    }

    /** Counts one; a problem (429) that says when to come back where it is too much. */
    public void take(String key) {
        if (times > 0) {
            ConsumptionProbe probe = buckets.get(key).tryConsumeAndReturnRemaining(1);
            if (!probe.isConsumed()) {
                throw Problem.tooMany(Duration.ofNanos(probe.getNanosToWaitForRefill()));
            }
        }
    }

    /** Counts one; false where it is too much. */
    public boolean tryTake(String key) {
        return times <= 0 || buckets.get(key).tryConsume(1);
    }

    /** What was taken turned out not to count. */
    public void giveBack(String key) {
        if (times > 0) {
            buckets.get(key).addTokens(1);
        }
    }

    /** Begins anew. */
    public void forget(String key) {
        buckets.invalidate(key);
    }

    private record Meter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            Instant now = clock.instant();
            return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
