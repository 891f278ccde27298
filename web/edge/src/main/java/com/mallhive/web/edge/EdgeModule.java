package com.mallhive.web.edge;

import com.mallhive.platform.Platform;
import com.mallhive.platform.blobs.LocalBlobs;
import com.mallhive.platform.lifecycle.WebModule;
import com.mallhive.platform.telemetry.Trace;
import java.io.IOException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The public REST API, its documentation, pictures and webhooks. */
public final class EdgeModule implements WebModule {
    private final RestBinding rest;
    private final ApiDocs docs;
    private final Files files;

    public EdgeModule(Platform platform) {
        EdgeSettings settings = platform.settings(EdgeSettings.class);
        Routes routes = new Routes();
        this.rest = new RestBinding(platform, routes, settings);
        this.docs = new ApiDocs(routes, platform.publicUrl());
        if (!(platform.blobs() instanceof LocalBlobs blobs)) {
            throw new IllegalStateException("pictures are served from a local folder");
        }
        this.files = new Files(blobs.of("catalog"), settings.maxUpload());
    }

    @Override
    public Handler handler() {
        return new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) {
                String path = request.getHttpURI().getPath();
                if (path.startsWith(LocalBlobs.UPLOAD_PATH)) {
                    guarded(request, response, callback, () -> files.take(request, response, callback));
                } else if (path.startsWith("/v1/")) {
                    rest.handle(request, response, callback);
                } else if (path.startsWith(Files.MEDIA_PATH)) {
                    guarded(request, response, callback, () -> files.serve(request, response, callback));
                } else if (docs.has(path)) {
                    guarded(request, response, callback, () -> docs.serve(path, request, response, callback));
                } else {
                    return false;
                }
                return true;
            }
        };
    }

    @FunctionalInterface
    private interface Work {
        void run() throws IOException;
    }

    private static void guarded(Request request, Response response, Callback callback, Work work) {
        Trace trace = Trace.from(request.getHeaders().get("traceparent"));
        trace.run(() -> {
            try {
                work.run();
            } catch (RuntimeException | IOException e) {
                Problems.write(response, callback, e, trace);
            }
        });
    }
}
