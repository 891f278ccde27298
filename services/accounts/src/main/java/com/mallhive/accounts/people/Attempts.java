package com.mallhive.accounts.people;

import com.mallhive.accounts.AccountsSettings;
import com.mallhive.platform.limits.RateLimit;
import com.mallhive.platform.rpc.Problem;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;

/**
 * How often a password may be tried for an e-mail address and how often the address is written to, whichever way the calls come
 * in. Addresses without an account are treated alike, so that the limit tells nothing about them; only their keyed hash is kept.
 */
public final class Attempts {
    private final People people;
    private final RateLimit signIns;
    private final RateLimit mails;

    public Attempts(People people, AccountsSettings settings, Clock clock) {
        this.people = people;
        this.signIns = new RateLimit(settings.failedSignIns(), Duration.ofMinutes(5), clock);
        this.mails = new RateLimit(settings.accountMails(), Duration.ofMinutes(15), clock);
    }

    /**
     * Looks at a password; a problem (429) where too many were wrong for the address. Counted before, and given back after if
     * nothing was wrong: otherwise many at once would pass.
     */
    public <T> T trying(String email, Supplier<T> check) {
        String key = key(email);
        signIns.take(key);
        boolean wrong = false;
        try {
            return check.get();
        } catch (Problem problem) {
            wrong = problem.kind() == Problem.Kind.UNAUTHENTICATED;
            throw problem;
        } finally {
            if (!wrong) {
                signIns.giveBack(key);
            }
        }
    }

    /** The owner has proven to be there. */
    public void forgive(String email) {
        signIns.forget(key(email));
    }

    /** Whether one more e-mail may go to the address. */
    boolean mayWrite(String email) {
        return mails.tryTake(key(email));
    }

    private String key(String email) {
        return HexFormat.of().formatHex(people.emailIndex(email));
    }
}
