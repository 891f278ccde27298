package com.mallhive.discovery;

import com.mallhive.platform.settings.Setting;
import java.time.Duration;

/** Section {@code discovery}. */
public record DiscoverySettings(
        @Setting(value = "How often the index looks for changes", byDefault = "250ms")
        Duration refresh,

        @Setting(value = "Answers kept in memory until the index changes", byDefault = "2000")
        int cachedAnswers,

        @Setting(value = "Days that count for trending products", byDefault = "14")
        int trendingDays) {}
