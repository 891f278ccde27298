package com.mallhive.inventory;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;

/** Section {@code inventory}. */
public record InventorySettings(
        @Setting(value = "How often reservations past their time are looked for", byDefault = "30s")
        Duration expiryCheck,

        @Setting(value = "Orders is asked again about such a reservation after", byDefault = "5m")
        Duration askAgain) {}
