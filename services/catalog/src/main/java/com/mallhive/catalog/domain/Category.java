package com.mallhive.catalog.domain;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A node of the category tree. */
public record Category(
        UUID id, String slug, String name, @Nullable UUID parentId, int position, String pictureUrl) {}
