package com.mallhive.web.ui;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Everything a page needs around its content: what the head says to browsers and search engines, who looks at it and where
 * one can go. Built with {@link #builder}.
 *
 * @param title the title of the page; the mall's name is added
 * @param description for search engines and previews, or null
 * @param canonical the absolute address that search engines shall keep, or null
 * @param image the absolute address of a picture for previews, or null
 * @param indexed whether search engines may keep the page
 * @param jsonLd structured data as JSON, or null
 * @param preloadImage the picture that will be the largest on the page, fetched early, or null
 * @param csrf the token that forms send back, or "" on pages that are cached for everybody
 * @param nav the row of categories of the storefront, or the side navigation of a desk
 * @param active the {@link NavLink#key} of the entry that is open, or null
 * @param place what the header of a desk names, for example the shop, or null
 * @param query what was searched for, or null
 * @param askConsent whether the visitor has not decided about measuring yet
 * @param notices messages above the content
 */
public record PageFrame(
        Kind kind,
        String title,
        @Nullable String description,
        @Nullable String canonical,
        @Nullable String image,
        boolean indexed,
        @Nullable String jsonLd,
        @Nullable String preloadImage,
        Locale locale,
        Visitor visitor,
        String csrf,
        List<NavLink> nav,
        @Nullable String active,
        @Nullable String place,
        @Nullable String query,
        boolean askConsent,
        List<Notice> notices,
        Assets assets) {

    private static final Set<String> RIGHT_TO_LEFT = Set.of("ar", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi");

    /** The faces of the mall. */
    public enum Kind {
        STOREFRONT,
        SELLER,
        ADMIN,
        /** Header with the mark only: sign-in, errors, documents to print. */
        PLAIN;

        /** Whether the page has a side navigation. */
        public boolean isDesk() {
            return this == SELLER || this == ADMIN;
        }
    }

    /** The language tag for the html element. */
    public String lang() {
        return locale.toLanguageTag();
    }

    /** The direction of writing. */
    public String dir() {
        return RIGHT_TO_LEFT.contains(locale.getLanguage()) ? "rtl" : "ltr";
    }

    /** The title with the mall's name. */
    public String fullTitle() {
        return title.equals("MallHive") ? title : title + " · MallHive";
    }

    /** Structured data that cannot end its script element early. */
    public @Nullable String safeJsonLd() {
        return jsonLd == null ? null : jsonLd.replace("<", "\\u003c");
    }

    /** "page" if this entry is the open one, else null, for aria-current. */
    public @Nullable String current(NavLink link) {
        return link.key().equals(active) ? "page" : null;
    }

    /** Headers that htmx adds to its requests. */
    public String requestHeaders() {
        return "{\"X-CSRF-Token\": \"" + csrf + "\"}";
    }

    /** Starts a frame. */
    public static Builder builder(Kind kind, String title, Locale locale, Assets assets) {
        return new Builder(kind, title, locale, assets);
    }

    /** Collects the parts of a frame; what is not given is left out of the page. */
    public static final class Builder {
        private final Kind kind;
        private final String title;
        private final Locale locale;
        private final Assets assets;
        private @Nullable String description;
        private @Nullable String canonical;
        private @Nullable String image;
        private boolean indexed;
        private @Nullable String jsonLd;
        private @Nullable String preloadImage;
        private Visitor visitor = Visitor.guest(0);
        private String csrf = "";
        private List<NavLink> nav = List.of();
        private @Nullable String active;
        private @Nullable String place;
        private @Nullable String query;
        private boolean askConsent;
        private List<Notice> notices = List.of();

        private Builder(Kind kind, String title, Locale locale, Assets assets) {
            this.kind = kind;
            this.title = title;
            this.locale = locale;
            this.assets = assets;
        }

        /** Makes the page findable: search engines keep it under this address with this description. */
        public Builder indexed(String canonicalUrl, String text) {
            indexed = true;
            canonical = canonicalUrl;
            description = text;
            return this;
        }

        /** The picture of previews. */
        public Builder image(@Nullable String url) {
            image = url;
            return this;
        }

        /** Structured data. */
        public Builder jsonLd(@Nullable String json) {
            jsonLd = json;
            return this;
        }

        /** The largest picture of the page. */
        public Builder preloadImage(@Nullable String url) {
            preloadImage = url;
            return this;
        }

        /** Who looks at the page. */
        public Builder visitor(Visitor who, String csrfToken) {
            visitor = who;
            csrf = csrfToken;
            return this;
        }

        /** Where one can go, and the entry that is open. */
        public Builder nav(List<NavLink> links, @Nullable String activeKey) {
            nav = List.copyOf(links);
            active = activeKey;
            return this;
        }

        /** What the header of a desk names. */
        public Builder place(@Nullable String name) {
            place = name;
            return this;
        }

        /** What was searched for. */
        public Builder query(@Nullable String words) {
            query = words;
            return this;
        }

        /** Asks for consent to measuring. */
        public Builder askConsent(boolean ask) {
            askConsent = ask;
            return this;
        }

        /** Messages above the content. */
        public Builder notices(List<Notice> messages) {
            notices = List.copyOf(messages);
            return this;
        }

        /** The frame. */
        public PageFrame build() {
            return new PageFrame(
                    kind,
                    title,
                    description,
                    canonical,
                    image,
                    indexed,
                    jsonLd,
                    preloadImage,
                    locale,
                    visitor,
                    csrf,
                    nav,
                    active,
                    place,
                    query,
                    askConsent,
                    notices,
                    assets);
        }
    }
}
