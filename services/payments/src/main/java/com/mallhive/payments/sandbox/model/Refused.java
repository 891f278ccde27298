package com.mallhive.payments.sandbox.model;

import org.jspecify.annotations.Nullable;

/** A request that Stripe would refuse, with the status and the codes of its error format. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;
    private final @Nullable String code;
    private final @Nullable String param;

    private Refused(int status, String type, @Nullable String code, @Nullable String param, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
        this.code = code;
        this.param = param;
    }

    public static Refused invalid(@Nullable String param, String message) {
        return new Refused(400, "invalid_request_error", "parameter_invalid", param, message);
    }

    public static Refused missing(String param) {
        return new Refused(
                400, "invalid_request_error", "parameter_missing", param, "The parameter " + param + " is missing.");
    }

    public static Refused noSuch(String what, String id, @Nullable String param) {
        return new Refused(
                param == null ? 404 : 400,
                "invalid_request_error",
                "resource_missing",
                param == null ? "id" : param,
                "No such " + what + ": '" + id + "'");
    }

    public static Refused unexpectedState(String code, String message) {
        return new Refused(400, "invalid_request_error", code, null, message);
    }

    public static Refused unauthorized() {
        return new Refused(401, "invalid_request_error", null, null, "The API key is not that of this sandbox.");
    }

    public static Refused otherParameters() {
        return new Refused(
                400,
                "idempotency_error",
                null,
                null,
                "This idempotency key was used with other parameters or for another path.");
    }

    public int status() {
        return status;
    }

    public String type() {
        return type;
    }

    public @Nullable String code() {
        return code;
    }

    public @Nullable String param() {
        return param;
    }

    /** The message; never null. */
    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? type : message;
    }
}
