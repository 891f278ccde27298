package com.mallhive.web.storefront.desk;

import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.CompleteUploadRequest;
import com.mallhive.api.catalog.v1.CreateUploadRequest;
import com.mallhive.api.catalog.v1.Upload;
import com.mallhive.platform.rpc.Problem;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Pictures from a plain form: the storefront does what a program would do with the interface, so that sellers need no
 * script. The bytes are checked by the catalog; here only their kind is told by their first bytes.
 */
final class Uploads implements AutoCloseable {
    private static final int LARGEST = 10 << 20;

    private final CatalogGrpc.CatalogBlockingStub catalog;
    private final HttpClient http = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    Uploads(CatalogGrpc.CatalogBlockingStub catalog) {
        this.catalog = catalog;
    }

    /** Stores a picture and answers with its id; a problem that the seller can read where it cannot be. */
    String store(UploadedFile file, String alt) {
        byte[] bytes = read(file);
        String type = type(bytes);
        if (type.isEmpty()) {
            throw Problem.invalid("pictures", "“" + name(file) + "” is not a JPEG, PNG or WebP picture");
        }
        Upload upload = catalog.createUpload(CreateUploadRequest.newBuilder()
                .setContentType(type)
                .setSize(bytes.length)
                .build());
        put(upload, type, bytes);
        return catalog.completeUpload(CompleteUploadRequest.newBuilder()
                        .setUpload(upload.getId())
                        .setAlt(alt.length() > 200 ? alt.substring(0, 200) : alt)
                        .build())
                .getId();
    }

    @Override
    public void close() {
        http.close();
    }

    private void put(Upload upload, String type, byte[] bytes) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(upload.getUrl()))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(bytes))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status / 100 != 2) {
                throw unavailable();
            }
        } catch (IOException e) {
            throw unavailable();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable();
        }
    }

    private static byte[] read(UploadedFile file) {
        if (file.size() > LARGEST) {
            throw Problem.invalid("pictures", "“" + name(file) + "” is larger than 10 MB");
        }
        try (InputStream in = file.content()) {
            return in.readNBytes(LARGEST + 1);
        } catch (IOException e) {
            throw Problem.invalid("pictures", "“" + name(file) + "” could not be read");
        }
    }

    /** The media type that the first bytes tell; empty for everything else. */
    static String type(byte[] b) {
        if (b.length > 3 && (b[0] & 0xFF) == 0xFF && (b[1] & 0xFF) == 0xD8) {
            return "image/jpeg";
        } else if (b.length > 8 && (b[0] & 0xFF) == 0x89 && b[1] == 'P' && b[2] == 'N' && b[3] == 'G') {
            return "image/png";
        } else if (b.length > 12 && b[0] == 'R' && b[1] == 'I' && b[8] == 'W' && b[9] == 'E' && b[10] == 'B') {
            return "image/webp";
        }
        return "";
    }

    private static String name(UploadedFile file) {
        String name = file.filename().replaceAll(".*[/\\\\]", "");
        return name.length() > 60 ? name.substring(0, 60) + "…" : name;
    }

    private static Problem unavailable() {
        return Problem.of(
                Problem.Kind.UNAVAILABLE, "upload-failed", "A picture could not be stored. Send the form again.");
    }
}
