package com.mallhive.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.mallhive.api.accounts.v1.Account;
import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.CheckSessionRequest;
import com.mallhive.api.accounts.v1.CreateAccountRequest;
import com.mallhive.api.accounts.v1.CreateSessionRequest;
import com.mallhive.api.accounts.v1.DeleteSessionRequest;
import com.mallhive.api.accounts.v1.GetMeRequest;
import com.mallhive.api.accounts.v1.GetPersonKeyRequest;
import com.mallhive.api.accounts.v1.OpenShopRequest;
import com.mallhive.api.accounts.v1.RefreshSessionRequest;
import com.mallhive.api.accounts.v1.RequestPasswordResetRequest;
import com.mallhive.api.accounts.v1.ResetPasswordRequest;
import com.mallhive.api.accounts.v1.Session;
import com.mallhive.api.accounts.v1.Shop;
import com.mallhive.api.accounts.v1.VerifyEmailRequest;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.notifications.v1.SendEmailRequest;
import com.mallhive.api.notifications.v1.SendEmailResponse;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestPlatform;
import com.nimbusds.jwt.SignedJWT;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.text.ParseException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Accounts from registration to a shop, on a real database; the mail is caught. */
class AccountsTest {
    private static final String EMAIL = "ada@example.com";
    private static final String PASSWORD = "a-long-enough-password";

    private final List<SendEmailRequest> mail = new CopyOnWriteArrayList<>();
    private final TestPlatform platform = TestPlatform.of("accounts")
            .peer("notifications", new MailCatcher())
            .set("accounts.operators", "boss@example.com")
            .build();

    AccountsTest() {
        platform.run(AccountsModule::new);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void anAddressIsProvenByTheLinkInAMail() {
        Account fresh = register(EMAIL);
        assertThat(fresh.getEmailVerified()).isFalse();
        String token = token("verify-email", 1);
        assertProblem("link-invalid", () -> verify(token + "x"));
        assertThat(verify(token).getEmailVerified()).isTrue();
        assertThat(verify(token).getId()).isEqualTo(fresh.getId());
    }

    @Test
    void aLinkGrowsOld() {
        var _ = register(EMAIL);
        String token = token("verify-email", 1);
        platform.clock().advance(Duration.ofDays(8));
        assertProblem("link-invalid", () -> verify(token));
    }

    @Test
    void anAddressHasOneAccountHoweverItIsWritten() {
        var _ = register(EMAIL);
        assertProblem("email-taken", () -> register("Ada@Example.COM"));
    }

    @Test
    void aWrongPasswordAndAnUnknownAddressLookTheSame() {
        var _ = register(EMAIL);
        assertThat(problem(() -> signIn(EMAIL, "not-this-password")))
                .isEqualTo(problem(() -> signIn("nobody@example.com", PASSWORD)))
                .contains("wrong");
    }

    @Test
    void aRefreshTokenWorksOnceAndItsSecondUseEndsTheSession() {
        var _ = register(EMAIL);
        Session first = signIn(EMAIL, PASSWORD);
        Session second = refresh(first);
        assertThat(second.getRefreshToken()).isNotEqualTo(first.getRefreshToken());
        assertThat(alive(second)).isTrue();
        assertProblem("session-ended", () -> refresh(first));
        assertThat(alive(second)).isFalse();
        assertProblem("session-ended", () -> refresh(second));
    }

    @Test
    void aSessionThatIsNotUsedEnds() {
        var _ = register(EMAIL);
        Session session = signIn(EMAIL, PASSWORD);
        platform.clock().advance(Duration.ofDays(31));
        assertProblem("session-ended", () -> refresh(session));
    }

    @Test
    void signingOutEndsTheSession() {
        Account account = register(EMAIL);
        Session session = signIn(EMAIL, PASSWORD);
        Person person = new Person(UUID.fromString(account.getId()), Set.of(), null, sessionOf(session));
        var _ = platform.as(person, () -> stub().deleteSession(DeleteSessionRequest.getDefaultInstance()));
        assertProblem("session-ended", () -> refresh(session));
    }

    @Test
    void aNewPasswordEndsEverySessionAndItsLinkWorksOnce() {
        var _ = register(EMAIL);
        Session before = signIn(EMAIL, PASSWORD);
        String token = resetToken(EMAIL, 1);
        var _ = reset(token, "another-long-password");
        assertProblem("session-ended", () -> refresh(before));
        assertProblem("wrong-credentials", () -> signIn(EMAIL, PASSWORD));
        assertThat(signIn(EMAIL, "another-long-password").getAccount().getEmailVerified())
                .isTrue();
        assertProblem("link-invalid", () -> reset(token, "a-third-long-password"));
    }

    @Test
    void nobodyLearnsWhetherAnAddressHasAnAccount() {
        var _ = register(EMAIL);
        requestReset("nobody@example.com");
        var _ = resetToken(EMAIL, 1);
        assertThat(mail).extracting(SendEmailRequest::getTo).doesNotContain("nobody@example.com");
    }

    @Test
    void anOperatorIsMadeByTheMailedLinkAlone() {
        var _ = register("boss@example.com");
        var _ = verify(token("verify-email", 1));
        assertThat(signIn("boss@example.com", PASSWORD).getAccount().getRolesList())
                .doesNotContain("operator");
        var _ = reset(resetToken("boss@example.com", 1), PASSWORD);
        assertThat(signIn("boss@example.com", PASSWORD).getAccount().getRolesList())
                .contains("operator");
    }

    @Test
    void aPersonOpensOneShopAndNamesMayRepeat() {
        Person ada = person(register(EMAIL));
        assertProblem("email-unverified", () -> open(ada, "Too early"));
        var _ = verify(token("verify-email", 1));
        Person bob = person(register("bob@example.com"));
        var _ = verify(token("verify-email", 2));
        Shop first = open(ada, "Bee & Honey");
        Shop second = open(bob, "Bee & Honey");
        assertThat(first.getSlug()).isNotBlank().isNotEqualTo(second.getSlug());
        assertThat(stub().getShop(com.mallhive.api.accounts.v1.GetShopRequest.newBuilder()
                                .setShop(second.getSlug())
                                .build())
                        .getId())
                .isEqualTo(second.getId());
        assertProblem("shop", () -> open(ada, "Another"));
        assertThat(signIn(EMAIL, PASSWORD).getAccount().getShopId()).isEqualTo(first.getId());
    }

    @Test
    void aPersonKeepsOneKeyAndOnlyOrdersMayAskForIt() {
        String person = UUID.randomUUID().toString();
        ByteString key = personKey("orders", person);
        assertThat(key.size()).isEqualTo(32);
        assertThat(personKey("orders", person)).isEqualTo(key);
        assertThat(personKey("orders", UUID.randomUUID().toString())).isNotEqualTo(key);
        assertThatThrownBy(() -> personKey("discovery", person)).isInstanceOf(StatusRuntimeException.class);
    }

    @Test
    void whatIdentifiesAPersonIsNotReadableInTheTables() {
        var _ = register(EMAIL);
        List<String> rows = platform.database()
                .read(session -> session.jdbi()
                        .createQuery("SELECT account::text || coalesce(person_key::text, '') FROM account"
                                + " LEFT JOIN person_key ON person_id = id")
                        .mapTo(String.class)
                        .list());
        assertThat(rows)
                .hasSize(1)
                .allSatisfy(row -> assertThat(row)
                        .doesNotContain(
                                "ada",
                                "Ada",
                                PASSWORD,
                                java.util.HexFormat.of()
                                        .formatHex(EMAIL.getBytes(java.nio.charset.StandardCharsets.UTF_8))));
    }

    @Test
    void theTokenSaysWhoAndNoMore() throws ParseException {
        Account account = register(EMAIL);
        var claims = SignedJWT.parse(signIn(EMAIL, PASSWORD).getAccessToken()).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo(account.getId());
        assertThat(claims.toString()).doesNotContain("ada");
        Person person = new Person(UUID.fromString(account.getId()), Set.of(), null, UUID.randomUUID());
        Account me = platform.as(person, () -> stub().getMe(GetMeRequest.getDefaultInstance()));
        assertThat(me.getEmail()).isEqualTo(EMAIL);
    }

    private Account register(String email) {
        return stub().createAccount(CreateAccountRequest.newBuilder()
                .setEmail(email)
                .setPassword(PASSWORD)
                .setDisplayName("Ada")
                .build());
    }

    private Account verify(String token) {
        return stub().verifyEmail(
                        VerifyEmailRequest.newBuilder().setToken(token).build());
    }

    private Session signIn(String email, String password) {
        return stub().createSession(CreateSessionRequest.newBuilder()
                .setEmail(email)
                .setPassword(password)
                .build());
    }

    private Session refresh(Session session) {
        return stub().refreshSession(RefreshSessionRequest.newBuilder()
                .setRefreshToken(session.getRefreshToken())
                .build());
    }

    private boolean alive(Session session) {
        var request = CheckSessionRequest.newBuilder()
                .setSessionId(sessionOf(session).toString())
                .build();
        return new Caller("orders", null, null, null)
                .call(() -> AccountsGrpc.newBlockingStub(platform.channelOf("orders"))
                        .checkSession(request)
                        .getAlive());
    }

    private static UUID sessionOf(Session session) {
        String token = session.getRefreshToken();
        return UUID.fromString(token.substring(0, token.indexOf('.')));
    }

    private void requestReset(String email) {
        var _ = stub().requestPasswordReset(
                        RequestPasswordResetRequest.newBuilder().setEmail(email).build());
    }

    private String resetToken(String email, int count) {
        requestReset(email);
        return token("reset-password", count);
    }

    private boolean reset(String token, String password) {
        return stub().resetPassword(ResetPasswordRequest.newBuilder()
                        .setToken(token)
                        .setNewPassword(password)
                        .build())
                .isInitialized();
    }

    private Shop open(Person person, String name) {
        return platform.as(
                person,
                () -> stub().openShop(OpenShopRequest.newBuilder()
                        .setName(name)
                        .setCountry("DE")
                        .setCity("Bremen")
                        .build()));
    }

    private static Person person(Account account) {
        return new Person(UUID.fromString(account.getId()), Set.of(), null, UUID.randomUUID());
    }

    private ByteString personKey(String caller, String person) {
        return AccountsGrpc.newBlockingStub(platform.channelOf(caller))
                .getPersonKey(
                        GetPersonKeyRequest.newBuilder().setPersonId(person).build())
                .getKey();
    }

    /** The token in the link of the newest of so many mails of this kind. */
    private String token(String template, int count) {
        Eventually.until(count + " mails " + template, () -> of(template).size() == count);
        String link = of(template).getLast().getValuesOrThrow("link");
        return link.substring(link.indexOf("token=") + 6);
    }

    private List<SendEmailRequest> of(String template) {
        return mail.stream().filter(m -> m.getTemplate().equals(template)).toList();
    }

    private AccountsGrpc.AccountsBlockingStub stub() {
        return AccountsGrpc.newBlockingStub(platform.channelOf("edge"));
    }

    private static void assertProblem(String code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThat(problem(call)).contains(code);
    }

    private static String problem(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        try {
            call.call();
        } catch (StatusRuntimeException e) {
            Problem problem = Problem.from(e);
            return problem.type() + ": " + problem.getMessage();
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        throw new AssertionError("it was accepted");
    }

    /** Stands for notifications. */
    private final class MailCatcher extends NotificationsGrpc.NotificationsImplBase {
        @Override
        public void sendEmail(SendEmailRequest request, StreamObserver<SendEmailResponse> out) {
            mail.add(request);
            out.onNext(SendEmailResponse.getDefaultInstance());
            out.onCompleted();
        }
    }
}
