package com.mallhive.cart;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;

/** Section {@code cart}. */
public record CartSettings(
        @Setting(
                value = "Carts that nobody touches for so long are removed",
                byDefault = "90d",
                min = "1h",
                max = "3650d")
        Duration idleLife) {}
