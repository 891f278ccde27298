package com.mallhive.web.storefront.visit;

import com.mallhive.api.analytics.v1.VisitEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Takes note of what a visitor did who agreed to it. Never waits and never fails. */
public interface Measure {
    /** Measures nothing. */
    Measure NOTHING = (_, _, _, _) -> {};

    /** Something happened in this visit on the page with this path. */
    void note(UUID visitId, VisitEvent.Type type, String path, @Nullable String productId);
}
