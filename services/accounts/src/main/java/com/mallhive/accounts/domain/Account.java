package com.mallhive.accounts.domain;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A person with an account. */
public record Account(
        UUID id,
        String email,
        String displayName,
        String passwordHash,
        boolean emailVerified,
        boolean operator,
        @Nullable UUID shopId,
        Instant createdAt) {
    /** What the person is to the mall. */
    public Set<String> roles() {
        Set<String> roles = new LinkedHashSet<>();
        roles.add("buyer");
        if (shopId != null) {
            roles.add("seller");
        }
        if (operator) {
            roles.add("operator");
        }
        return roles;
    }
}
