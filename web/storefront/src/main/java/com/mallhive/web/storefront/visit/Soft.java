package com.mallhive.web.storefront.visit;

import io.grpc.StatusRuntimeException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For the parts of a page that the page can do without. */
public final class Soft {
    private static final Logger LOG = LoggerFactory.getLogger(Soft.class);

    private Soft() {}

    /** The answer of a service; {@code otherwise} where it does not answer or refuses. */
    public static <T> T get(Supplier<T> call, T otherwise) {
        try {
            return call.get();
        } catch (StatusRuntimeException e) {
            LOG.debug("a part of the page is left out: {}", e.getStatus());
            return otherwise;
        }
    }
}
