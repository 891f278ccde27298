package com.mallhive.web.storefront.buy;

import com.mallhive.api.accounts.v1.Account;
import com.mallhive.api.accounts.v1.GetMeRequest;
import com.mallhive.api.analytics.v1.VisitEvent;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.orders.v1.Order;
import com.mallhive.api.orders.v1.PlaceOrderRequest;
import com.mallhive.api.orders.v1.Quote;
import com.mallhive.api.orders.v1.QuoteOrderRequest;
import com.mallhive.api.type.Address;
import com.mallhive.api.type.Money;
import com.mallhive.platform.rpc.Headers;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.web.storefront.visit.Form;
import com.mallhive.web.storefront.visit.Services;
import com.mallhive.web.storefront.visit.Soft;
import com.mallhive.web.storefront.visit.Urls;
import com.mallhive.web.storefront.visit.Visit;
import com.mallhive.web.ui.Art;
import com.mallhive.web.ui.Field;
import com.mallhive.web.ui.FieldError;
import com.mallhive.web.ui.Link;
import com.mallhive.web.ui.Notice;
import com.mallhive.web.ui.PageFrame;
import com.mallhive.web.ui.Step;
import com.mallhive.web.ui.Tone;
import com.mallhive.web.ui.TotalLine;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.MetadataUtils;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The checkout: one page, guests first. A key in the form makes sending it twice the same as sending it once. */
public final class CheckoutPages {
    private static final String KEY = "key";
    private static final String TOTAL = "total";
    private static final String COUPONS = "coupons";
    private static final int MOST_COUPONS = 5;

    /** The service's names of fields to the form's. */
    private static final Map<String, String> FIELDS = Map.of(
            "shippingAddress.name", "name",
            "shippingAddress.line1", "line1",
            "shippingAddress.line2", "line2",
            "shippingAddress.city", "city",
            "shippingAddress.region", "region",
            "shippingAddress.postalCode", "postalCode",
            "shippingAddress.country", "country",
            "shippingAddress.phone", "phone",
            "couponCodes", COUPONS);

    private final Services services;
    private final Carts carts;

    /** The page. */
    public record View(
            List<Step> steps,
            boolean guest,
            List<FieldError> errors,
            Map<String, Field> fields,
            String key,
            String total,
            List<Group> groups,
            List<TotalLine> totals,
            Field coupons,
            String button) {
        /** A field by name. */
        public Field field(String name) {
            Field field = fields.get(name);
            if (field == null) {
                throw new IllegalArgumentException("no field " + name);
            }
            return field;
        }
    }

    /** What one shop sends. */
    public record Group(String shop, String shipping, List<Item> items) {}

    /** A line of the summary. */
    public record Item(String title, String detail, String sum, List<String> savings, Art art) {}

    public CheckoutPages(Services services, Carts carts) {
        this.services = services;
        this.carts = carts;
    }

    public void show(Visit visit) {
        Cart cart = carts.current(visit);
        if (cart == null || cart.getLinesCount() == 0) {
            visit.redirect("/cart");
            return;
        }
        Map<String, String> known = new LinkedHashMap<>();
        known.put("country", CartPages.country(visit));
        if (visit.caller().token() != null) {
            Account me = Soft.get(
                    () -> services.accounts().getMe(GetMeRequest.getDefaultInstance()), Account.getDefaultInstance());
            known.put("email", me.getEmail());
            known.put("name", me.getDisplayName());
        }
        visit.note(VisitEvent.Type.CHECKOUT, null);
        page(visit, cart, Form.of(known), UUID.randomUUID().toString(), 200, null);
    }

    public void place(Visit visit) {
        Form form = visit.form();
        Cart cart = carts.current(visit);
        String key = form.text(KEY).matches("[0-9a-f-]{36}")
                ? form.text(KEY)
                : UUID.randomUUID().toString();
        if (cart == null) {
            // Sent again after the order has been paid: the same key finds the order that it made.
            visit.redirect("/cart");
            return;
        }
        if (form.has("apply")) {
            // only the coupons: the address may be half entered
            page(visit, cart, form, key, 200, null);
            return;
        }
        PlaceOrderRequest request = request(cart, form);
        if (!form.good()) {
            page(visit, cart, form, key, 422, null);
            return;
        }
        try {
            Metadata headers = new Metadata();
            headers.put(Headers.IDEMPOTENCY_KEY, key);
            Order order = services.orders()
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
                    .placeOrder(request);
            visit.ordered(UUID.fromString(order.getId()));
            visit.redirect(nextPage(order));
        } catch (StatusRuntimeException e) {
            refused(visit, cart, form, key, Problem.from(e));
        }
    }

    private static String nextPage(Order order) {
        if (order.getStatus() == Order.Status.AWAITING_PAYMENT
                && order.getPaymentUrl().matches("https?://.*")) {
            return order.getPaymentUrl();
        }
        String token = order.getGuestToken();
        return "/orders/" + order.getId() + (token.isEmpty() ? "" : "?token=" + Urls.encode(token));
    }

    /** Nothing was placed: everything that was entered is kept. A new key where the old one is used up. */
    private void refused(Visit visit, Cart cart, Form form, String key, Problem problem) {
        String fresh = UUID.randomUUID().toString();
        switch (problem.kind()) {
            case INVALID -> {
                boolean named = form.take(problem, FIELDS);
                page(visit, cart, form, key, 422, named ? null : Notice.of(Tone.DANGER, problem.getMessage()));
            }
            case PAYMENT_REQUIRED ->
                page(
                        visit,
                        cart,
                        form,
                        fresh,
                        402,
                        new Notice(Tone.DANGER, "The payment did not go through", problem.getMessage(), null));
            case CONFLICT -> {
                if (problem.type().equals("coupon-used-up")) {
                    form.take(problem, FIELDS);
                }
                String title = switch (problem.type()) {
                    case "out-of-stock" -> "Somebody was faster";
                    case "total-changed" -> "The total has changed";
                    case "coupon-used-up" -> "The coupon has been used up";
                    case "offer-unavailable" -> "Something is no longer on sale";
                    default -> "The order was not placed";
                };
                Link link = Set.of("total-changed", "coupon-used-up").contains(problem.type())
                        ? null
                        : new Link("Change the cart", "/cart");
                page(visit, cart, form, fresh, 409, new Notice(Tone.WARNING, title, conflictText(problem), link));
            }
            case UNAVAILABLE, TIMEOUT, TOO_MANY ->
                page(
                        visit,
                        cart,
                        form,
                        key,
                        503,
                        Notice.of(
                                Tone.WARNING,
                                "The mall could not finish this just now. Send it again; you will not be charged twice."));
            default -> throw problem;
        }
    }

    private static String conflictText(Problem problem) {
        return switch (problem.type()) {
            case "out-of-stock" ->
                "There is not enough of everything left. Nothing was ordered; look into the cart, which tells what is left.";
            case "total-changed" ->
                "A price or the delivery has changed since you saw it. Look at the new total and order again.";
            default -> problem.getMessage();
        };
    }

    private static PlaceOrderRequest request(Cart cart, Form form) {
        String email = form.required("email", "Enter an e-mail address. The order confirmation goes there.");
        if (!email.isEmpty() && !email.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
            form.error("email", "Enter an e-mail address such as name@example.com.");
        }
        String country = form.text("country");
        if (!country.matches("[A-Z]{2}")) {
            form.error("country", "Choose a country.");
        }
        Address address = Address.newBuilder()
                .setName(form.required("name", "Enter the name of the person who receives the parcel."))
                .setLine1(form.required("line1", "Enter street and number."))
                .setLine2(form.text("line2"))
                .setCity(form.required("city", "Enter the town or city."))
                .setRegion(form.text("region"))
                .setPostalCode(form.required("postalCode", "Enter the postal code."))
                .setCountry(country)
                .setPhone(form.text("phone"))
                .build();
        PlaceOrderRequest.Builder request = PlaceOrderRequest.newBuilder()
                .setCart(cart.getId())
                .setEmail(email)
                .setShippingAddress(address)
                .addAllCouponCodes(coupons(form));
        String[] seen = form.text(TOTAL).split(" ", 2);
        if (seen.length == 2 && seen[0].matches("[0-9]{1,12}") && seen[1].matches("[A-Z]{3}")) {
            request.setExpectedTotal(
                    Money.newBuilder().setAmount(Long.parseLong(seen[0])).setCurrency(seen[1]));
        }
        return request.build();
    }

    /** The codes that were entered, with blanks or commas between them. */
    private static List<String> coupons(Form form) {
        List<String> codes = Pattern.compile("[\\s,;]+")
                .splitAsStream(form.text(COUPONS))
                .filter(code -> !code.isEmpty())
                .distinct()
                .toList();
        if (codes.size() > MOST_COUPONS) {
            form.error(COUPONS, "Enter five codes at most.");
            return codes.subList(0, MOST_COUPONS);
        }
        return codes;
    }

    /** The quote; without the coupons where one of them is refused, which the form then tells. */
    private Quote quote(Cart cart, String country, Form form) {
        var request = QuoteOrderRequest.newBuilder().setCart(cart.getId()).setCountry(country);
        List<String> codes = coupons(form);
        if (form.error(COUPONS) == null && !codes.isEmpty()) {
            try {
                return services.orders()
                        .quoteOrder(request.clone().addAllCouponCodes(codes).build());
            } catch (StatusRuntimeException e) {
                Problem problem = Problem.from(e);
                if (problem.violations().stream()
                        .noneMatch(violation -> violation.field().startsWith("couponCodes"))) {
                    throw e;
                }
                form.error(COUPONS, problem.getMessage());
            }
        }
        return services.orders().quoteOrder(request.build());
    }

    private void page(Visit visit, Cart cart, Form form, String key, int status, @Nullable Notice notice) {
        String country = form.text("country").matches("[A-Z]{2}") ? form.text("country") : CartPages.country(visit);
        Quote quote;
        try {
            quote = quote(cart, country, form);
        } catch (StatusRuntimeException e) {
            if (Problem.from(e).kind() == Problem.Kind.CONFLICT) {
                // The cart's page tells which line it is.
                visit.redirect("/cart");
                return;
            }
            throw e;
        }
        Money total = quote.getTotals().getTotal();
        View view = new View(
                List.of(
                        new Step("Cart", Step.State.DONE),
                        new Step("Address", Step.State.NOW),
                        new Step("Payment", Step.State.AHEAD)),
                visit.caller().token() == null,
                form.errors(),
                AddressFields.of(form, visit.locale()),
                key,
                total.getAmount() + " " + total.getCurrency(),
                groups(visit, quote),
                OrderView.totals(visit, quote.getTotals()),
                Field.text(COUPONS, "Coupon code", form.text(COUPONS))
                        .optional()
                        .maxLength(210)
                        .error(form.error(COUPONS)),
                "Order and pay " + visit.money(total));
        Notice[] notices = notice == null ? new Notice[0] : new Notice[] {notice};
        var frame = visit.frame(PageFrame.Kind.PLAIN, "Checkout", notices).build();
        visit.showAgain(status, "checkout", frame, view);
    }

    private static List<Group> groups(Visit visit, Quote quote) {
        return quote.getShopsList().stream()
                .map(shop -> new Group(
                        shop.getShopName(),
                        OrderView.shipping(visit, shop.getShipping()),
                        shop.getLinesList().stream()
                                .map(line -> new Item(
                                        line.getTitle(),
                                        line.getQuantity() + " × " + visit.money(line.getUnitPrice())
                                                + (line.getVariant().isEmpty() ? "" : " · " + line.getVariant()),
                                        visit.money(line.getTotal()),
                                        OrderView.savings(visit, line.getDiscountsList()),
                                        OrderView.art(visit, line.getThumbnailUrl())))
                                .toList()))
                .toList();
    }
}
