package com.mallhive.catalog.media;

import com.mallhive.catalog.CatalogSettings;
import com.mallhive.catalog.domain.Product;
import com.mallhive.catalog.store.MediaStore;
import com.mallhive.platform.blobs.Blobs;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.rpc.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

/**
 * Pictures: uploaded to an address that takes exactly what was announced, then checked and stored in the sizes that pages
 * need. A picture's id is a hash of its bytes: the same picture is stored once.
 */
public final class Pictures {
    private static final String INCOMING = "incoming/";
    private static final String READY = "pictures/";

    private final Database database;
    private final MediaStore store;
    private final Blobs blobs;
    private final ImageSizes sizes;
    private final CatalogSettings settings;
    private final Clock clock;

    /** Where to send the bytes. */
    public record Ticket(UUID id, String url, Instant expiry) {}

    public Pictures(Database database, MediaStore store, Blobs blobs, CatalogSettings settings, Clock clock) {
        this.database = database;
        this.store = store;
        this.blobs = blobs;
        this.sizes = new ImageSizes(settings.maxMegapixels());
        this.settings = settings;
        this.clock = clock;
    }

    /** The key of a picture in a width of {@link ImageSizes#WIDTHS}. */
    public static String key(String pictureId, int width) {
        return READY + pictureId + "-" + width + ".webp";
    }

    /** Begins an upload. */
    public Ticket begin(UUID shop, String contentType, long size) {
        UUID id = Ids.next();
        Instant expiry = clock.instant().plus(settings.uploadLife());
        database.execute(session -> {
            store.insert(session, new MediaStore.Upload(id, shop, contentType, size), expiry);
        });
        return new Ticket(id, blobs.uploadUrl(INCOMING + id, contentType, size, expiry), expiry);
    }

    /** Checks the bytes and makes the sizes. */
    public Product.Picture complete(UUID shop, UUID id, String alt) {
        var upload = database.statement(session -> store.upload(session, id, shop, clock.instant()))
                .orElseThrow(() -> Problem.notFound("upload"));
        try {
            Blobs.Blob blob = blobs.get(INCOMING + id);
            if (blob == null) {
                throw Problem.conflict("upload-missing", "PUT the bytes to the upload's address first.");
            }
            Product.Picture picture = add(shop, id, blob.bytes(), upload.contentType(), alt);
            blobs.delete(INCOMING + id);
            return picture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Checks and stores the bytes of a picture as one of the shop's. */
    public Product.Picture add(UUID shop, UUID upload, byte[] bytes, String contentType, String alt)
            throws IOException {
        String id = hash(bytes);
        ImageSizes.Size size = sizes.check(bytes, contentType);
        if (blobs.get(key(id, ImageSizes.WIDTHS[0])) == null) {
            for (var entry : sizes.webp(bytes).entrySet()) {
                blobs.put(key(id, entry.getKey()), entry.getValue(), "image/webp");
            }
        }
        Product.Picture picture = new Product.Picture(id, size.width(), size.height(), alt.strip());
        database.execute(session -> {
            store.complete(session, upload, shop, picture);
        });
        return picture;
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] sha = MessageDigest.getInstance("SHA-256").digest(bytes);
            return java.util.HexFormat.of().formatHex(sha, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
