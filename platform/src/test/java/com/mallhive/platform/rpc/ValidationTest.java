package com.mallhive.platform.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Message;
import com.mallhive.api.accounts.v1.UpdateMeRequest;
import com.mallhive.api.cart.v1.GetCartRequest;
import com.mallhive.api.catalog.v1.CreateProductRequest;
import com.mallhive.api.catalog.v1.VariantInput;
import com.mallhive.api.notifications.v1.SendEmailRequest;
import com.mallhive.api.orders.v1.CancelOrderRequest;
import com.mallhive.api.orders.v1.PlaceOrderRequest;
import com.mallhive.api.type.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ValidationTest {
    private static final String ID = UUID.randomUUID().toString();

    private final Validation validation = new Validation();

    @Test
    void rulesOfTheContractAreToldByField() {
        assertThat(flaws(GetCartRequest.newBuilder().setCart("x").build())).containsExactly("cart");
        assertThatCode(() ->
                        validation.check(GetCartRequest.newBuilder().setCart(ID).build()))
                .doesNotThrowAnyException();
    }

    @Test
    void noTextHasTheCharacterZero() {
        assertThat(flaws(CancelOrderRequest.newBuilder()
                        .setOrder(ID)
                        .setReason("a\0b")
                        .build()))
                .containsExactly("reason");
        assertThat(flaws(order(address().setCity("\0")))).containsExactly("shippingAddress.city");
        assertThat(flaws(CreateProductRequest.newBuilder()
                        .setTitle("Mug")
                        .addPictureIds(ID)
                        .addVariants(VariantInput.newBuilder().setSku("S"))
                        .addVariants(VariantInput.newBuilder().setSku("L\0"))
                        .build()))
                .contains("variants[1].sku")
                .doesNotContain("variants[0].sku", "title");
        assertThat(flaws(SendEmailRequest.newBuilder()
                        .setId(ID)
                        .setTo("ada@example.com")
                        .setTemplate("welcome")
                        .putValues("link", "a\0")
                        .build()))
                .contains("values[0].value");
    }

    @Test
    void aNameIsMoreThanSpaces() {
        assertThat(flaws(
                        UpdateMeRequest.newBuilder().setDisplayName(" \t\u2003").build()))
                .containsExactly("displayName");
        assertThat(flaws(UpdateMeRequest.getDefaultInstance()))
                .as("an empty one is told once")
                .containsExactly("displayName");
        assertThat(flaws(order(address().setName("  ").setCity(" "))))
                .containsExactly("shippingAddress.name", "shippingAddress.city");
    }

    @Test
    void aCountryExists() {
        for (String wrong : List.of("ZZ", "de", "DEU", "")) {
            assertThat(flaws(order(address().setCountry(wrong)))).as(wrong).containsExactly("shippingAddress.country");
        }
        assertThatCode(() -> validation.check(order(address().setCountry("NZ"))))
                .doesNotThrowAnyException();
    }

    private static PlaceOrderRequest order(Address.Builder address) {
        return PlaceOrderRequest.newBuilder()
                .setCart(ID)
                .setShippingAddress(address)
                .build();
    }

    private List<String> flaws(Message message) {
        List<String> flaws = new ArrayList<>();
        assertThatThrownBy(() -> validation.check(message)).isInstanceOfSatisfying(Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(Problem.Kind.INVALID);
            problem.violations().forEach(violation -> flaws.add(violation.field()));
        });
        return flaws;
    }

    private static Address.Builder address() {
        return Address.newBuilder()
                .setName("Ada")
                .setLine1("Main 1")
                .setCity("Bremen")
                .setPostalCode("28195")
                .setCountry("DE");
    }
}
