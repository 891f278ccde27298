package com.mallhive.payments.domain;

import com.mallhive.platform.money.Money;
import org.jspecify.annotations.Nullable;

/** What Stripe says about a payment. */
public sealed interface Outcome {
    /** The money is there. */
    record Paid(@Nullable String intent, @Nullable String session, Money amount) implements Outcome {}

    /** The buyer has to act on the page; an empty address: nobody can do anything but wait. */
    record Waiting(@Nullable String intent, @Nullable String session, String url) implements Outcome {}

    /** It will not be paid. */
    record Declined(@Nullable String intent, @Nullable String session, String reason) implements Outcome {}

    /** It cannot be paid any more. */
    record CalledOff(String reason) implements Outcome {}

    /** The buyer has the whole money back. */
    record Returned() implements Outcome {}

    /** Stripe knows nothing of it. */
    record Absent() implements Outcome {}
}
