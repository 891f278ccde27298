package com.mallhive.catalog.events;

import com.mallhive.api.catalog.v1.Offer;
import com.mallhive.api.catalog.v1.OptionValue;
import com.mallhive.api.catalog.v1.ProductOption;
import com.mallhive.api.catalog.v1.Variant;
import com.mallhive.api.type.Picture;
import com.mallhive.catalog.domain.Product;
import com.mallhive.catalog.media.Pictures;
import com.mallhive.platform.money.Money;
import com.mallhive.platform.rpc.Wire;
import java.util.UUID;

/** Products as contracts and events tell them. */
public final class ProductWire {
    private static final String MEDIA = "/media/catalog/";

    private ProductWire() {}

    public static com.mallhive.api.catalog.v1.Product product(Product product) {
        var wire = com.mallhive.api.catalog.v1.Product.newBuilder()
                .setId(product.id().toString())
                .setShopId(product.shop().id().toString())
                .setShopName(product.shop().name())
                .setShopSlug(product.shop().slug())
                .setSlug(product.slug())
                .setTitle(product.title())
                .setDescription(product.description())
                .setBrand(product.brand())
                .setStatus(
                        product.published()
                                ? com.mallhive.api.catalog.v1.Product.Status.PUBLISHED
                                : com.mallhive.api.catalog.v1.Product.Status.DRAFT)
                .setCreateTime(Wire.timestamp(product.createdAt()))
                .setUpdateTime(Wire.timestamp(product.updatedAt()))
                .setEtag(product.etag());
        UUID category = product.categoryId();
        if (category != null) {
            wire.setCategoryId(category.toString());
        }
        product.options()
                .forEach(o -> wire.addOptions(
                        ProductOption.newBuilder().setName(o.name()).addAllValues(o.values())));
        product.variants().forEach(v -> wire.addVariants(variant(v)));
        product.pictures().forEach(p -> wire.addPictures(picture(p)));
        return wire.build();
    }

    public static Picture picture(Product.Picture picture) {
        return Picture.newBuilder()
                .setId(picture.id())
                .setUrl(MEDIA + Pictures.key(picture.id(), 1024))
                .setThumbnailUrl(MEDIA + Pictures.key(picture.id(), 320))
                .setWidth(picture.width())
                .setHeight(picture.height())
                .setAlt(picture.alt())
                .build();
    }

    /** An offer of the product. */
    public static Offer offer(Product product, Product.Variant variant) {
        String picture = variant.pictureId().isEmpty() && !product.pictures().isEmpty()
                ? product.pictures().getFirst().id()
                : variant.pictureId();
        UUID category = product.categoryId();
        return Offer.newBuilder()
                .setId(variant.offerId().toString())
                .setProductId(product.id().toString())
                .setProductSlug(product.slug())
                .setShopId(product.shop().id().toString())
                .setShopName(product.shop().name())
                .setSku(variant.sku())
                .setTitle(product.title())
                .setVariant(variant.label())
                .setPrice(Wire.money(variant.price()))
                .setThumbnailUrl(picture.isEmpty() ? "" : MEDIA + Pictures.key(picture, 320))
                .setCategoryId(category == null ? "" : category.toString())
                .setWeightGrams(variant.weightGrams())
                .build();
    }

    private static Variant variant(Product.Variant variant) {
        var wire = Variant.newBuilder()
                .setId(variant.id().toString())
                .setOfferId(variant.offerId().toString())
                .setSku(variant.sku())
                .setPrice(Wire.money(variant.price()))
                .setPictureId(variant.pictureId())
                .setWeightGrams(variant.weightGrams());
        Money before = variant.compareAt();
        if (before != null) {
            wire.setCompareAt(Wire.money(before));
        }
        variant.options()
                .forEach(o -> wire.addOptions(
                        OptionValue.newBuilder().setName(o.name()).setValue(o.value())));
        return wire.build();
    }
}
