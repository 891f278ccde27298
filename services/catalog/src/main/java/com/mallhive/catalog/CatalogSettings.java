package com.mallhive.catalog;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;

/** Section {@code catalog}. */
public record CatalogSettings(
        @Setting(value = "The mall's currency, ISO 4217", byDefault = "EUR")
        String currency,

        @Setting(value = "Products kept in memory", byDefault = "20000")
        int cachedProducts,

        @Setting(value = "How often a replica looks for products that others changed", byDefault = "1s")
        Duration cacheCheck,

        @Setting(value = "An upload must be completed within", byDefault = "1h")
        Duration uploadLife,

        @Setting(value = "Most pixels of a picture, in millions", byDefault = "40")
        int maxMegapixels) {}
