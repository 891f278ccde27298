package com.mallhive.inventory.domain;

import java.time.Instant;
import java.util.SortedMap;
import java.util.UUID;

/**
 * What an order wants to have reserved.
 *
 * @param lines quantity per offer, in the order of their ids
 * @param expiry until when, if the order is not paid
 */
public record Wish(UUID order, SortedMap<UUID, Integer> lines, Instant expiry) {}
