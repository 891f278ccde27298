package com.mallhive.platform.rpc;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The person behind a call, as the verified access token tells.
 *
 * @param id the account
 * @param roles of "buyer", "seller", "operator"
 * @param shopId the shop that the person runs, if any
 * @param sessionId the session that the token belongs to
 */
public record Person(UUID id, Set<String> roles, @Nullable UUID shopId, UUID sessionId) {
    /** Whether the person operates the mall. */
    public boolean isOperator() {
        return roles.contains("operator");
    }
}
