package com.mallhive.web.storefront.visit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.platform.security.Vault;
import org.junit.jupiter.api.Test;

class CsrfTest {
    private final Csrf csrf = new Csrf(new Vault(new byte[32]));

    @Test
    void aTokenIsGoodForWhatItIsBoundTo() {
        assertThat(csrf.valid(csrf.token("session-1"), "session-1")).isTrue();
    }

    @Test
    void aTokenIsNoGoodForSomebodyElse() {
        assertThat(csrf.valid(csrf.token("session-1"), "session-2")).isFalse();
    }

    @Test
    void everyTokenIsAnother() {
        assertThat(csrf.token("session-1")).isNotEqualTo(csrf.token("session-1"));
    }

    @Test
    void aChangedTokenIsNoGood() {
        String token = csrf.token("session-1");
        char last = token.charAt(token.length() - 1);
        String changed = token.substring(0, token.length() - 1) + (last == 'A' ? 'B' : 'A');
        assertThat(csrf.valid(changed, "session-1")).isFalse();
        assertThat(csrf.valid("0" + token, "session-1")).isFalse();
        assertThat(csrf.valid(token.substring(1), "session-1")).isFalse();
    }

    @Test
    void nothingIsNoGood() {
        assertThat(csrf.valid(null, "session-1")).isFalse();
        assertThat(csrf.valid("", "session-1")).isFalse();
        assertThat(csrf.valid(".", "session-1")).isFalse();
        assertThat(csrf.valid(csrf.token("session-1"), null)).isFalse();
    }

    @Test
    void anotherMallCannotMakeTokensForThisOne() {
        byte[] other = new byte[32];
        other[0] = 1;
        assertThat(csrf.valid(new Csrf(new Vault(other)).token("session-1"), "session-1"))
                .isFalse();
    }
}
