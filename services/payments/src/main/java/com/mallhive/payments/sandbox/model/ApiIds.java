package com.mallhive.payments.sandbox.model;

import com.mallhive.platform.ids.Ids;

/** Ids in Stripe's style; later ones are greater, and nobody guesses them. */
public final class ApiIds {
    private ApiIds() {}

    /** For example {@code pi_0199…}. */
    public static String next(String prefix) {
        return prefix + "_" + Ids.next().toString().replace("-", "");
    }
}
