package com.mallhive.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.platform.lifecycle.StartupFailure;
import com.mallhive.platform.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OrdersSettingsTest {
    @ParameterizedTest
    @CsvSource({
        "shipping, -1",
        "free-shipping-from, -1",
        "tax-points, 9001",
        "commission-points, -1",
        "payment-time-limit, 0s",
        "currency, EURO"
    })
    void nonsenseIsRefusedByItsKey(String key, String value) {
        assertThatThrownBy(() -> load(Map.of("orders." + key, value)))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("setting orders")
                .hasMessageContaining(key);
    }

    @Test
    void theSellerKeepsSomething() {
        assertThatThrownBy(() -> load(Map.of("orders.tax-points", "5000", "orders.commission-points", "4001")))
                .hasMessageContaining("must leave something for the seller");
    }

    @Test
    void shortTimesAreForTests() {
        assertThat(load(Map.of("orders.payment-time-limit", "4s")).paymentTimeLimit())
                .hasSeconds(4);
    }

    private static OrdersSettings load(Map<String, String> values) {
        return Settings.load(null, Map.of(), values, Map.of("orders", OrdersSettings.class))
                .section("orders", OrdersSettings.class);
    }
}
