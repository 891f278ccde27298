package com.mallhive.payments.sandbox.model;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The cards that the sandbox knows, with Stripe's test numbers and test payment methods. */
public enum TestCard {
    VISA("4242424242424242", "visa", "Pays", null, "pm_card_visa", "pm_card_visa_debit"),
    MASTERCARD("5555555555554444", "mastercard", "Pays", null, "pm_card_mastercard"),
    AMEX("378282246310005", "amex", "Pays", null, "pm_card_amex"),
    DECLINED(
            "4000000000000002",
            "visa",
            "Is declined",
            Failure.declined("generic_decline", "Your card was declined."),
            "pm_card_chargeDeclined",
            "pm_card_visa_chargeDeclined"),
    INSUFFICIENT_FUNDS(
            "4000000000009995",
            "visa",
            "Has no funds",
            Failure.declined("insufficient_funds", "Your card has insufficient funds."),
            "pm_card_chargeDeclinedInsufficientFunds",
            "pm_card_visa_chargeDeclinedInsufficientFunds"),
    EXPIRED(
            "4000000000000069",
            "visa",
            "Has expired",
            new Failure("expired_card", null, "Your card has expired."),
            "pm_card_chargeDeclinedExpiredCard",
            "pm_card_visa_chargeDeclinedExpiredCard"),
    WRONG_CVC(
            "4000000000000127",
            "visa",
            "Wrong CVC",
            new Failure("incorrect_cvc", null, "The security code of your card is wrong."),
            "pm_card_chargeDeclinedIncorrectCvc",
            "pm_card_visa_chargeDeclinedIncorrectCvc"),
    PROCESSING_ERROR(
            "4000000000000119",
            "visa",
            "Cannot be processed",
            new Failure("processing_error", null, "Your card could not be processed. Try again in a moment."),
            "pm_card_chargeDeclinedProcessingError",
            "pm_card_visa_chargeDeclinedProcessingError"),
    THREE_D_SECURE(
            "4000002760003184",
            "visa",
            "Asks for 3-D Secure",
            null,
            "pm_card_threeDSecure2Required",
            "pm_card_threeDSecureRequired",
            "pm_card_authenticationRequired",
            "pm_card_authenticationRequiredOnSetup");

    private final String number;
    private final String brand;
    private final String effect;
    private final @Nullable Failure failure;
    private final List<String> methods;

    TestCard(String number, String brand, String effect, @Nullable Failure failure, String... methods) {
        this.number = number;
        this.brand = brand;
        this.effect = effect;
        this.failure = failure;
        this.methods = List.of(methods);
    }

    /** The card with this number, digits only. */
    public static Optional<TestCard> ofNumber(String digits) {
        return Arrays.stream(values()).filter(c -> c.number.equals(digits)).findFirst();
    }

    /** The card behind a test payment method such as {@code pm_card_visa}. */
    public static Optional<TestCard> ofMethod(String method) {
        return Arrays.stream(values()).filter(c -> c.methods.contains(method)).findFirst();
    }

    public String number() {
        return number;
    }

    /** As people write it. */
    public String written() {
        return this == AMEX
                ? number.substring(0, 4) + " " + number.substring(4, 10) + " " + number.substring(10)
                : number.replaceAll("(.{4})(?!$)", "$1 ");
    }

    public String brand() {
        return brand;
    }

    public String last4() {
        return number.substring(number.length() - 4);
    }

    /** What happens with it, for people. */
    public String effect() {
        return effect;
    }

    /** How many digits its security code has. */
    public int cvcDigits() {
        return this == AMEX ? 4 : 3;
    }

    @Nullable
    Failure failure() {
        return failure;
    }

    boolean asksBuyer() {
        return this == THREE_D_SECURE;
    }
}
