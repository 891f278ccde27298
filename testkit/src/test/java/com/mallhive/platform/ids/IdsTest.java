package com.mallhive.platform.ids;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void laterIdsAreGreaterAndAllAreDifferent() {
        Set<UUID> all = new HashSet<>();
        String last = "";
        for (int i = 0; i < 100_000; i++) {
            UUID id = Ids.next();
            assertThat(id.toString()).isGreaterThan(last);
            last = id.toString();
            all.add(id);
        }
        assertThat(all).hasSize(100_000);
        assertThat(UUID.fromString(last).version()).isEqualTo(7);
        assertThat(UUID.fromString(last).variant()).isEqualTo(2);
    }

    @Test
    void aDerivedIdDependsOnItsPartsAndNothingElse() {
        UUID id = Ids.derived("buyer", "key");
        assertThat(id).isEqualTo(Ids.derived("buyer", "key"));
        assertThat(id).isEqualTo(UUID.fromString(id.toString()));
        assertThat(id.version()).isEqualTo(8);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Ids.derived("buyerk", "ey")).isNotEqualTo(id);
        assertThat(Ids.derived("buyer", "key", "")).isNotEqualTo(id);
    }
}
