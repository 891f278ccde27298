package com.mallhive.catalog.store;

import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.mallhive.catalog.domain.Product;
import java.util.List;

/** Lists in jsonb columns. */
final class Json {
    static final TypeToken<List<Product.Option>> OPTIONS = new TypeToken<>() {};
    static final TypeToken<List<Product.OptionValue>> VALUES = new TypeToken<>() {};
    static final TypeToken<List<Product.Picture>> PICTURES = new TypeToken<>() {};
    private static final Gson GSON = new Gson();

    private Json() {}

    static String write(Object list) {
        return GSON.toJson(list);
    }

    static <T> T read(String json, TypeToken<T> type) {
        return GSON.fromJson(json, type);
    }
}
