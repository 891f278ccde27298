package com.mallhive.web.edge;

import com.mallhive.platform.rpc.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/** Reads bodies of bounded size. */
final class Bodies {
    private static final byte[] NONE = {};
    /** Memory follows what arrives, not what is announced. */
    private static final long FIRST_BUFFER = 16 << 10;

    private Bodies() {}

    static byte[] read(Request request, int limit) {
        long length = request.getLength();
        if (length == 0 || (length < 0 && !request.getHeaders().contains("Transfer-Encoding"))) {
            return NONE;
        }
        if (length > limit) {
            throw tooLarge(limit);
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream((int) Math.clamp(length, 1024, FIRST_BUFFER));
            byte[] buffer = new byte[8192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                out.write(buffer, 0, n);
                if (out.size() > limit) {
                    throw tooLarge(limit);
                }
            }
            return out.toByteArray();
        } catch (IOException e) {
            // Broken chunks, an end before the end, or nothing for too long.
            throw Problem.of(
                    Problem.Kind.INVALID, "incomplete-body", "The body did not arrive as its headers announced.");
        }
    }

    private static Problem tooLarge(int limit) {
        return Problem.of(
                Problem.Kind.TOO_LARGE,
                "too-large",
                "The body is larger than the " + limit + " bytes that are possible.");
    }
}
