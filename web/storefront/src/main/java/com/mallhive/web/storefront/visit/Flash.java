package com.mallhive.web.storefront.visit;

import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.Tone;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a page that redirects wants the next page to say, once. Only the name travels, so nobody can put words into ours. */
public enum Flash {
    ADDED("Added to your cart."),
    REMOVED("Taken out of your cart."),
    SIGNED_OUT("You are signed out. See you soon."),
    REGISTERED("Welcome. We have sent you an e-mail: follow its link to prove your address."),
    VERIFIED("Your e-mail address is proven. Thank you."),
    PASSWORD_SET("Your new password is set. Sign in with it."),
    PROFILE_SAVED("Your profile is saved."),
    CART_FULL("Your cart is full. Not everything that you put in before you signed in has found room.", Tone.WARNING),
    ORDER_CANCELLED("The order is being cancelled."),
    SHOP_OPEN("Your shop is open. List your first product now."),
    LISTING_SAVED("Saved."),
    LISTING_PUBLISHED("The product is on sale."),
    LISTING_UNPUBLISHED("The product is off sale and a draft again."),
    LISTING_DELETED("The product is deleted."),
    STOCK_SAVED("The stock is counted."),
    PRICE_SAVED("The price is changed."),
    SHIPPED("Marked as shipped. The buyer has been told."),
    CONSENT_YES("Thank you. Visits are counted from now on."),
    CONSENT_NO("Nothing is counted. You can change your mind here at any time.");

    private final String text;
    private final Tone tone;

    Flash(String text) {
        this(text, Tone.SUCCESS);
    }

    Flash(String text, Tone tone) {
        this.text = text;
        this.tone = tone;
    }

    /** The sentence. */
    public String text() {
        return text;
    }

    static Optional<Notice> parse(@Nullable String name) {
        return Arrays.stream(values())
                .filter(flash -> flash.name().equals(name))
                .findFirst()
                .map(flash -> Notice.of(flash.tone, flash.text));
    }
}
