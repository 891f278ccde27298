package com.mallhive.web.storefront.visit;

import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The locale of a page. The texts are English, whatever the visitor's languages are; amounts and dates follow the visitor's
 * region.
 */
final class Locales {
    private static final Set<String> REGIONS = Locale.getISOCountries(Locale.IsoCountryCode.PART1_ALPHA2);

    private Locales() {}

    static Locale of(@Nullable String acceptLanguage, Locale fallback) {
        if (acceptLanguage == null || acceptLanguage.length() > 200) {
            return fallback;
        }
        try {
            for (LanguageRange range : LanguageRange.parse(acceptLanguage)) {
                String region = Locale.forLanguageTag(range.getRange()).getCountry();
                if (REGIONS.contains(region)) {
                    return Locale.of("en", region);
                }
            }
        } catch (IllegalArgumentException e) {
            return fallback;
        }
        return fallback;
    }
}
