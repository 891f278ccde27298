package com.mallhive.web.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.platform.blobs.LocalBlobs;
import com.mallhive.testkit.Api;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files go past gRPC: in by an address that was signed for exactly these bytes, out for good. */
final class FilesTest {
    private static final byte[] BYTES = {1, 2, 3, 4};

    private static EdgeServer edge;
    private static LocalBlobs catalog;

    @BeforeAll
    static void start() {
        edge = EdgeServer.start();
        catalog = ((LocalBlobs) edge.platform().blobs()).of("catalog");
    }

    @AfterAll
    static void stop() {
        edge.close();
    }

    @Test
    void anUploadIsServedAsItCame() {
        put(address("pictures/a.png", BYTES.length), BYTES, "image/png").expect(204);
        var picture = edge.api().get("/media/catalog/pictures/a.png").expect(200);
        assertThat(picture.response().body()).hasSize(BYTES.length);
        var headers = picture.response().headers();
        assertThat(headers.firstValue("Content-Type")).contains("image/png");
        assertThat(headers.firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Content-Security-Policy")).contains("default-src 'none'; sandbox");
        var head =
                edge.api().send("HEAD", "/media/catalog/pictures/a.png", null).expect(200);
        assertThat(head.response().headers().firstValue("Content-Length")).contains("4");
    }

    @Test
    void anAddressIsGoodForNothingElse() {
        String address = address("pictures/b.png", BYTES.length);
        put(address, new byte[5], "image/png").expect(403);
        put(address, BYTES, "image/svg+xml").expect(403);
        put(address.replace("b.png", "c.png"), BYTES, "image/png").expect(403);
        put(address.replaceAll("until=\\d", "until=9"), BYTES, "image/png").expect(403);
        put(address.replaceAll("&signature=.*", ""), BYTES, "image/png").expect(403);
        edge.api().get("/media/catalog/pictures/b.png").expect(404);
        edge.platform().clock().advance(Duration.ofHours(1));
        var late = put(address, BYTES, "image/png").expect(403);
        assertThat(late.text("type")).endsWith("/upload-refused");
    }

    @Test
    void whoseBytesAreNotReadIsToldThatTheConnectionEnds() throws IOException {
        int port = edge.request("/").build().uri().getPort();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write("""
                    PUT /v1/uploads/content/pictures/b.png HTTP/1.1
                    Host: mall.test
                    Content-Type: image/png
                    Content-Length: 5

                    """.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 403 ")
                    .containsIgnoringCase("\r\nConnection: close\r\n");
        }
    }

    @Test
    void onlyPicturesGoOut() throws Exception {
        catalog.put("secret/a.png", BYTES, "image/png");
        edge.api().get("/media/catalog/secret/a.png").expect(404);
        edge.api().get("/media/catalog/pictures/..%2Fsecret/a.png").expect(400);
        edge.api().get("/media/catalog/pictures/../secret/a.png").expect(404);
    }

    private static String address(String key, int size) {
        URI signed = URI.create(catalog.uploadUrl(
                key, "image/png", size, edge.platform().clock().instant().plus(Duration.ofMinutes(10))));
        return signed.getRawPath() + "?" + signed.getRawQuery();
    }

    private static Api.Answer put(String address, byte[] bytes, String contentType) {
        return edge.send(edge.request(address)
                .header("Content-Type", contentType)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build());
    }
}
