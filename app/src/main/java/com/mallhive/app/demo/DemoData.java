package com.mallhive.app.demo;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The demo mall's data, as {@code demo/README.md} on the class path describes it. */
final class DemoData {
    private static final Gson GSON = new Gson();

    record Category(String slug, String name, @Nullable String parent, String art) {}

    record Owner(String name, String email) {}

    record Shop(
            String slug, String name, String tagline, String description, String city, String country, Owner owner) {}

    record Option(String name, List<String> values) {}

    record Variant(
            String sku,
            Map<String, String> options,
            long price,
            @Nullable Long compareAt,
            int stock,
            String art,
            int weightGrams) {}

    record Product(
            String shop,
            String category,
            String title,
            String brand,
            String description,
            List<Option> options,
            List<Variant> variants) {}

    record Address(
            String name,
            String line1,
            @Nullable String line2,
            String city,
            @Nullable String region,
            String postalCode,
            String country,
            @Nullable String phone) {}

    record Buyer(String name, String email, Address address) {}

    record Line(String sku, int quantity) {}

    record Order(String buyer, int daysAgo, int hour, List<Line> lines) {}

    private DemoData() {}

    static List<Category> categories() {
        return list("categories.json", new TypeToken<>() {});
    }

    static List<Shop> shops() {
        return list("shops.json", new TypeToken<>() {});
    }

    static List<Buyer> buyers() {
        return list("buyers.json", new TypeToken<>() {});
    }

    static List<Product> products() {
        return lines("products.jsonl", Product.class);
    }

    /** The oldest first. */
    static List<Order> orders() {
        return lines("orders.jsonl", Order.class);
    }

    /** A picture's bytes. */
    static byte[] art(String name) {
        try (InputStream in = open("art/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> list(String file, TypeToken<List<T>> type) {
        try (BufferedReader reader = reader(file)) {
            return GSON.fromJson(reader, type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> List<T> lines(String file, Class<T> type) {
        try (BufferedReader reader = reader(file)) {
            return reader.lines().map(line -> GSON.fromJson(line, type)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedReader reader(String file) {
        return new BufferedReader(new InputStreamReader(open(file), StandardCharsets.UTF_8));
    }

    private static InputStream open(String file) {
        InputStream in = DemoData.class.getResourceAsStream("/demo/" + file);
        if (in == null) {
            throw new IllegalStateException("missing on the class path: demo/" + file);
        }
        return in;
    }
}
