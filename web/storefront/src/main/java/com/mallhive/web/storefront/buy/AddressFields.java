package com.mallhive.web.storefront.buy;

import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.ui.Field;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fields of an address and of an e-mail address, as browsers know to fill them in. */
public final class AddressFields {
    private AddressFields() {}

    static Map<String, Field> of(Form form, Locale locale) {
        Map<String, Field> fields = new LinkedHashMap<>();
        add(
                fields,
                form,
                text(form, "email", "E-mail address", 254)
                        .type("email")
                        .autocomplete("email")
                        .inputMode("email")
                        .hint("The confirmation and news of your parcels go there."));
        add(fields, form, text(form, "name", "Name", 120).autocomplete("shipping name"));
        add(fields, form, text(form, "line1", "Street and number", 160).autocomplete("shipping address-line1"));
        add(
                fields,
                form,
                text(form, "line2", "Flat, floor, company", 160).optional().autocomplete("shipping address-line2"));
        add(fields, form, text(form, "postalCode", "Postal code", 20).autocomplete("shipping postal-code"));
        add(fields, form, text(form, "city", "Town or city", 120).autocomplete("shipping address-level2"));
        add(fields, form, text(form, "region", "Region", 120).optional().autocomplete("shipping address-level1"));
        add(
                fields,
                form,
                Field.select("country", "Country", form.text("country"), countries(locale))
                        .autocomplete("shipping country"));
        add(
                fields,
                form,
                text(form, "phone", "Phone", 40)
                        .optional()
                        .type("tel")
                        .autocomplete("shipping tel")
                        .inputMode("tel")
                        .hint("Only for the carrier."));
        return fields;
    }

    /** Every country by its English name. */
    public static List<Field.Option> countries(Locale locale) {
        return Arrays.stream(Locale.getISOCountries())
                .map(code -> new Field.Option(code, Locale.of("", code).getDisplayCountry(locale)))
                .sorted(Comparator.comparing(Field.Option::label, java.text.Collator.getInstance(locale)))
                .toList();
    }

    private static Field text(Form form, String name, String label, int maxLength) {
        return Field.text(name, label, form.text(name)).maxLength(maxLength);
    }

    private static void add(Map<String, Field> fields, Form form, Field field) {
        fields.put(field.name(), field.error(form.error(field.name())));
    }
}
