package com.mallhive.web.admin.pages;

import com.mallhive.platform.rpc.Problem;
import io.grpc.StatusRuntimeException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Parts of a page that may be missing while their service is down: the rest is wanted all the more then. */
final class Soft {
    private static final Logger LOG = LoggerFactory.getLogger(Soft.class);

    private Soft() {}

    /** The answer, or null where the service does not answer. An ended session is not passed over. */
    static <T> @Nullable T get(Supplier<T> call) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            if (problem.kind() == Problem.Kind.UNAUTHENTICATED) {
                throw problem;
            }
            LOG.warn("a part of a page is left out: {}", e.getStatus());
            return null;
        }
    }
}
