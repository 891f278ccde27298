package com.mallhive.web.storefront.buy;

import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.TotalLine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cart's page.
 *
 * @param blocked whether something must be taken out before checkout
 */
public record CartView(List<Group> groups, List<TotalLine> totals, List<Notice> notices, boolean blocked) {

    /** What one shop sends. */
    public record Group(String shop, @Nullable String shipping, List<Line> lines) {}

    /**
     * A line.
     *
     * @param former the price when it was put in, if it has changed since
     * @param warning what is the matter with it, or null
     */
    public record Line(
            String id,
            String title,
            String url,
            String variant,
            Art art,
            String unitPrice,
            @Nullable String former,
            String sum,
            int quantity,
            int max,
            boolean onSale,
            @Nullable String warning) {}

    /** Whether there is nothing in it. */
    public boolean empty() {
        return groups.isEmpty();
    }
}
