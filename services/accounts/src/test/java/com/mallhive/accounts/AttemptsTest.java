package com.mallhive.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.mallhive.api.accounts.v1.AccountsGrpc;
import com.mallhive.api.accounts.v1.CreateAccountRequest;
import com.mallhive.api.accounts.v1.CreateSessionRequest;
import com.mallhive.api.accounts.v1.RequestPasswordResetRequest;
import com.mallhive.api.accounts.v1.ResetPasswordRequest;
import com.mallhive.api.notifications.v1.NotificationsGrpc;
import com.mallhive.api.notifications.v1.SendEmailRequest;
import com.mallhive.api.notifications.v1.SendEmailResponse;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.platform.rpc.Unary;
import com.mallhive.testkit.Eventually;
import com.mallhive.testkit.TestPlatform;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How often a password may be tried and an address written to. */
final class AttemptsTest {
    private static final String ADA = "ada@example.com";
    private static final String PASSWORD = "a-long-enough-password";

    private final List<SendEmailRequest> mails = new CopyOnWriteArrayList<>();
    private TestPlatform platform;
    private AccountsGrpc.AccountsBlockingStub accounts;

    @BeforeEach
    void open() {
        platform = TestPlatform.of("accounts")
                .set("accounts.failed-sign-ins", 3)
                .set("accounts.account-mails", 3)
                .peer("notifications", new NotificationsGrpc.NotificationsImplBase() {
                    @Override
                    public void sendEmail(SendEmailRequest request, StreamObserver<SendEmailResponse> out) {
                        mails.add(request);
                        Unary.answer(out, SendEmailResponse.getDefaultInstance());
                    }
                })
                .build();
        platform.run(AccountsModule::new);
        accounts = AccountsGrpc.newBlockingStub(platform.channelOf("storefront"));
        var _ = accounts.createAccount(CreateAccountRequest.newBuilder()
                .setEmail(ADA)
                .setPassword(PASSWORD)
                .setDisplayName("Ada")
                .build());
        awaitMails(1);
    }

    @AfterEach
    void close() {
        platform.close();
    }

    @Test
    void tooManyWrongPasswordsCloseTheAddressForAWhileWhetherItExistsOrNot() {
        for (String email : List.of(ADA, "nobody@example.com")) {
            for (int i = 0; i < 3; i++) {
                assertThat(signIn(email, "wrong-" + i)).isEqualTo(Problem.Kind.UNAUTHENTICATED);
            }
            StatusRuntimeException refused = (StatusRuntimeException) catchThrowable(() -> request(email, PASSWORD));
            assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
            Problem problem = Problem.from(refused);
            assertThat(problem.kind()).isEqualTo(Problem.Kind.TOO_MANY);
            Duration wait = Objects.requireNonNull(problem.retryAfter());
            assertThat(wait).isBetween(Duration.ofSeconds(90), Duration.ofSeconds(100));
            assertThat(problem.getMessage())
                    .isEqualTo("That was too often. Try again in " + wait.toSeconds() + " seconds.");
        }
        assertThat(signIn(" ADA@example.com", PASSWORD))
                .as("another spelling of the same address")
                .isEqualTo(Problem.Kind.TOO_MANY);
        platform.clock().advance(Duration.ofMinutes(2));
        assertThat(signIn(ADA, PASSWORD)).isNull();
    }

    @Test
    void rightPasswordsDoNotCount() {
        for (int i = 0; i < 8; i++) {
            assertThat(signIn(ADA, PASSWORD)).isNull();
        }
        assertThat(signIn(ADA, "wrong")).isEqualTo(Problem.Kind.UNAUTHENTICATED);
        assertThat(signIn(ADA, PASSWORD)).isNull();
    }

    @Test
    void manyAtOnceDoNotPass() throws InterruptedException, ExecutionException {
        List<Future<Problem.Kind>> answers = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 12; i++) {
                String guess = "guess-" + i;
                answers.add(threads.submit(() -> signIn(ADA, guess)));
            }
        }
        int looked = 0;
        for (Future<Problem.Kind> answer : answers) {
            looked += answer.get() == Problem.Kind.UNAUTHENTICATED ? 1 : 0;
        }
        assertThat(looked).isEqualTo(3);
    }

    @Test
    void aNewPasswordByMailOpensTheAddressAgain() {
        for (int i = 0; i < 4; i++) {
            signIn(ADA, "wrong");
        }
        requestReset(ADA);
        awaitMails(2);
        String link = mails.getLast().getValuesOrThrow("link");
        var _ = accounts.resetPassword(ResetPasswordRequest.newBuilder()
                .setToken(link.substring(link.indexOf("token=") + "token=".length()))
                .setNewPassword("another-long-password")
                .build());
        assertThat(signIn(ADA, "another-long-password")).isNull();
    }

    @Test
    void anAddressIsWrittenToRarelyAndNobodyIsTold() {
        for (int i = 0; i < 6; i++) {
            requestReset(i % 2 == 0 ? ADA : "ADA@example.com");
            requestReset("nobody@example.com");
        }
        awaitMails(3);
        platform.clock().advance(Duration.ofMinutes(6));
        requestReset(ADA);
        awaitMails(4);
        assertThat(mails)
                .as("one for the registration, then two, then one after a while")
                .hasSize(4);
        assertThat(mails).allMatch(mail -> mail.getTo().equals(ADA));
    }

    private void awaitMails(int count) {
        Eventually.until(count + " mails", () -> mails.size() >= count);
    }

    private void requestReset(String email) {
        var _ = accounts.requestPasswordReset(
                RequestPasswordResetRequest.newBuilder().setEmail(email).build());
    }

    /** What was wrong, or null. */
    private Problem.@Nullable Kind signIn(String email, String password) {
        try {
            request(email, password);
            return null;
        } catch (StatusRuntimeException e) {
            return Problem.from(e).kind();
        }
    }

    private void request(String email, String password) {
        var _ = accounts.createSession(CreateSessionRequest.newBuilder()
                .setEmail(email)
                .setPassword(password)
                .build());
    }
}
