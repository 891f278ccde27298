package com.mallhive.web.storefront.visit;

import com.mallhive.web.ui.Assets;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** Assets under their hashed addresses, which never change: browsers and shared caches keep them. */
public final class StaticFiles implements Handler {
    private final Assets assets;

    public StaticFiles(Assets assets) {
        this.assets = assets;
    }

    @Override
    public void handle(Context ctx) {
        Assets.Asset asset = assets.find(ctx.path());
        if (asset == null) {
            ctx.status(404).result("no such asset").contentType("text/plain; charset=utf-8");
            return;
        }
        ctx.header("Cache-Control", Assets.CACHE_CONTROL);
        ctx.header("ETag", asset.etag());
        ctx.header("Vary", "Accept-Encoding");
        if (asset.etag().equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
            return;
        }
        ctx.disableCompression();
        ctx.contentType(asset.contentType());
        String accepted = ctx.header("Accept-Encoding");
        byte[] gzip = asset.gzip();
        if (gzip != null && accepted != null && accepted.contains("gzip")) {
            ctx.header("Content-Encoding", "gzip").result(gzip);
        } else {
            ctx.result(asset.bytes());
        }
    }
}
