package com.mallhive.web.ui;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

class AssetsTest {
    private static final String STYLE = "a { background: url(\"star.svg\") }";

    @Test
    void anAddressChangesWithItsContent() {
        String before = Assets.of(files("<svg/>")).path("ui/star.svg");
        String after = Assets.of(files("<svg></svg>")).path("ui/star.svg");
        assertThat(before).matches("/assets/ui/star\\.[0-9a-f]{10}\\.svg");
        assertThat(after).isNotEqualTo(before);
    }

    @Test
    void aStyleSheetsAddressChangesWithWhatItRefersTo() {
        Assets before = Assets.of(files("<svg/>"));
        Assets after = Assets.of(files("<svg></svg>"));
        assertThat(after.path("ui/a.css")).isNotEqualTo(before.path("ui/a.css"));
        Assets.Asset sheet = Objects.requireNonNull(before.find(before.path("ui/a.css")));
        assertThat(new String(sheet.bytes(), StandardCharsets.UTF_8))
                .contains("url(\"" + before.path("ui/star.svg") + "\")");
    }

    @Test
    void anUnknownNameIsAMistake() {
        Assets assets = Assets.of(files("<svg/>"));
        assertThatThrownBy(() -> assets.path("ui/nothing.css")).isInstanceOf(IllegalArgumentException.class);
        assertThat(assets.find("/assets/ui/star.svg")).isNull();
        assertThat(assets.find("/assets/../secret")).isNull();
    }

    @Test
    void aReferenceToNothingIsAMistake() {
        Map<String, byte[]> files = Map.of("ui/a.css", STYLE.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Assets.of(files)).hasMessageContaining("star.svg");
    }

    @Test
    void everythingOfTheDesignSystemIsThereAndWithinItsBudget() throws IOException {
        Assets assets = Assets.load(Assets.class.getClassLoader());
        assertThat(assets.path("ui/mallhive.css")).startsWith(Assets.PREFIX);
        int scripts = 0;
        for (Assets.Asset asset : assets.all()) {
            byte[] gzip = asset.gzip();
            if (gzip != null) {
                try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
                    assertThat(in.readAllBytes()).isEqualTo(asset.bytes());
                }
            }
            if (asset.name().endsWith(".css")) {
                assertThat(Objects.requireNonNull(gzip).length).as(asset.name()).isLessThan(40 << 10);
            }
            if (asset.name().endsWith(".js") && gzip != null) {
                scripts += gzip.length;
            }
            assertThat(asset.name()).doesNotContain("LICENSE");
        }
        assertThat(scripts).isLessThan(40 << 10);
    }

    @Test
    void theStyleSheetLoadsNothingFromElsewhere() {
        Assets assets = Assets.load(Assets.class.getClassLoader());
        Assets.Asset sheet = Objects.requireNonNull(assets.find(assets.path("ui/mallhive.css")));
        String text = new String(sheet.bytes(), StandardCharsets.UTF_8);
        assertThat(Pattern.compile("url\\(\\s*[\"']?(https?:)?//").matcher(text).find())
                .isFalse();
        assertThat(text).doesNotContain("@import");
    }

    private static Map<String, byte[]> files(String star) {
        return Map.of(
                "ui/a.css", STYLE.getBytes(StandardCharsets.UTF_8),
                "ui/star.svg", star.getBytes(StandardCharsets.UTF_8));
    }
}
