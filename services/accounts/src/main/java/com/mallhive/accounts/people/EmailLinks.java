package com.mallhive.accounts.people;

import com.mallhive.accounts.AccountsSettings;
import com.mallhive.accounts.domain.Account;
import com.mallhive.accounts.store.AccountStore;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.notifications.v1.SendEmailRequest;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.ids.Ids;
import com.mallhive.platform.jobs.Jobs;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.security.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.UUID;

/**
 * Links in e-mails that prove an address or allow a new password. A token is the account, an expiry and their MAC; the MAC
 * covers what the link changes, so that a link works once: the password's hash for a new password.
 */
public final class EmailLinks {
    /** The job that writes the verification e-mail. */
    public static final String VERIFY = "verify-email";

    private static final String RESET = "reset-password";

    private final Database database;
    private final AccountStore store;
    private final People people;
    private final Passwords passwords;
    private final Attempts attempts;
    private final Vault vault;
    private final Jobs jobs;
    private final NotificationsGrpc.NotificationsBlockingStub notifications;
    private final AccountsSettings settings;
    private final String publicUrl;
    private final Clock clock;

    public EmailLinks(
            Database database,
            AccountStore store,
            People people,
            Passwords passwords,
            Attempts attempts,
            Vault vault,
            Jobs jobs,
            NotificationsGrpc.NotificationsBlockingStub notifications,
            AccountsSettings settings,
            String publicUrl,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.people = people;
        this.passwords = passwords;
        this.attempts = attempts;
        this.vault = vault;
        this.jobs = jobs;
        this.notifications = notifications;
        this.settings = settings;
        this.publicUrl = publicUrl;
        this.clock = clock;
        jobs.handler(VERIFY, (id, _) -> sendVerification(UUID.fromString(id)));
        jobs.handler(RESET, (_, account) -> sendReset(UUID.fromString(account)));
    }

    /** Proves the address. */
    public Account verify(String token) {
        Account account = account(token);
        check(VERIFY, token, account.email());
        database.execute(session -> {
            store.verify(session, account.id(), false, clock.instant());
        });
        return people.get(account.id());
    }

    /** Has a link sent, if the address has an account and was not written to too often; the caller is not told. */
    public void requestReset(String email) {
        UUID request = Ids.next();
        people.byEmail(email)
                .filter(account -> attempts.mayWrite(account.email()))
                .ifPresent(account -> database.transact(session -> {
                    jobs.schedule(
                            session, RESET, request.toString(), account.id().toString(), clock.instant());
                }));
    }

    /** Sets a new password and ends all sessions; makes the person an operator where the settings say so. */
    public void reset(String token, String password) {
        Account account = account(token);
        check(RESET, token, account.passwordHash());
        String hash = passwords.hash(password);
        boolean changed = database.statement(
                session -> store.changePassword(session, account.id(), account.passwordHash(), hash, clock.instant()));
        if (!changed) {
            throw invalid();
        }
        attempts.forgive(account.email());
        // only here: who set this password has read the mail. Somebody else may have registered the address before.
        if (settings.operators().stream().anyMatch(o -> o.equalsIgnoreCase(account.email()))) {
            database.execute(session -> store.verify(session, account.id(), true, clock.instant()));
        }
    }

    private void sendVerification(UUID id) {
        Account account = people.get(id);
        send(id, account, VERIFY, "/account/verify", account.email(), settings.verificationLife());
    }

    private void sendReset(UUID accountId) {
        Account account = people.get(accountId);
        send(
                Ids.derived(
                        RESET, accountId.toString(), account.passwordHash(), Long.toString(clock.millis() / 60_000)),
                account,
                RESET,
                "/account/new-password",
                account.passwordHash(),
                settings.resetLife());
    }

    private void send(UUID messageId, Account account, String purpose, String page, String bound, Duration life) {
        String token = token(purpose, account.id(), clock.instant().plus(life), bound);
        notifications.sendEmail(SendEmailRequest.newBuilder()
                .setId(messageId.toString())
                .setTo(account.email())
                .setTemplate(purpose)
                .putValues("name", account.displayName())
                .putValues("link", publicUrl + page + "?token=" + token)
                .build());
    }

    private String token(String purpose, UUID account, Instant expiry, String bound) {
        String claim = account + "|" + expiry.getEpochSecond();
        String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(claim.getBytes(StandardCharsets.UTF_8));
        return encoded + "." + vault.mac(purpose, claim + "|" + bound.toLowerCase(Locale.ROOT));
    }

    private Account account(String token) {
        return database.statement(session -> store.byId(session, UUID.fromString(claim(token)[0])))
                .map(row -> people.get(row.id()))
                .orElseThrow(EmailLinks::invalid);
    }

    private void check(String purpose, String token, String bound) {
        String[] claim = claim(token);
        String mac = token.substring(token.indexOf('.') + 1);
        if (!vault.verify(purpose, claim[0] + "|" + claim[1] + "|" + bound.toLowerCase(Locale.ROOT), mac)
                || clock.instant().getEpochSecond() > Long.parseLong(claim[1])) {
            throw invalid();
        }
    }

    private static String[] claim(String token) {
        try {
            String text = new String(
                    Base64.getUrlDecoder().decode(token.substring(0, Math.max(0, token.indexOf('.')))),
                    StandardCharsets.UTF_8);
            String[] parts = text.split("\\|", -1);
            if (parts.length == 2
                    && UUID.fromString(parts[0]).toString().equals(parts[0])
                    && parts[1].matches("[0-9]{1,12}")) {
                return parts;
            }
        } catch (IllegalArgumentException e) {
            // answered below
        }
        throw invalid();
    }

    private static Problem invalid() {
        return Problem.of(
                Problem.Kind.INVALID,
                "link-invalid",
                "This link is not valid any more. Ask for a new one.",
                java.util.List.of(new Problem.Violation("token", "is used, too old or not ours")));
    }
}
