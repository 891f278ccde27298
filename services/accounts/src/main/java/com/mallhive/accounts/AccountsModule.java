package com.mallhive.accounts;

import com.mallhive.accounts.domain.Account;
import com.mallhive.accounts.people.Attempts;
import com.mallhive.accounts.people.EmailLinks;
import com.mallhive.accounts.people.Keyring;
import com.mallhive.accounts.people.Passwords;
import com.mallhive.accounts.people.People;
import com.mallhive.accounts.people.Register;
import com.mallhive.accounts.shops.Shops;
import com.mallhive.accounts.signin.Sessions;
import com.mallhive.accounts.signin.SigningKeys;
import com.mallhive.accounts.store.AccountStore;
import com.mallhive.accounts.store.SessionStore;
import com.mallhive.accounts.store.ShopStore;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.platform.Platform;
import com.mallhive.platform.lifecycle.Module;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The accounts service: people, sign-in, shops. */
public final class AccountsModule implements Module {
    private final Register register;
    private final Sessions sessions;

    /** Somebody brought in, with an access token. */
    public record Member(UUID accountId, String email, String accessToken) {}

    public AccountsModule(Platform platform) {
        var settings = platform.settings(AccountsSettings.class);
        var database = platform.database();
        var clock = platform.clock();
        var accounts = new AccountStore();
        var people = new People(database, accounts, new Keyring(platform.vault()), platform.vault(), clock);
        var passwords = new Passwords(settings.hashing());
        var attempts = new Attempts(people, settings, clock);
        var keys = new SigningKeys(database, accounts, platform.vault(), clock);
        this.sessions = new Sessions(database, new SessionStore(), people, passwords, attempts, keys, settings, clock);
        this.register = new Register(database, accounts, people, passwords, attempts, platform.jobs(), clock);
        var links = new EmailLinks(
                database,
                accounts,
                people,
                passwords,
                attempts,
                platform.vault(),
                platform.jobs(),
                NotificationsGrpc.newBlockingStub(platform.channel("notifications")),
                settings,
                platform.publicUrl(),
                clock);
        var shops = new Shops(database, new ShopStore(), people, clock);
        platform.jobs().recurring("purge-sessions", Duration.ofHours(6), sessions::purge);
        platform.serve(new AccountsApi(people, register, links, sessions, keys, shops));
    }

    /** Brings people in whose addresses are proven, all with one password, and signs them in. For the demo mall. */
    public List<Member> bringIn(List<Register.Newcomer> newcomers, String password) {
        List<Member> members = new ArrayList<>();
        for (Account account : register.bringIn(newcomers, password)) {
            members.add(new Member(
                    account.id(), account.email(), sessions.begin(account).access()));
        }
        return members;
    }
}
