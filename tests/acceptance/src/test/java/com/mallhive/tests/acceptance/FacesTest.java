package com.mallhive.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.testkit.Api;
import com.mallhive.testkit.People;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the public port lets in and tells, of a whole mall without demo. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FacesTest {
    private TestMall mall;

    @BeforeAll
    void open() {
        mall = TestMall.inOneProcess();
    }

    @AfterAll
    void close() {
        mall.close();
    }

    @Test
    void wrongPasswordsCloseAnAddressWithoutTheLimitOfTheEdge() {
        People.Person person = mall.people().register("target");
        for (int i = 0; i < 10; i++) {
            signIn(person.email(), "wrong-password-" + i).expect(401);
        }
        Api.Answer refused = signIn(person.email(), "a-long-enough-password").expect(429);
        int seconds = Integer.parseInt(
                refused.response().headers().firstValue("Retry-After").orElse(""));
        assertThat(seconds).as("ten in five minutes: the next within 30 s").isBetween(1, 30);
        assertThat(refused.text("detail")).contains("Try again in");
        signIn("somebody-else@example.com", "wrong-password").expect(401);
    }

    @Test
    void aPersonSignsInAsOftenAsTheyLike() {
        People.Person person = mall.people().register("frequent");
        for (int i = 0; i < 12; i++) {
            mall.people().signIn(person.email(), person.id());
        }
    }

    @Test
    void theMailboxDoesNotAnswerUnderAForeignName() {
        mall.api().get("/mailbox").expect(200);
        mall.api().with("Host", "rebound.example").get("/mailbox").expect(421);
    }

    @Test
    void noDemoSignInsWithoutTheDemo() {
        String page = mall.api().get("/sign-in").expect(200).response().body();
        assertThat(page).contains("name=\"password\"").doesNotContain("/sign-in/demo");
    }

    @Test
    void theSitemapHasWhatIsOnSale() {
        String slug = mall.people()
                .listing("Mapped " + UUID.randomUUID().toString().substring(28), mall.category(), 1)
                .slug();
        assertThat(mall.api().get("/sitemap.xml").expect(200).response().body())
                .contains("/p/" + slug + "</loc>", "/c/test-goods</loc>");
        assertThat(mall.api().get("/robots.txt").expect(200).response().body()).contains("/sitemap.xml");
    }

    private Api.Answer signIn(String email, String password) {
        return mall.api().post("/v1/sessions", "{\"email\": \"" + email + "\", \"password\": \"" + password + "\"}");
    }
}
