package com.mallhive.platform.rpc;

import com.google.protobuf.Any;
import com.google.protobuf.util.Durations;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a call, told to the caller. Travels as a gRPC status with {@code ErrorInfo} and {@code BadRequest}
 * details and becomes {@code application/problem+json} (RFC 9457) at the edge. The message and the violations are read by
 * people: they say what to do, and never contain personal data of somebody else.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String DOMAIN = "mallhive";

    /** Groups of problems with their HTTP status and gRPC code. */
    public enum Kind {
        INVALID(400, Status.Code.INVALID_ARGUMENT),
        UNAUTHENTICATED(401, Status.Code.UNAUTHENTICATED),
        PAYMENT_REQUIRED(402, Status.Code.FAILED_PRECONDITION),
        FORBIDDEN(403, Status.Code.PERMISSION_DENIED),
        NOT_FOUND(404, Status.Code.NOT_FOUND),
        CONFLICT(409, Status.Code.ABORTED),
        CHANGED(412, Status.Code.FAILED_PRECONDITION),
        TOO_LARGE(413, Status.Code.OUT_OF_RANGE),
        MISDIRECTED(421, Status.Code.FAILED_PRECONDITION),
        CONDITION_NEEDED(428, Status.Code.FAILED_PRECONDITION),
        TOO_MANY(429, Status.Code.RESOURCE_EXHAUSTED),
        INTERNAL(500, Status.Code.INTERNAL),
        UNAVAILABLE(503, Status.Code.UNAVAILABLE),
        TIMEOUT(504, Status.Code.DEADLINE_EXCEEDED);

        private final int httpStatus;
        private final Status.Code code;

        Kind(int httpStatus, Status.Code code) {
            this.httpStatus = httpStatus;
            this.code = code;
        }

        /** The HTTP status at the edge. */
        public int httpStatus() {
            return httpStatus;
        }
    }

    /** What is wrong with one field, named as in JSON. */
    public record Violation(String field, String message) {}

    private final Kind kind;
    private final String type;
    private final List<Violation> violations;
    private final @Nullable Duration retryAfter;

    private Problem(Kind kind, String type, String message, List<Violation> violations) {
        this(kind, type, message, violations, null);
    }

    private Problem(Kind kind, String type, String message, List<Violation> violations, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.retryAfter = retryAfter;
        this.kind = kind;
        this.type = type;
        this.violations = List.copyOf(violations);
    }

    /** A problem of a stable type such as {@code out-of-stock}. */
    public static Problem of(Kind kind, String type, String message) {
        return new Problem(kind, type, message, List.of());
    }

    /** The same with the fields that are wrong. */
    public static Problem of(Kind kind, String type, String message, List<Violation> violations) {
        return new Problem(kind, type, message, violations);
    }

    /** One field is wrong. */
    public static Problem invalid(String field, String message) {
        return new Problem(
                Kind.INVALID, "invalid-request", field + ": " + message, List.of(new Violation(field, message)));
    }

    /** Nothing of that kind is there for this caller. */
    public static Problem notFound(String what) {
        return new Problem(Kind.NOT_FOUND, "not-found", "There is no such " + what + ".", List.of());
    }

    /** The state does not allow it. */
    public static Problem conflict(String type, String message) {
        return new Problem(Kind.CONFLICT, type, message, List.of());
    }

    /** The caller may not do this. */
    public static Problem forbidden(String message) {
        return new Problem(Kind.FORBIDDEN, "forbidden", message, List.of());
    }

    /** The caller has to sign in. */
    public static Problem unauthenticated(String message) {
        return new Problem(Kind.UNAUTHENTICATED, "unauthenticated", message, List.of());
    }

    /** It was done too often, and can be done again after this time. */
    public static Problem tooMany(Duration wait) {
        long seconds = Math.max(1, wait.plusNanos(999_999_999).toSeconds());
        String time =
                seconds < 2 ? "a second" : seconds < 120 ? seconds + " seconds" : (seconds + 59) / 60 + " minutes";
        return new Problem(
                Kind.TOO_MANY,
                "too-many-requests",
                "That was too often. Try again in " + time + ".",
                List.of(),
                Duration.ofSeconds(seconds));
    }

    public Kind kind() {
        return kind;
    }

    /** When to try again, in whole seconds, where that is known. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    public String type() {
        return type;
    }

    public List<Violation> violations() {
        return violations;
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? type : message;
    }

    /** As it travels. */
    public StatusRuntimeException toStatus() {
        var status = com.google.rpc.Status.newBuilder()
                .setCode(kind.code.value())
                .setMessage(getMessage())
                .addDetails(Any.pack(ErrorInfo.newBuilder()
                        .setDomain(DOMAIN)
                        .setReason(type)
                        .putMetadata("kind", kind.name())
                        .build()));
        if (!violations.isEmpty()) {
            var badRequest = BadRequest.newBuilder();
            violations.forEach(v ->
                    badRequest.addFieldViolationsBuilder().setField(v.field()).setDescription(v.message()));
            status.addDetails(Any.pack(badRequest.build()));
        }
        if (retryAfter != null) {
            status.addDetails(Any.pack(RetryInfo.newBuilder()
                    .setRetryDelay(Durations.fromSeconds(retryAfter.toSeconds()))
                    .build()));
        }
        return StatusProto.toStatusRuntimeException(status.build());
    }

    /** What a call's failure says; an error without details becomes a problem that tells nothing of the inside. */
    public static Problem from(Throwable failure) {
        if (failure instanceof Problem problem) {
            return problem;
        }
        var status = StatusProto.fromThrowable(failure);
        if (status == null) {
            return internal();
        }
        @Nullable Kind kind = null;
        String type = "internal";
        List<Violation> violations = new ArrayList<>();
        Duration retryAfter = null;
        try {
            for (Any detail : status.getDetailsList()) {
                if (detail.is(ErrorInfo.class)) {
                    ErrorInfo info = detail.unpack(ErrorInfo.class);
                    type = info.getReason();
                    kind = Kind.valueOf(info.getMetadataOrDefault("kind", "INTERNAL"));
                } else if (detail.is(BadRequest.class)) {
                    detail.unpack(BadRequest.class)
                            .getFieldViolationsList()
                            .forEach(v -> violations.add(new Violation(v.getField(), v.getDescription())));
                } else if (detail.is(RetryInfo.class)) {
                    retryAfter = Duration.ofSeconds(
                            detail.unpack(RetryInfo.class).getRetryDelay().getSeconds());
                }
            }
        } catch (com.google.protobuf.InvalidProtocolBufferException | IllegalArgumentException e) {
            return internal();
        }
        if (kind != null) {
            return new Problem(kind, type, status.getMessage(), violations, retryAfter);
        }
        return switch (Status.fromCodeValue(status.getCode()).getCode()) {
            case DEADLINE_EXCEEDED, CANCELLED ->
                of(Kind.TIMEOUT, "timeout", "The mall took too long to answer. Try again.");
            case UNAVAILABLE ->
                of(Kind.UNAVAILABLE, "unavailable", "A part of the mall does not answer. Try again soon.");
            case RESOURCE_EXHAUSTED -> of(Kind.TOO_LARGE, "too-large", "The request is too large.");
            default -> internal();
        };
    }

    private static Problem internal() {
        return of(Kind.INTERNAL, "internal", "Something went wrong inside. The trace id helps the operators find it.");
    }
}
