package com.mallhive.catalog.media;

import com.mallhive.platform.rpc.Problem;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads pictures with suspicion and writes them as WebP in the widths that pages need. */
final class ImageSizes {
    /** The smallest first. Pictures are never enlarged. */
    static final int[] WIDTHS = {320, 1024};

    private static final Set<String> PIXEL_CHUNKS = Set.of("VP8 ", "VP8L", "VP8X", "ALPH");

    private final long maxPixels;

    /** Pixels of the original. */
    record Size(int width, int height) {}

    ImageSizes(int maxMegapixels) {
        this.maxPixels = maxMegapixels * 1_000_000L;
    }

    /** The size, read from the header before anything is unpacked; a problem (400) where the bytes are not such a picture. */
    Size check(byte[] bytes, String contentType) throws IOException {
        if (!contentType.equals(typeOf(bytes))) {
            throw Problem.of(
                    Problem.Kind.INVALID,
                    "picture-invalid",
                    "The bytes are not a picture of the type " + contentType + ".");
        }
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw unreadable();
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                Size size = new Size(reader.getWidth(0), reader.getHeight(0));
                if ((long) size.width() * size.height() > maxPixels || size.width() < 16 || size.height() < 16) {
                    throw Problem.of(
                            Problem.Kind.INVALID,
                            "picture-size",
                            "A picture needs at least 16 × 16 and at most " + maxPixels / 1_000_000
                                    + " million pixels.");
                }
                return size;
            } catch (IOException | RuntimeException e) {
                if (e instanceof Problem problem) {
                    throw problem;
                }
                throw unreadable();
            } finally {
                reader.dispose();
            }
        }
    }

    /** The picture per width. */
    Map<Integer, byte[]> webp(byte[] bytes) throws IOException {
        BufferedImage original;
        try {
            original = ImageIO.read(new ByteArrayInputStream(bytes));
        } catch (IOException | RuntimeException e) {
            throw unreadable();
        }
        if (original == null) {
            throw unreadable();
        }
        Map<Integer, byte[]> sizes = new LinkedHashMap<>();
        byte[] last = null;
        int lastWidth = 0;
        for (int wanted : WIDTHS) {
            int width = Math.min(wanted, original.getWidth());
            if (last == null || width != lastWidth) {
                boolean asIs = width == original.getWidth() && isBareWebp(bytes);
                last = asIs ? bytes : encode(scale(original, width));
                lastWidth = width;
            }
            sizes.put(wanted, last);
        }
        return sizes;
    }

    private static byte[] encode(BufferedImage image) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        if (!ImageIO.write(image, "webp", out)) {
            throw new IOException("no writer for WebP");
        }
        return out.toByteArray();
    }

    private static BufferedImage scale(BufferedImage from, int width) {
        int height = Math.max(1, Math.round((float) from.getHeight() * width / from.getWidth()));
        BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = to.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            graphics.setRenderingHint(RenderingHints.KEY_RENDERING, RenderingHints.VALUE_RENDER_QUALITY);
            graphics.drawImage(from, 0, 0, width, height, null);
        } finally {
            graphics.dispose();
        }
        return to;
    }

    private static String typeOf(byte[] b) {
        if (b.length > 12 && b[0] == (byte) 0xFF && b[1] == (byte) 0xD8) {
            return "image/jpeg";
        } else if (b.length > 12 && b[0] == (byte) 0x89 && b[1] == 'P' && b[2] == 'N' && b[3] == 'G') {
            return "image/png";
        } else if (b.length > 12
                && b[0] == 'R'
                && b[1] == 'I'
                && b[2] == 'F'
                && b[8] == 'W'
                && b[9] == 'E'
                && b[10] == 'B') {
            return "image/webp";
        }
        return "";
    }

    /**
     * Whether the bytes are a WebP that holds pixels and nothing else: no EXIF, no colour profile, no animation. Such a picture
     * needs not be written again (https://developers.google.com/speed/webp/docs/riff_container).
     */
    private static boolean isBareWebp(byte[] bytes) {
        if (!typeOf(bytes).equals("image/webp")) {
            return false;
        }
        ByteBuffer chunks =
                ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).position(12);
        while (chunks.remaining() >= 8) {
            byte[] name = new byte[4];
            chunks.get(name);
            long size = Integer.toUnsignedLong(chunks.getInt());
            long padded = size + (size & 1);
            if (!PIXEL_CHUNKS.contains(new String(name, StandardCharsets.US_ASCII)) || padded > chunks.remaining()) {
                return false;
            }
            chunks.position(chunks.position() + (int) padded);
        }
        return !chunks.hasRemaining();
    }

    private static Problem unreadable() {
        return Problem.of(Problem.Kind.INVALID, "picture-invalid", "The picture is damaged or of an unknown kind.");
    }
}
