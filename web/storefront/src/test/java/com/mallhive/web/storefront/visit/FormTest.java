package com.mallhive.web.storefront.visit;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.ui.FieldError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FormTest {
    @Test
    void textIsStrippedAndPasswordsAreNot() {
        Form form = Form.of(Map.of("name", "  Emma ", "password", " secret "));
        assertThat(form.text("name")).isEqualTo("Emma");
        assertThat(form.raw("password")).isEqualTo(" secret ");
        assertThat(form.text("missing")).isEmpty();
    }

    @Test
    void numbersHaveLimits() {
        Form form = Form.of(Map.of("few", "3", "many", "1000", "none", "abc", "huge", "99999999999"));
        assertThat(form.number("few", 1, 1, 99)).isEqualTo(3);
        assertThat(form.number("missing", 7, 1, 99)).isEqualTo(7);
        assertThat(form.good()).isTrue();
        form.number("many", 1, 1, 99);
        form.number("none", 1, 1, 99);
        form.number("huge", 1, 1, 99);
        assertThat(form.errors()).extracting(FieldError::field).containsExactly("many", "none", "huge");
    }

    @Test
    void theFirstErrorOfAFieldStays() {
        Form form = Form.empty();
        form.error("name", "First.");
        form.error("name", "Second.");
        assertThat(form.error("name")).isEqualTo("First.");
        assertThat(form.error("other")).isNull();
    }

    @Test
    void whatAServiceFindsWrongIsSaidBesideTheField() {
        Problem problem = Problem.of(
                Problem.Kind.INVALID,
                "invalid-request",
                "two fields are wrong",
                List.of(
                        new Problem.Violation("shippingAddress.postalCode", "must not be empty"),
                        new Problem.Violation("email", "Has an account already")));
        Form form = Form.empty();
        assertThat(form.take(problem, Map.of("shippingAddress.postalCode", "zip")))
                .isTrue();
        assertThat(form.error("zip")).isEqualTo("This must not be empty.");
        assertThat(form.error("email")).isEqualTo("Has an account already.");
    }

    @Test
    void aProblemWithoutFieldsIsLeftToThePage() {
        assertThat(Form.empty().take(Problem.conflict("x", "No."), Map.of())).isFalse();
    }
}
