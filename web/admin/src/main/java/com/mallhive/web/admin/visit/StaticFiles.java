package com.mallhive.web.admin.visit;

import com.mallhive.web.ui.Assets;
import io.javalin.http.Context;
import io.javalin.http.Handler;

/** Style sheet, script, fonts and pictures. Their addresses carry a hash, so browsers may keep them for good. */
public final class StaticFiles implements Handler {
    private final Assets assets;

    public StaticFiles(Assets assets) {
        this.assets = assets;
    }

    @Override
    public void handle(Context ctx) {
        Assets.Asset asset = assets.find(ctx.path());
        if (asset == null) {
            ctx.status(404);
            return;
        }
        ctx.header("Cache-Control", Assets.CACHE_CONTROL).header("ETag", asset.etag());
        if (asset.etag().equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
        } else {
            ctx.contentType(asset.contentType()).result(asset.bytes());
        }
    }
}
