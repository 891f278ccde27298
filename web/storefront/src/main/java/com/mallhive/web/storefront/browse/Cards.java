package com.mallhive.web.storefront.browse;

import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.type.Money;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Badge;
import com.mallhive.web.ui.Price;
import com.mallhive.web.ui.ProductCard;
import com.mallhive.web.ui.Tone;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Products as lists show them. */
public final class Cards {
    private static final String NO_PICTURE = "ui/mark.svg";

    private final CategoryTree tree;
    private final com.mallhive.web.ui.Assets assets;
    private final Locale locale;
    private final Set<String> moving = new HashSet<>();

    public Cards(CategoryTree tree, com.mallhive.web.ui.Assets assets, Locale locale) {
        this.tree = tree;
        this.assets = assets;
        this.locale = locale;
    }

    public List<ProductCard> of(List<com.mallhive.api.discovery.v1.ProductCard> cards) {
        return cards.stream().map(this::of).toList();
    }

    /** The same without reasons, where the heading of the list says them. */
    public List<ProductCard> plain(List<com.mallhive.api.discovery.v1.ProductCard> cards) {
        return of(cards.stream()
                .map(card -> card.toBuilder().clearReason().build())
                .toList());
    }

    /** A card of the search. */
    public ProductCard of(com.mallhive.api.discovery.v1.ProductCard card) {
        return new ProductCard(
                "/p/" + card.getSlug(),
                card.getTitle(),
                card.getShopName(),
                art(card.getThumbnailUrl(), card.getCategoryId(), card.getProductId()),
                price(card.getPrice(), card.hasCompareAt() ? card.getCompareAt() : null, card.getPriceFrom()),
                null,
                sale(card.hasCompareAt()
                        && card.getCompareAt().getAmount() > card.getPrice().getAmount()),
                card.getReason().isEmpty() ? null : card.getReason(),
                !card.getInStock());
    }

    /** A product of the catalog; whether it is in stock is not known here. */
    public ProductCard of(Product product, boolean withShop) {
        ProductCard card = of(plain(product));
        return withShop
                ? card
                : new ProductCard(
                        card.url(), card.title(), null, card.art(), card.price(), null, card.badge(), null, false);
    }

    /** A product of the catalog as the search would tell it. */
    static com.mallhive.api.discovery.v1.ProductCard plain(Product product) {
        Variant lowest = product.getVariantsList().stream()
                .min(Comparator.comparingLong(v -> v.getPrice().getAmount()))
                .orElse(Variant.getDefaultInstance());
        var card = com.mallhive.api.discovery.v1.ProductCard.newBuilder()
                .setProductId(product.getId())
                .setSlug(product.getSlug())
                .setTitle(product.getTitle())
                .setShopName(product.getShopName())
                .setCategoryId(product.getCategoryId())
                .setPrice(lowest.getPrice())
                .setPriceFrom(product.getVariantsList().stream()
                        .anyMatch(v ->
                                v.getPrice().getAmount() != lowest.getPrice().getAmount()))
                .setInStock(true);
        if (lowest.hasCompareAt()) {
            card.setCompareAt(lowest.getCompareAt());
        }
        if (product.getPicturesCount() > 0) {
            card.setThumbnailUrl(product.getPictures(0).getThumbnailUrl());
        }
        return card.build();
    }

    /** A picture on the tint of its category; the mall's mark where there is none. */
    public Art art(String url, String categoryId, String productId) {
        String src = url.isEmpty() ? assets.path(NO_PICTURE) : url;
        Art art = Art.of(src, "", tree.tint(categoryId));
        // A name may stand on a page once: the browser would not know which of two pictures is to move.
        return productId.length() < 12 || url.isEmpty() || !moving.add(productId)
                ? art
                : art.movingAs(transition(productId));
    }

    /** The picture of the page's own product, which no card on the page may move any more. */
    Art main(Art art, String productId) {
        moving.add(productId);
        return art.movingAs(transition(productId));
    }

    /** The name under which a product's picture moves between pages. */
    static String transition(String productId) {
        return "p-" + productId.substring(productId.length() - 12);
    }

    private Price price(Money price, @Nullable Money compareAt, boolean from) {
        String currency = price.getCurrency().isEmpty() ? "EUR" : price.getCurrency();
        if (from) {
            return Price.from(price.getAmount(), currency, locale);
        }
        return Price.of(price.getAmount(), compareAt == null ? null : compareAt.getAmount(), currency, locale);
    }

    private static @Nullable Badge sale(boolean sale) {
        return sale ? new Badge("Offer", Tone.ACCENT) : null;
    }
}
