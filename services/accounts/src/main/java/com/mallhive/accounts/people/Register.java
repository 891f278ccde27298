package com.mallhive.accounts.people;

import com.mallhive.accounts.domain.Account;
import com.mallhive.accounts.store.AccountStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.jobs.Jobs;
import com.mallhive.platform.rpc.Problem;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/** A person registers: account and verification e-mail come to be together or not at all. */
public final class Register {
    private final Database database;
    private final AccountStore store;
    private final People people;
    private final Passwords passwords;
    private final Attempts attempts;
    private final Jobs jobs;
    private final Clock clock;

    /** Someone who is brought in from elsewhere with a proven address. */
    public record Newcomer(String email, String name, boolean operator) {}

    public Register(
            Database database,
            AccountStore store,
            People people,
            Passwords passwords,
            Attempts attempts,
            Jobs jobs,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.people = people;
        this.passwords = passwords;
        this.attempts = attempts;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Registers; a problem (409) where the address has an account. */
    public Account register(String email, String password, String name) {
        UUID id = Ids.next();
        AccountStore.Row row = people.row(id, email, name, passwords.hash(password), false, false, clock.instant());
        database.transact(session -> {
            if (!store.insert(session, row, people.emailIndex(email))) {
                throw Problem.of(
                        Problem.Kind.CONFLICT,
                        "email-taken",
                        "This e-mail address has an account. Sign in, or set a new password.",
                        List.of(new Problem.Violation("email", "has an account already")));
            }
            if (attempts.mayWrite(email)) {
                jobs.schedule(session, EmailLinks.VERIFY, id.toString(), "", clock.instant());
            }
        });
        return people.get(id);
    }

    /** Brings people in whose addresses are proven, all with one password. People who are there already stay as they are. */
    public List<Account> bringIn(List<Newcomer> newcomers, String password) {
        String hash = passwords.hash(password);
        database.transact(session -> {
            for (Newcomer newcomer : newcomers) {
                UUID id = Ids.next();
                var row = people.row(
                        id, newcomer.email(), newcomer.name(), hash, true, newcomer.operator(), clock.instant());
                var _ = store.insert(session, row, people.emailIndex(newcomer.email()));
            }
        });
        return newcomers.stream()
                .map(newcomer -> people.byEmail(newcomer.email()).orElseThrow())
                .toList();
    }
}
