package com.mallhive.payments.sandbox.pages;

import com.mallhive.payments.sandbox.model.TestCard;
import com.mallhive.payments.sandbox.rest.Form;
import java.time.YearMonth;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the buyer has typed; shown again as it was where something is wrong with it. Never kept. */
record CardForm(String email, String number, String expiry, String cvc) {
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern EXPIRY = Pattern.compile("(\\d{1,2})\\s*/\\s*(?:20)?(\\d{2})");
    private static final int CENTURY = 2000;

    static CardForm empty(String email) {
        return new CardForm(email, "", "", "");
    }

    static CardForm of(Form form) {
        return new CardForm(
                form.text("email").orElse("").strip(),
                form.text("number").orElse("").strip(),
                form.text("expiry").orElse("").strip(),
                form.text("cvc").orElse("").strip());
    }

    /** With a test card's data. */
    CardForm filled(TestCard card) {
        return new CardForm(
                email.isEmpty() ? "buyer@example.com" : email,
                card.written(),
                "12 / 34",
                "1234".substring(0, card.cvcDigits()));
    }

    /** The test card, where the number is one's. */
    Optional<TestCard> card() {
        return TestCard.ofNumber(digits());
    }

    /** What is wrong, by the field. */
    Map<String, String> errors(YearMonth now) {
        Map<String, String> errors = new LinkedHashMap<>();
        if (!EMAIL.matcher(email).matches()) {
            errors.put("email", "Enter an e-mail address, such as name@example.com.");
        }
        if (digits().isEmpty()) {
            errors.put("number", "Enter the card's number.");
        } else if (!isCardNumber(digits())) {
            errors.put("number", "This is no card number. Check its digits.");
        } else if (card().isEmpty()) {
            errors.put("number", "This is not a test card. Never enter a real one here.");
        }
        checkExpiry(now, errors);
        int length = card().map(TestCard::cvcDigits).orElse(3);
        if (!cvc.matches("\\d{" + length + "}")) {
            errors.put("cvc", "Enter the " + length + " digits of the security code.");
        }
        return errors;
    }

    private void checkExpiry(YearMonth now, Map<String, String> errors) {
        Matcher parts = EXPIRY.matcher(expiry);
        if (!parts.matches()) {
            errors.put("expiry", "Enter month and year, such as 04 / 31.");
            return;
        }
        int month = Integer.parseInt(parts.group(1));
        if (month < 1 || month > 12) {
            errors.put("expiry", "There is no such month.");
        } else if (YearMonth.of(CENTURY + Integer.parseInt(parts.group(2)), month)
                .isBefore(now)) {
            errors.put("expiry", "This card has expired.");
        }
    }

    private String digits() {
        return number.replaceAll("[\\s-]", "");
    }

    /** By length and check digit (Luhn). */
    private static boolean isCardNumber(String digits) {
        if (!digits.matches("\\d{12,19}")) {
            return false;
        }
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int value = i % 2 == 0 ? digit : digit * 2;
            sum += value > 9 ? value - 9 : value;
        }
        return sum % 10 == 0;
    }
}
