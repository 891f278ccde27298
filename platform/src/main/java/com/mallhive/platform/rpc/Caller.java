package com.mallhive.platform.rpc;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who makes the call that this thread serves.
 *
 * @param service the calling service, proven by its certificate or its channel
 * @param person the person, if a valid access token came along
 * @param token that token, to be forwarded
 * @param idempotencyKey the Idempotency-Key, if one was sent
 */
public record Caller(
        String service,
        @Nullable Person person,
        @Nullable String token,
        @Nullable String idempotencyKey) {
    private static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();
    private static final Caller NOBODY = new Caller("", null, null, null);

    /** The caller of the running call; nobody outside of one. */
    public static Caller current() {
        return CURRENT.orElse(NOBODY);
    }

    /** Runs work on behalf of this caller. */
    public <T extends @Nullable Object, X extends Throwable> T call(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** Runs work on behalf of this caller. */
    public void run(Runnable work) {
        ScopedValue.where(CURRENT, this).run(work);
    }

    /** The person's account id, or null for a guest. */
    public @Nullable UUID personId() {
        return person == null ? null : person.id();
    }

    /** The signed-in person; a problem (401) where there is none. */
    public Person signedIn() {
        if (person == null) {
            throw Problem.unauthenticated("Sign in first: send an access token as \"Authorization: Bearer …\".");
        }
        return person;
    }

    /** The shop of the signed-in seller; a problem (403) where there is none. */
    public UUID shop() {
        UUID shop = signedIn().shopId();
        if (shop == null) {
            throw Problem.forbidden("This needs a shop. Open one with POST /v1/shops, then refresh the session.");
        }
        return shop;
    }

    /** Whether an operator calls. */
    public boolean isOperator() {
        return person != null && person.isOperator();
    }
}
