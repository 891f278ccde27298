package com.mallhive.inventory.domain;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.UUID;

/** What is available of some offers while their stock is locked, from which one order after the other takes. */
public final class Shelf {
    private final Map<UUID, Integer> available;
    private final Map<UUID, Integer> taken = new HashMap<>();

    /** @param available pieces per offer, 0 or more */
    public Shelf(Map<UUID, Integer> available) {
        this.available = new HashMap<>(available);
    }

    /** Whether every one of these offers is here at all. */
    public boolean knows(SortedMap<UUID, Integer> lines) {
        return available.keySet().containsAll(lines.keySet());
    }

    /** Takes all lines or none. One order that finds too little leaves everything for the next. */
    public Claim take(SortedMap<UUID, Integer> lines) {
        List<Claim.Shortage> shortages = new ArrayList<>();
        lines.forEach((offer, quantity) -> {
            int left = available.getOrDefault(offer, 0);
            if (left < quantity) {
                shortages.add(new Claim.Shortage(offer, quantity, left));
            }
        });
        if (!shortages.isEmpty()) {
            return new Claim.Lacking(shortages);
        }
        lines.forEach((offer, quantity) -> {
            available.merge(offer, -quantity, Integer::sum);
            taken.merge(offer, quantity, Integer::sum);
        });
        return new Claim.Held();
    }

    /** What has been taken in all, per offer. */
    public Map<UUID, Integer> taken() {
        return Map.copyOf(taken);
    }
}
