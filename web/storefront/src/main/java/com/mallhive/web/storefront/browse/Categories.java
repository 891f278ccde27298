package com.mallhive.web.storefront.browse;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.ListCategoriesRequest;
import com.mallhive.platform.rpc.Caller;
import io.grpc.StatusRuntimeException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The category tree, asked for at most every half minute; the old one serves while the catalog does not answer. */
public final class Categories {
    private static final Logger LOG = LoggerFactory.getLogger(Categories.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration RETRY = Duration.ofSeconds(2);

    private final CatalogGrpc.CatalogBlockingStub catalog;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile CategoryTree tree = CategoryTree.EMPTY;
    private volatile Instant until = Instant.EPOCH;

    public Categories(CatalogGrpc.CatalogBlockingStub catalog, Clock clock) {
        this.catalog = catalog;
        this.clock = clock;
    }

    public CategoryTree tree() {
        if (clock.instant().isBefore(until)) {
            return tree;
        }
        // One request fetches; the others go on with the old tree, unless there is none yet.
        if (tree == CategoryTree.EMPTY) {
            lock.lock();
        } else if (!lock.tryLock()) {
            return tree;
        }
        try {
            if (!clock.instant().isBefore(until)) {
                fetch();
            }
        } finally {
            lock.unlock();
        }
        return tree;
    }

    private void fetch() {
        try {
            var answer = new Caller("storefront", null, null, null)
                    .call(() -> catalog.listCategories(ListCategoriesRequest.getDefaultInstance()));
            tree = new CategoryTree(answer.getCategoriesList());
            until = clock.instant().plus(FRESH);
        } catch (StatusRuntimeException e) {
            LOG.warn("categories cannot be read: {}", e.getStatus());
            until = clock.instant().plus(RETRY);
        }
    }
}
