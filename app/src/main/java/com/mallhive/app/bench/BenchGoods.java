package com.mallhive.app.bench;

import com.mallhive.accounts.people.Register;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.OpenShopRequest;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.CreateCategoryRequest;
import com.mallhive.api.catalog.v1.CreateProductRequest;
import com.mallhive.api.catalog.v1.OptionValue;
import com.mallhive.api.catalog.v1.Product;
import com.mallhive.api.catalog.v1.ProductOption;
import com.mallhive.api.catalog.v1.PublishProductRequest;
import com.mallhive.api.catalog.v1.VariantInput;
import com.mallhive.api.type.Money;
import com.mallhive.app.demo.DemoMall;
import com.mallhive.platform.rpc.Caller;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;

/** A thousand products with three variants each, of ten shops, and one for the flash sale. */
final class BenchGoods {
    private static final int SHOPS = 10;
    private static final int PRODUCTS = 1000;
    private static final int PLENTY = 1_000_000;
    private static final List<String> SIZES = List.of("S", "M", "L");

    private final DemoMall.Target mall;

    BenchGoods(DemoMall.Target mall) {
        this.mall = mall;
    }

    Scenario.Goods make() {
        List<Register.Newcomer> people = new ArrayList<>();
        people.add(new Register.Newcomer("operator@bench.example", "Operator", true));
        for (int i = 0; i < SHOPS; i++) {
            people.add(new Register.Newcomer("seller" + i + "@bench.example", "Seller " + i, false));
        }
        List<UUID> shops = new ArrayList<>();
        var members = mall.accounts().bringIn(people, "bench-password");
        for (int i = 1; i <= SHOPS; i++) {
            String name = "Bench shop " + i;
            shops.add(UUID.fromString(as(
                            members.get(i).accessToken(),
                            () -> AccountsGrpc.newBlockingStub(mall.channel("accounts"))
                                    .openShop(OpenShopRequest.newBuilder()
                                            .setName(name)
                                            .setCountry("DE")
                                            .build()))
                    .getId()));
        }
        members = mall.accounts().bringIn(people, "bench-password"); // their tokens name the shops now
        String operator = members.getFirst().accessToken();
        String category = as(
                        operator,
                        () -> catalog()
                                .createCategory(CreateCategoryRequest.newBuilder()
                                        .setName("Bench")
                                        .build()))
                .getId();
        List<String> products = new ArrayList<>();
        List<String> offers = new ArrayList<>();
        for (int shop = 0; shop < SHOPS; shop++) {
            String seller = members.get(shop + 1).accessToken();
            String picture = picture(shops.get(shop));
            Map<UUID, Integer> stock = new LinkedHashMap<>();
            for (int i = 0; i < PRODUCTS / SHOPS; i++) {
                Product product = product(seller, category, picture, shop * 1000 + i);
                products.add(product.getId());
                product.getVariantsList().forEach(v -> {
                    offers.add(v.getOfferId());
                    stock.put(UUID.fromString(v.getOfferId()), PLENTY);
                });
            }
            mall.inventory().receive(shops.get(shop), stock);
        }
        String seller = members.get(1).accessToken();
        String flash = product(seller, category, picture(shops.getFirst()), 999_999)
                .getVariants(0)
                .getOfferId();
        mall.inventory().receive(shops.getFirst(), Map.of(UUID.fromString(flash), Scenario.PIECES));
        mall.awaitIdle();
        return new Scenario.Goods(products, offers, flash);
    }

    private Product product(String seller, String category, String picture, int number) {
        List<String> words = Words.ALL;
        String title = words.get(number % 12) + " " + words.get(12 + number % 11) + " " + words.get(number % 7)
                + " no. " + number;
        var request = CreateProductRequest.newBuilder()
                .setTitle(title)
                .setDescription("A " + title
                        + ", made for the benchmark, with a description of some length, as sellers write them.")
                .setBrand("Brand " + number % 20)
                .setCategoryId(category)
                .addOptions(ProductOption.newBuilder().setName("Size").addAllValues(SIZES))
                .addPictureIds(picture);
        for (int i = 0; i < SIZES.size(); i++) {
            request.addVariants(VariantInput.newBuilder()
                    .setSku("B-" + number + "-" + i)
                    .addOptions(OptionValue.newBuilder().setName("Size").setValue(SIZES.get(i)))
                    .setPrice(Money.newBuilder()
                            .setAmount(1000 + number % 5000 + 100L * i)
                            .setCurrency("EUR")));
        }
        return as(seller, () -> {
            String id = catalog().createProduct(request.build()).getId();
            return catalog()
                    .publishProduct(
                            PublishProductRequest.newBuilder().setProduct(id).build());
        });
    }

    private String picture(UUID shop) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_ARGB), "webp", out);
            return mall.catalog().addPicture(shop, out.toByteArray(), "Nothing");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CatalogGrpc.CatalogBlockingStub catalog() {
        return CatalogGrpc.newBlockingStub(mall.channel("catalog"));
    }

    private static <T> T as(String token, ScopedValue.CallableOp<T, RuntimeException> work) {
        return new Caller("storefront", null, token, null).call(work);
    }
}
