package com.mallhive.testkit;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** People who use a mall through its API: they register, read their mail, open shops, list and buy. */
public final class People {
    private static final Pattern LINK = Pattern.compile("token=(?:3D)?([A-Za-z0-9_.-]+)");
    private static final Pattern ACTION = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
    private static final String PASSWORD = "a-long-enough-password";

    private final Api api;
    private final Path mailbox;

    /** Somebody who is signed in. */
    public record Person(String email, String id, Api api) {}

    /** A seller with a product on sale. */
    public record Listing(Person seller, String shop, String product, String slug, String offer, String otherOffer) {}

    /** @param mailbox folder of the development mailbox */
    public People(Api api, Path mailbox) {
        this.api = api;
        this.mailbox = mailbox;
    }

    /** Registers and proves the address. */
    public Person register(String name) {
        return register(name, name + "-" + UUID.randomUUID().toString().substring(24) + "@example.com");
    }

    /** Registers and proves the address. */
    public Person register(String name, String email) {
        String id = api.post("/v1/accounts", """
                {"email": "%s", "password": "%s", "displayName": "%s"}
                """.formatted(email, PASSWORD, name))
                .expect(201)
                .text("id");
        api.post("/v1/accounts:verifyEmail", "{\"token\": \"" + tokenFor(email, "Is this your") + "\"}")
                .expect(200);
        return signIn(email, id);
    }

    /** Registers an operator, whom the settings name, and sets the password by e-mail: that makes the operator. */
    public Person operator(String email) {
        Person person = register("operator", email);
        api.post("/v1/accounts:requestPasswordReset", "{\"email\": \"" + email + "\"}")
                .expect(204);
        api.post("/v1/accounts:resetPassword", """
                {"token": "%s", "newPassword": "%s"}
                """.formatted(tokenFor(email, "Set a new password"), PASSWORD))
                .expect(204);
        return signIn(email, person.id());
    }

    /** Signs in again, for example to get the token of a new shop. */
    public Person signIn(String email, String id) {
        String token = api.post("/v1/sessions", """
                {"email": "%s", "password": "%s"}
                """.formatted(email, PASSWORD))
                .expect(201)
                .text("accessToken");
        return new Person(email, id, api.as(token));
    }

    /** A new seller with a shop and a published product of two variants with this much stock each. */
    public Listing listing(String title, String categoryId, int stock) {
        Person person = register("seller");
        String shop = person.api()
                .post("/v1/shops", """
                {"name": "Shop %s", "tagline": "Good things", "country": "DE", "city": "Bremen"}
                """.formatted(UUID.randomUUID().toString().substring(28)))
                .expect(201)
                .text("id");
        Person seller = signIn(person.email(), person.id());
        String picture = upload(seller.api());
        String created = seller.api()
                .post("/v1/products", """
                {"title": "%s", "description": "Made to be bought.", "brand": "Acceptance", "categoryId": "%s",
                 "options": [{"name": "Size", "values": ["S", "L"]}], "pictureIds": ["%s"],
                 "variants": [
                   {"sku": "T-S", "options": [{"name": "Size", "value": "S"}], "price": {"amount": "1999", "currency": "EUR"}},
                   {"sku": "T-L", "options": [{"name": "Size", "value": "L"}], "price": {"amount": "2499", "currency": "EUR"}}]}
                """.formatted(title, categoryId, picture))
                .expect(201)
                .text("id");
        Api.Answer product =
                seller.api().post("/v1/products/" + created + ":publish", "{}").expect(200);
        String offer = product.text("variants.0.offerId");
        String other = product.text("variants.1.offerId");
        for (String each : new String[] {offer, other}) {
            seller.api()
                    .post("/v1/stock/" + each + ":adjust", "{\"onHand\": " + stock + "}")
                    .expect(200);
        }
        return new Listing(seller, shop, created, product.text("slug"), offer, other);
    }

    /** Uploads a picture and answers with its id. */
    public String upload(Api seller) {
        byte[] png = png();
        Api.Answer ticket = seller.post(
                        "/v1/uploads", "{\"contentType\": \"image/png\", \"size\": \"" + png.length + "\"}")
                .expect(201);
        api.put(ticket.text("url"), png, "image/png").expect(204);
        return seller.post("/v1/uploads/" + ticket.text("id") + ":complete", "{\"alt\": \"A square\"}")
                .expect(200)
                .text("id");
    }

    /** A new cart with one line. */
    public static String cart(Api buyer, String offer, int quantity) {
        String cart = buyer.post("/v1/carts", "{}").expect(201).text("id");
        buyer.post("/v1/carts/" + cart + "/lines", "{\"offerId\": \"" + offer + "\", \"quantity\": " + quantity + "}")
                .expect(201);
        return cart;
    }

    /** The body of an order. */
    public static String order(String cart, String email, String paymentMethod) {
        return """
                {"cart": "%s", "email": "%s", "paymentMethod": "%s", "shippingAddress":
                  {"name": "Ada Buyer", "line1": "Main Street 1", "city": "Bremen", "postalCode": "28195", "country": "DE"}}
                """.formatted(cart, email, paymentMethod);
    }

    /** Pays on the hosted payment page as a browser without JavaScript does. */
    public static void pay(Api buyer, String url, String card) {
        String page = buyer.get(url).expect(200).response().body();
        Matcher form = ACTION.matcher(page);
        String action = form.find()
                ? URI.create(url).resolve(form.group(1).replace("&amp;", "&")).toString()
                : url;
        buyer.form(action, "email", "guest@example.com", "number", card, "expiry", "12 / 34", "cvc", "123")
                .expect(303);
    }

    /** Waits for an e-mail and answers with the token of the link in it. */
    public String tokenFor(String email, String subject) {
        String[] found = new String[1];
        Eventually.until("mail \"" + subject + "\" to " + email, () -> {
            for (String mail : mails(email)) {
                Matcher link = LINK.matcher(mail.replace("=\r\n", ""));
                if (mail.contains(subject) && link.find()) {
                    found[0] = link.group(1).strip();
                    return true;
                }
            }
            return false;
        });
        return found[0];
    }

    /** Whether an e-mail with this in its subject or text has arrived. */
    public boolean hasMail(String email, String words) {
        return mails(email).stream().anyMatch(mail -> mail.contains(words));
    }

    private java.util.List<String> mails(String email) {
        if (!Files.isDirectory(mailbox)) {
            return java.util.List.of();
        }
        try (Stream<Path> files = Files.list(mailbox)) {
            return files.map(file -> {
                        try {
                            return Files.readString(file);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .filter(mail -> mail.contains("To: " + email))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] png() {
        BufferedImage image = new BufferedImage(400, 400, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(new Color((int) (System.nanoTime() & 0xFFFFFF)));
        graphics.fillRect(40, 40, 320, 320);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
