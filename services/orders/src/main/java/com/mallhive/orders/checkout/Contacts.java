package com.mallhive.orders.checkout;

import com.google.gson.Gson;
import com.mallhive.orders.domain.Contact;
import com.mallhive.orders.domain.Order;
import com.mallhive.platform.security.PersonalData;
import com.mallhive.platform.security.Vault;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Personal data of orders: sealed with the person's key. And the tokens by which guests open their orders. */
public final class Contacts {
    private static final String CONTEXT = "orders.contact";
    private static final String PURPOSE = "guest-order";
    private static final Gson GSON = new Gson();

    private final PersonalData data;
    private final Vault vault;

    public Contacts(PersonalData data, Vault vault) {
        this.data = data;
        this.vault = vault;
    }

    public byte[] seal(UUID person, Contact contact) {
        return data.seal(person, GSON.toJson(contact).getBytes(StandardCharsets.UTF_8), CONTEXT);
    }

    /** Where an order goes; all fields empty for one that was never completed. */
    public Contact open(Order order) {
        if (order.contact().length == 0) {
            return new Contact("", "", "", "", "", "", "", "", "");
        }
        byte[] json = data.open(order.personId(), order.contact(), CONTEXT);
        return GSON.fromJson(new String(json, StandardCharsets.UTF_8), Contact.class);
    }

    /** How promotions know a buyer: by the account, a guest by the e-mail address. Nobody can tell who it is without the key. */
    public String buyerKey(@Nullable UUID account, String email) {
        return vault.mac(
                "promotion-buyer",
                account != null
                        ? "account:" + account
                        : "email:" + email.strip().toLowerCase(Locale.ROOT));
    }

    /** What opens the order for a guest. */
    public String guestToken(UUID order) {
        return vault.mac(PURPOSE, order.toString());
    }

    public boolean isGuestToken(UUID order, String token) {
        return vault.verify(PURPOSE, order.toString(), token);
    }
}
