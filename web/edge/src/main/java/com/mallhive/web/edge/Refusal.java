package com.mallhive.web.edge;

import com.mallhive.platform.rpc.Problem;
import org.eclipse.jetty.http.HttpHeader;

/** A problem that HTTP tells with a header of its own: {@code Allow}. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;
    private final HttpHeader header;
    private final String value;

    Refusal(Problem problem, HttpHeader header, String value) {
        super(problem.getMessage(), null, false, false);
        this.problem = problem;
        this.header = header;
        this.value = value;
    }

    /** 405, with the methods that are possible. */
    static Refusal method(String method, String allowed) {
        return new Refusal(
                Problem.of(
                        Problem.Kind.INVALID,
                        "method-not-allowed",
                        method + " is not possible here; possible: " + allowed + "."),
                HttpHeader.ALLOW,
                allowed);
    }

    Problem problem() {
        return problem;
    }

    HttpHeader header() {
        return header;
    }

    String value() {
        return value;
    }
}
