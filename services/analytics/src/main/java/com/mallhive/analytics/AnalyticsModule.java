package com.mallhive.analytics;

import com.mallhive.analytics.sales.CountSales;
import com.mallhive.analytics.store.SalesStore;
import com.mallhive.analytics.store.VisitStore;
import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;
import java.time.Duration;

/** The analytics service: what visitors who agreed did, and what was sold. */
public final class AnalyticsModule implements Module {
    public AnalyticsModule(Platform platform) {
        var settings = platform.settings(AnalyticsSettings.class);
        var database = platform.database();
        var clock = platform.clock();
        var sales = new SalesStore();
        var visits = new VisitStore();
        new CountSales(sales).register(platform.events());
        platform.jobs()
                .recurring(
                        "purge-visits",
                        Duration.ofHours(12),
                        () -> database.execute(
                                session -> visits.purge(session, clock.instant().minus(settings.retention()))));
        platform.serve(new AnalyticsApi(database, sales, visits, settings.currency(), clock));
    }
}
