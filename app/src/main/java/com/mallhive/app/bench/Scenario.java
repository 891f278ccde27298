package com.mallhive.app.bench;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** What a buyer does over and over. */
public enum Scenario {
    PRODUCT_READ {
        @Override
        public int run(HttpLine line, Goods goods, Buyer buyer) throws IOException {
            return line.send(HttpLine.request("GET", "/v1/products/" + any(goods.products()), "", ""), false)
                    .status();
        }
    },
    PRODUCT_LIST {
        @Override
        public int run(HttpLine line, Goods goods, Buyer buyer) throws IOException {
            return line.send(HttpLine.request("GET", "/v1/products?pageSize=20", "", ""), false)
                    .status();
        }
    },
    SEARCH {
        @Override
        public int run(HttpLine line, Goods goods, Buyer buyer) throws IOException {
            return line.send(HttpLine.request("GET", "/v1/search?q=" + any(WORDS) + "+" + any(WORDS), "", ""), false)
                    .status();
        }
    },
    /** Every search is new: none is answered from memory. */
    SEARCH_COLD {
        @Override
        public int run(HttpLine line, Goods goods, Buyer buyer) throws IOException {
            String query = any(WORDS) + "+" + any(WORDS) + "&maxPrice=" + (1_000_000 + UNIQUE.incrementAndGet());
            return line.send(HttpLine.request("GET", "/v1/search?q=" + query, "", ""), false)
                    .status();
        }
    },
    CART_ADD {
        @Override
        public int run(HttpLine line, Goods goods, Buyer buyer) throws IOException {
            if (buyer.lines++ % 10 == 0) {
                buyer.cart = line.send(HttpLine.request("POST", "/v1/carts", "", "{}"), true)
                        .text("id");
            }
            return add(line, buyer.cart, any(goods.offers()));
        }
    },
    /** Cart, two lines, order, paid. */
    CHECKOUT {
        @Override
        public int run(HttpLine line, Goods goods, Buyer buyer) throws IOException {
            String cart = line.send(HttpLine.request("POST", "/v1/carts", "", "{}"), true)
                    .text("id");
            int first = ThreadLocalRandom.current().nextInt(goods.offers().size());
            add(line, cart, goods.offers().get(first));
            add(line, cart, goods.offers().get((first + 7) % goods.offers().size()));
            return order(line, cart);
        }
    },
    /** One product, 200 pieces, 260 tries. Runs once, not for a time. */
    FLASH_SALE {
        @Override
        public int run(HttpLine line, Goods goods, Buyer buyer) throws IOException {
            String cart = line.send(HttpLine.request("POST", "/v1/carts", "", "{}"), true)
                    .text("id");
            add(line, cart, goods.flash());
            return order(line, cart);
        }
    };

    /** Pieces in a flash sale, and how often somebody tries to get one. */
    static final int PIECES = 200;

    static final int TRIES = 260;

    private static final List<String> WORDS = Words.ALL;
    private static final AtomicLong UNIQUE = new AtomicLong();

    /** What there is to buy. */
    public record Goods(List<String> products, List<String> offers, String flash) {}

    /** What one buyer remembers. */
    public static final class Buyer {
        private String cart = "";
        private int lines;
    }

    /** Does it once and answers with the status of the last call. */
    public abstract int run(HttpLine line, Goods goods, Buyer buyer) throws IOException;

    /** The name on the command line. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static int add(HttpLine line, String cart, String offer) throws IOException {
        String body = "{\"offerId\":\"" + offer + "\",\"quantity\":1}";
        return line.send(HttpLine.request("POST", "/v1/carts/" + cart + "/lines", "", body), false)
                .status();
    }

    private static int order(HttpLine line, String cart) throws IOException {
        String body = "{\"cart\":\"" + cart + "\",\"email\":\"bench@example.com\",\"paymentMethod\":\"pm_card_visa\","
                + "\"shippingAddress\":{\"name\":\"B\",\"line1\":\"Street 1\",\"city\":\"Bremen\",\"postalCode\":\"28195\","
                + "\"country\":\"DE\"}}";
        return line.send(HttpLine.request("POST", "/v1/orders", "Idempotency-Key: 1\r\n", body), false)
                .status();
    }

    private static String any(List<String> list) {
        return list.get(ThreadLocalRandom.current().nextInt(list.size()));
    }
}
