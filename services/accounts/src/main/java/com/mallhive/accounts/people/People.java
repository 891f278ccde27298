package com.mallhive.accounts.people;

import com.mallhive.accounts.domain.Account;
import com.mallhive.accounts.store.AccountStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.security.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** Reads accounts, with their personal fields opened, and changes profiles. */
public final class People {
    private static final String EMAIL = "email";
    private static final String NAME = "name";

    private final Database database;
    private final AccountStore store;
    private final Keyring keyring;
    private final Vault vault;
    private final Clock clock;

    public People(Database database, AccountStore store, Keyring keyring, Vault vault, Clock clock) {
        this.database = database;
        this.store = store;
        this.keyring = keyring;
        this.vault = vault;
        this.clock = clock;
    }

    /** The account; a problem (404) where it is gone. */
    public Account get(UUID id) {
        return database.statement(session -> store.byId(session, id))
                .map(this::open)
                .orElseThrow(() -> Problem.notFound("account"));
    }

    public Optional<Account> byEmail(String email) {
        return database.statement(session -> store.byEmail(session, emailIndex(email)))
                .map(this::open);
    }

    /** The owner of a shop; a problem (404) where there is no such shop. */
    public Account ownerOf(UUID shop) {
        return database.statement(session -> store.byShop(session, shop))
                .map(this::open)
                .orElseThrow(() -> Problem.notFound("shop"));
    }

    /** Changes how the mall greets a person. */
    public Account rename(UUID id, String name) {
        AccountStore.Row row =
                database.statement(session -> store.byId(session, id)).orElseThrow(() -> Problem.notFound("account"));
        database.execute(session -> {
            store.rename(session, id, keyring.seal(id, row.wrappedKey(), NAME, name.strip()));
        });
        return get(id);
    }

    /** The data key of a person or guest, made on first use. */
    public byte[] personKey(UUID person) {
        byte[] wrapped =
                database.statement(session -> store.personKey(session, person, keyring.fresh(person), clock.instant()));
        return keyring.unwrap(person, wrapped);
    }

    /** A row for a new account. */
    AccountStore.Row row(
            UUID id, String email, String name, String passwordHash, boolean verified, boolean operator, Instant at) {
        byte[] wrapped = keyring.fresh(id);
        return new AccountStore.Row(
                id,
                keyring.seal(id, wrapped, EMAIL, email.strip()),
                keyring.seal(id, wrapped, NAME, name.strip()),
                passwordHash,
                verified,
                operator,
                null,
                at,
                wrapped);
    }

    /** The keyed hash by which an address is found. */
    byte[] emailIndex(String email) {
        return vault.mac("email-index", email.strip().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
    }

    private Account open(AccountStore.Row row) {
        return new Account(
                row.id(),
                keyring.open(row.id(), row.wrappedKey(), EMAIL, row.sealedEmail()),
                keyring.open(row.id(), row.wrappedKey(), NAME, row.sealedName()),
                row.passwordHash(),
                row.verified(),
                row.operator(),
                row.shopId(),
                row.createdAt());
    }
}
