package com.mallhive.accounts.domain;

import java.time.Instant;
import java.util.UUID;

/** A seller's shop. */
public record Shop(
        UUID id,
        UUID ownerId,
        String slug,
        String name,
        String tagline,
        String description,
        String city,
        String country,
        Instant createdAt) {}
