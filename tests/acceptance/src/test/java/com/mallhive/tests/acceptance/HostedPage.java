package com.mallhive.tests.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.mallhive.testkit.Api;

/** The hosted payment page as a browser without JavaScript uses it. */
record HostedPage(Api api) {
    /** Sends the form of the page. */
    void pay(String action, String card) {
        var answer = api.form(action, "email", "guest@example.com", "number", card, "expiry", "12 / 34", "cvc", "123");
        assertThat(answer.status()).as(answer.response().body()).isEqualTo(303);
    }
}
