package com.mallhive.web.edge;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.mallhive.platform.rpc.Problem;
import io.github.bucket4j.Bucket;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** How often an address may call: sign-ins and the like rarely, everything else up to a general limit. */
final class RateLimits {
    private static final Set<String> CREDENTIALS = Set.of(
            "/v1/sessions",
            "/v1/accounts",
            "/v1/accounts:requestPasswordReset",
            "/v1/accounts:resetPassword",
            "/v1/accounts:verifyEmail");

    private final boolean limitsSignIns;
    private final boolean limitsCalls;
    private final LoadingCache<String, Bucket> signIns;
    private final LoadingCache<String, Bucket> calls;

    RateLimits(EdgeSettings settings) {
        this.limitsSignIns = settings.signInsPerMinute() > 0;
        this.limitsCalls = settings.callsPerSecond() > 0;
        this.signIns = buckets(Math.max(1, settings.signInsPerMinute()), Duration.ofMinutes(1));
        this.calls = buckets(Math.max(1, settings.callsPerSecond()), Duration.ofSeconds(1));
    }

    void check(Request request, String path) {
        if (limitsCalls) {
            take(calls.get(address(request)));
        }
        if (limitsSignIns && request.getMethod().equals("POST") && CREDENTIALS.contains(path)) {
            take(signIns.get(address(request)));
        }
    }

    private static void take(Bucket bucket) {
        var probe = bucket.tryConsumeAndReturnRemaining(1);
        if (!probe.isConsumed()) {
            long seconds = TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()) + 1;
            throw new Refusal(
                    Problem.of(
                            Problem.Kind.TOO_MANY,
                            "too-many-requests",
                            "That was too often. Wait a little and try again."),
                    HttpHeader.RETRY_AFTER,
                    Long.toString(seconds));
        }
    }

    private static LoadingCache<String, Bucket> buckets(int capacity, Duration period) {
        return Caffeine.newBuilder()
                .maximumSize(100_000)
                .expireAfterAccess(period.multipliedBy(2))
                .build(_ -> Bucket.builder()
                        .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, period))
                        .build());
    }

    private static String address(Request request) {
        return request.getConnectionMetaData().getRemoteSocketAddress() instanceof InetSocketAddress address
                ? address.getAddress().getHostAddress()
                : "?";
    }
}
