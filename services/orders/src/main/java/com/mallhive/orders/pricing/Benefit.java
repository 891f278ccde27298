package com.mallhive.orders.pricing;

import com.mallhive.platform.money.Money;
import java.util.Comparator;
import java.util.List;

/** What a promotion gives. All but free shipping take something off the goods. */
public sealed interface Benefit {
    /** The whole, in basis points. */
    int WHOLE = 10_000;

    /** A share of the goods in basis points, rounded half up. */
    record Percentage(int basisPoints) implements Benefit {
        public Percentage {
            checkShare(basisPoints);
        }
    }

    /** An amount off, at most what the goods cost. */
    record AmountOff(Money amount) implements Benefit {
        public AmountOff {
            if (amount.amount() <= 0) {
                throw new IllegalArgumentException("an amount off is more than nothing");
            }
        }
    }

    /** Of every {@code buy + free} pieces, {@code free} cost nothing: the cheapest of all. */
    record BuyGetFree(int buy, int free) implements Benefit {
        public BuyGetFree {
            if (buy < 1 || free < 1) {
                throw new IllegalArgumentException("buy and free are at least one");
            }
        }
    }

    /** The shops in question send without charge. */
    record FreeShipping() implements Benefit {}

    /** A share that grows with the number of pieces: the highest tier that is reached counts, for all pieces. */
    record Tiered(List<Tier> tiers) implements Benefit {
        public Tiered {
            if (tiers.isEmpty()) {
                throw new IllegalArgumentException("there is at least one tier");
            }
            tiers = tiers.stream()
                    .sorted(Comparator.comparingInt(Tier::fromQuantity))
                    .toList();
        }

        /** The share for so many pieces; zero below the first tier. */
        int basisPoints(long pieces) {
            int points = 0;
            for (Tier tier : tiers) {
                if (tier.fromQuantity() <= pieces) {
                    points = tier.basisPoints();
                }
            }
            return points;
        }
    }

    /** From so many pieces on, this share in basis points. */
    record Tier(int fromQuantity, int basisPoints) {
        public Tier {
            checkShare(basisPoints);
            if (fromQuantity < 1) {
                throw new IllegalArgumentException("a tier begins at one piece or later");
            }
        }
    }

    private static void checkShare(int basisPoints) {
        if (basisPoints < 1 || basisPoints > WHOLE) {
            throw new IllegalArgumentException("a share is 1 to 10000 basis points");
        }
    }
}
