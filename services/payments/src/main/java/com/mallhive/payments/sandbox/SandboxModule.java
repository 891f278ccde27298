package com.mallhive.payments.sandbox;

import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.WebModule;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.handler.DefaultHandler;

/** Stripe's stand-in: its interface, its hosted page, its webhooks. */
public final class SandboxModule implements WebModule {
    private final Handler handler = new DefaultHandler();

    public SandboxModule(Platform platform) {
        var _ = platform.settings(SandboxSettings.class);
    }

    @Override
    public Handler handler() {
        return handler;
    }
}
