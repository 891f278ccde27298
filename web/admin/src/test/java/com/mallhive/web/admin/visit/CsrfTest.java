package com.mallhive.web.admin.visit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.platform.security.Vault;
import org.junit.jupiter.api.Test;

class CsrfTest {
    private final Csrf csrf = new Csrf(new Vault(new byte[32]));

    @Test
    void aTokenCountsForItsSessionOnly() {
        String token = csrf.token("session-1");
        assertThat(csrf.valid(token, "session-1")).isTrue();
        assertThat(csrf.valid(token, "session-2")).isFalse();
        assertThat(csrf.valid(token, null)).isFalse();
        assertThat(csrf.valid(null, "session-1")).isFalse();
    }

    @Test
    void aChangedOrForeignTokenIsRefused() {
        String token = csrf.token("session-1");
        assertThat(csrf.valid("x" + token, "session-1")).isFalse();
        assertThat(csrf.valid(token.substring(1), "session-1")).isFalse();
        assertThat(csrf.valid("", "session-1")).isFalse();
        assertThat(csrf.valid("no-dot", "session-1")).isFalse();
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertThat(new Csrf(new Vault(otherKey)).valid(token, "session-1")).isFalse();
    }

    @Test
    void noTwoTokensAreAlike() {
        assertThat(csrf.token("session-1")).isNotEqualTo(csrf.token("session-1"));
    }
}
