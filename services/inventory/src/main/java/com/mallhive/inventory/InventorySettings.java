package com.mallhive.inventory;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;

/** Section {@code inventory}. */
public record InventorySettings(
        @Setting(
                value = "How often reservations past their time are looked for",
                byDefault = "30s",
                min = "100ms",
                max = "1h")
        Duration expiryCheck,

        @Setting(
                value = "Orders is asked again about such a reservation after",
                byDefault = "5m",
                min = "1s",
                max = "1d")
        Duration askAgain) {}
