package com.mallhive.analytics;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;

/** Section {@code analytics}. */
public record AnalyticsSettings(
        @Setting(value = "The mall's currency, ISO 4217", byDefault = "EUR")
        String currency,

        @Setting(value = "What visitors did is forgotten after", byDefault = "395d")
        Duration retention) {}
