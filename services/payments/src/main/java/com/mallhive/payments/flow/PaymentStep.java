package com.mallhive.payments.flow;

import com.mallhive.platform.lifecycle.FailPoints;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The steps of everything that has an effect, here or at Stripe. A step is done by {@link #run} and in no other way: so each
 * has its fail point, at which a crash test kills the process.
 */
public enum PaymentStep {
    /** A new payment is recorded. */
    RECORD,
    /** Stripe has been asked to take the payment, or to show its page. */
    STRIPE,
    /** The payment has taken note of what Stripe said, with ledger and event. */
    CONCLUDE,
    /** A webhook is recorded. */
    HEAR,
    /** It has had its effect. */
    APPLY,
    /** The payment to be called off is found, or the place of one that never was is taken. */
    FIND,
    /** Stripe has been asked to call it off. */
    CALL_OFF,
    /** Stripe has been asked to give the money back. */
    GIVE_BACK,
    /** The payment has taken note of its end. */
    END;

    /** Does the step, and ends the process after it where a crash test wants that. */
    public <T extends @Nullable Object> T run(Supplier<T> work) {
        T result = work.get();
        FailPoints.after(this);
        return result;
    }
}
