package com.mallhive.platform.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.platform.lifecycle.StartupFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
    record Sample(
            @Setting(value = "A time", byDefault = "5m") Duration timeLimit,
            @Setting("Names") List<String> names,
            @Setting("Places") Map<String, String> peers,
            @Setting(value = "A number", byDefault = "7") int count,

            @Setting(value = "A size", byDefault = "5", min = "1", max = "10")
            long size,

            @Setting(value = "A wait", byDefault = "1m", min = "1s")
            Duration pause) {}

    private static final Map<String, Class<? extends Record>> SECTIONS = Map.of("sample", Sample.class);

    @TempDir
    Path folder;

    @Test
    void theLaterSourceWins() throws IOException {
        Path file = Files.writeString(folder.resolve("mallhive.yaml"), """
                sample:
                  time-limit: 30s
                  names: [a, b]
                  peers: {orders: "localhost:1"}
                  count: 8
                """);
        Settings settings = Settings.load(
                file,
                Map.of("MALLHIVE_SAMPLE_COUNT", "9", "MALLHIVE_SAMPLE_PEERS_CART", "x:2", "HOME", "/"),
                Map.of("sample.time-limit", "2h"),
                SECTIONS);
        Sample sample = settings.section("sample", Sample.class);
        assertThat(sample.timeLimit()).isEqualTo(Duration.ofHours(2));
        assertThat(sample.names()).containsExactly("a", "b");
        assertThat(sample.peers()).containsEntry("orders", "localhost:1").containsEntry("cart", "x:2");
        assertThat(sample.count()).isEqualTo(9);
    }

    @Test
    void mistakesNameTheKeyAndTheRemedy() {
        assertThatThrownBy(() -> load(Map.of("sample.time-limt", "1s")))
                .isInstanceOf(StartupFailure.class)
                .hasMessageContaining("sample.time-limt")
                .hasMessageContaining("did you mean \"sample.time-limit\"");
        assertThatThrownBy(() -> load(Map.of("sample.count", "many")))
                .hasMessageContaining("sample.count")
                .hasMessageContaining("whole number");
        assertThatThrownBy(() -> load(Map.of("sample.time-limit", "soon"))).hasMessageContaining("such as 500ms");
        assertThatThrownBy(() -> Settings.load(null, Map.of("MALLHIVE_SAMPLE_CUONT", "1"), Map.of(), SECTIONS))
                .hasMessageContaining("did you mean \"MALLHIVE_SAMPLE_COUNT\"");
    }

    @Test
    void aValueOutOfItsRangeIsRefusedWithTheRange() {
        for (String size : List.of("0", "11", "-1")) {
            assertThatThrownBy(() -> load(Map.of("sample.size", size)).section("sample", Sample.class))
                    .isInstanceOf(StartupFailure.class)
                    .hasMessage("setting sample.size: \"" + size + "\" is not from 1 to 10");
        }
        assertThatThrownBy(() -> load(Map.of("sample.pause", "999ms")).section("sample", Sample.class))
                .hasMessage("setting sample.pause: \"999ms\" is not at least 1s");
        Sample edges = load(Map.of("sample.size", "10", "sample.pause", "1s")).section("sample", Sample.class);
        assertThat(edges.size()).isEqualTo(10);
        assertThat(edges.pause()).isEqualTo(Duration.ofSeconds(1));
    }

    private static Settings load(Map<String, String> overrides) {
        return Settings.load(null, Map.of(), overrides, SECTIONS);
    }
}
