package com.mallhive.web.storefront;

import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;
import org.eclipse.jetty.server.Handler;

/** The storefront: every page of buyers and sellers. */
public final class StorefrontModule implements Module {
    public StorefrontModule(Platform platform) {}

    public Handler handler() {
        throw new IllegalStateException();
    }
}
