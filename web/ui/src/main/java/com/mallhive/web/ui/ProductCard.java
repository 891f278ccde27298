package com.mallhive.web.ui;

import org.jspecify.annotations.Nullable;

/**
 * A product in a list.
 *
 * @param url its page
 * @param shop who sells it, or null on the shop's own page
 * @param rating or null if nobody has said anything yet
 * @param badge one word on the picture, or null
 * @param reason why it is shown to this visitor, or null
 */
public record ProductCard(
        String url,
        String title,
        @Nullable String shop,
        Art art,
        Price price,
        @Nullable Rating rating,
        @Nullable Badge badge,
        @Nullable String reason,
        boolean soldOut) {}
