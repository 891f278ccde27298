package com.mallhive.platform.telemetry;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that the running work belongs to: a W3C trace context (https://www.w3.org/TR/trace-context/), carried through
 * calls, events and jobs, printed with every log line and every error.
 */
public record Trace(String traceId, String spanId) {
    private static final ScopedValue<Trace> CURRENT = ScopedValue.newInstance();
    private static final Pattern PARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}");

    /** The current trace, or null outside of one. */
    public static @Nullable Trace current() {
        return CURRENT.isBound() ? CURRENT.get() : null;
    }

    /** A new span in the trace of the parent header, or in a new trace where the header is absent or malformed. */
    public static Trace from(@Nullable String traceParent) {
        if (traceParent != null) {
            var matcher = PARENT.matcher(traceParent);
            if (matcher.matches() && !matcher.group(1).equals("0".repeat(32))) {
                return new Trace(matcher.group(1), hex(8));
            }
        }
        return new Trace(hex(16), hex(8));
    }

    /** Runs work within this trace. */
    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** Runs work within this trace. */
    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /** The header that carries it on. */
    public String traceParent() {
        return "00-" + traceId + "-" + spanId + "-01";
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
