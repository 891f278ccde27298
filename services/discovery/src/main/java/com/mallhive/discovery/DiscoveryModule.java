package com.mallhive.discovery;

import com.mallhive.discovery.events.OnMall;
import com.mallhive.discovery.recommend.Recommend;
import com.mallhive.discovery.search.Lookups;
import com.mallhive.discovery.search.ProductIndex;
import com.mallhive.discovery.search.SearchProducts;
import com.mallhive.discovery.store.DiscoveryStore;
import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;

/** The discovery service: search and recommendations. */
public final class DiscoveryModule implements Module {
    private final ProductIndex index;

    public DiscoveryModule(Platform platform) {
        var settings = platform.settings(DiscoverySettings.class);
        var database = platform.database();
        var store = new DiscoveryStore();
        this.index = new ProductIndex(database, settings.refresh());
        var lookups = new Lookups(index);
        new OnMall(store).register(platform.events());
        platform.serve(new DiscoveryApi(
                new SearchProducts(index, settings.cachedAnswers()),
                lookups,
                new Recommend(database, store, lookups, settings.trendingDays(), platform.clock())));
    }

    @Override
    public void start() {
        index.start();
    }

    @Override
    public void stop() {
        index.close();
    }
}
