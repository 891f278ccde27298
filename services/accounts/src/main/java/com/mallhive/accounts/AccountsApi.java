package com.mallhive.accounts;

import static com.mallhive.platform.rpc.Unary.answer;

import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.mallhive.accounts.domain.Account;
import com.mallhive.accounts.domain.Shop;
import com.mallhive.accounts.people.EmailLinks;
import com.mallhive.accounts.people.People;
import com.mallhive.accounts.people.Register;
import com.mallhive.accounts.shops.Shops;
import com.mallhive.accounts.signin.Sessions;
import com.mallhive.accounts.signin.SigningKeys;
import com.mallhive.api.accounts.v1.*;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Wire;
import io.grpc.stub.StreamObserver;
import java.util.UUID;

/** The contract of accounts, answered by its use cases. */
final class AccountsApi extends AccountsGrpc.AccountsImplBase {
    private final People people;
    private final Register register;
    private final EmailLinks links;
    private final Sessions sessions;
    private final SigningKeys keys;
    private final Shops shops;

    AccountsApi(People people, Register register, EmailLinks links, Sessions sessions, SigningKeys keys, Shops shops) {
        this.people = people;
        this.register = register;
        this.links = links;
        this.sessions = sessions;
        this.keys = keys;
        this.shops = shops;
    }

    @Override
    public void createAccount(CreateAccountRequest request, StreamObserver<com.mallhive.api.accounts.v1.Account> out) {
        answer(out, wire(register.register(request.getEmail(), request.getPassword(), request.getDisplayName())));
    }

    @Override
    public void verifyEmail(VerifyEmailRequest request, StreamObserver<com.mallhive.api.accounts.v1.Account> out) {
        answer(out, wire(links.verify(request.getToken())));
    }

    @Override
    public void requestPasswordReset(RequestPasswordResetRequest request, StreamObserver<Empty> out) {
        links.requestReset(request.getEmail());
        answer(out, Empty.getDefaultInstance());
    }

    @Override
    public void resetPassword(ResetPasswordRequest request, StreamObserver<Empty> out) {
        links.reset(request.getToken(), request.getNewPassword());
        answer(out, Empty.getDefaultInstance());
    }

    @Override
    public void createSession(CreateSessionRequest request, StreamObserver<Session> out) {
        answer(out, wire(sessions.signIn(request.getEmail(), request.getPassword())));
    }

    @Override
    public void refreshSession(RefreshSessionRequest request, StreamObserver<Session> out) {
        answer(out, wire(sessions.refresh(request.getRefreshToken())));
    }

    @Override
    public void deleteSession(DeleteSessionRequest request, StreamObserver<Empty> out) {
        sessions.end(Caller.current().signedIn().sessionId());
        answer(out, Empty.getDefaultInstance());
    }

    @Override
    public void getMe(GetMeRequest request, StreamObserver<com.mallhive.api.accounts.v1.Account> out) {
        answer(out, wire(people.get(Caller.current().signedIn().id())));
    }

    @Override
    public void updateMe(UpdateMeRequest request, StreamObserver<com.mallhive.api.accounts.v1.Account> out) {
        answer(out, wire(people.rename(Caller.current().signedIn().id(), request.getDisplayName())));
    }

    @Override
    public void openShop(OpenShopRequest request, StreamObserver<com.mallhive.api.accounts.v1.Shop> out) {
        Shops.Draft draft = new Shops.Draft(
                request.getName(),
                request.getTagline(),
                request.getDescription(),
                request.getCity(),
                request.getCountry());
        answer(out, wire(shops.open(Caller.current().signedIn().id(), draft)));
    }

    @Override
    public void getShop(GetShopRequest request, StreamObserver<com.mallhive.api.accounts.v1.Shop> out) {
        answer(out, wire(shops.get(request.getShop())));
    }

    @Override
    public void listShops(ListShopsRequest request, StreamObserver<ListShopsResponse> out) {
        Shops.Page page = shops.list(request.getPageSize(), request.getPageToken());
        answer(
                out,
                ListShopsResponse.newBuilder()
                        .addAllShops(
                                page.shops().stream().map(AccountsApi::wire).toList())
                        .setNextPageToken(page.next())
                        .build());
    }

    @Override
    public void getKeySet(GetKeySetRequest request, StreamObserver<KeySet> out) {
        answer(out, KeySet.newBuilder().setJson(keys.publicSet()).build());
    }

    @Override
    public void checkSession(CheckSessionRequest request, StreamObserver<CheckSessionResponse> out) {
        boolean alive = sessions.alive(UUID.fromString(request.getSessionId()));
        answer(out, CheckSessionResponse.newBuilder().setAlive(alive).build());
    }

    @Override
    public void getContact(GetContactRequest request, StreamObserver<Contact> out) {
        Account account = request.hasShopId()
                ? people.ownerOf(UUID.fromString(request.getShopId()))
                : people.get(UUID.fromString(request.getAccountId()));
        answer(
                out,
                Contact.newBuilder()
                        .setAccountId(account.id().toString())
                        .setEmail(account.email())
                        .setDisplayName(account.displayName())
                        .build());
    }

    @Override
    public void getPersonKey(GetPersonKeyRequest request, StreamObserver<PersonKey> out) {
        byte[] key = people.personKey(UUID.fromString(request.getPersonId()));
        answer(out, PersonKey.newBuilder().setKey(ByteString.copyFrom(key)).build());
    }

    private static Session wire(Sessions.Tokens tokens) {
        return Session.newBuilder()
                .setAccessToken(tokens.access())
                .setAccessExpireTime(Wire.timestamp(tokens.accessExpiry()))
                .setRefreshToken(tokens.refresh())
                .setRefreshExpireTime(Wire.timestamp(tokens.refreshExpiry()))
                .setAccount(wire(tokens.account()))
                .build();
    }

    private static com.mallhive.api.accounts.v1.Account wire(Account account) {
        return com.mallhive.api.accounts.v1.Account.newBuilder()
                .setId(account.id().toString())
                .setEmail(account.email())
                .setEmailVerified(account.emailVerified())
                .setDisplayName(account.displayName())
                .addAllRoles(account.roles())
                .setShopId(account.shopId() == null ? "" : account.shopId().toString())
                .setCreateTime(Wire.timestamp(account.createdAt()))
                .build();
    }

    private static com.mallhive.api.accounts.v1.Shop wire(Shop shop) {
        return com.mallhive.api.accounts.v1.Shop.newBuilder()
                .setId(shop.id().toString())
                .setSlug(shop.slug())
                .setName(shop.name())
                .setTagline(shop.tagline())
                .setDescription(shop.description())
                .setCity(shop.city())
                .setCountry(shop.country())
                .setCreateTime(Wire.timestamp(shop.createdAt()))
                .build();
    }
}
