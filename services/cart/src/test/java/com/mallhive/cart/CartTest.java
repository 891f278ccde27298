package com.mallhive.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mallhive.api.cart.v1.AddLineRequest;
import com.mallhive.api.cart.v1.Cart;
import com.mallhive.api.cart.v1.CartLine;
import com.mallhive.api.cart.v1.CartsGrpc;
import com.mallhive.api.cart.v1.CreateCartRequest;
import com.mallhive.api.cart.v1.GetCartRequest;
import com.mallhive.api.cart.v1.MergeCartRequest;
import com.mallhive.api.catalog.v1.CatalogGrpc;
import com.mallhive.api.catalog.v1.GetOffersRequest;
import com.mallhive.api.catalog.v1.GetOffersResponse;
import com.mallhive.api.catalog.v1.Offer;
import com.mallhive.api.type.Money;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Problem;
import com.mallhive.testkit.TestPlatform;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Carts and their limits, on a real PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CartTest {
    private static final @Nullable Person GUEST = null;

    private TestPlatform platform;

    @BeforeAll
    void open() {
        platform = TestPlatform.of("cart")
                .peer("catalog", new EverythingForOneEuro())
                .build();
        platform.run(CartModule::new);
    }

    @AfterAll
    void close() {
        platform.close();
    }

    @Test
    void aCartHasAtMostAHundredLines() {
        List<String> offers = offers(100);
        String cart = cartOf(GUEST, offers, 1);

        assertRefused("cart-full", () -> add(GUEST, cart, UUID.randomUUID().toString(), 1));

        assertThat(offersIn(get(GUEST, cart))).containsExactlyElementsOf(offers);
        assertThat(add(GUEST, cart, offers.getFirst(), 2).getItemCount())
                .as("what is in it can become more")
                .isEqualTo(102);
    }

    @Test
    void moreThanFitsIsRefusedAndChangesNothing() {
        String offer = UUID.randomUUID().toString();
        String cart = cartOf(GUEST, List.of(offer), 999);

        Problem problem = assertRefused("too-many-pieces", () -> add(GUEST, cart, offer, 1));

        assertThat(problem.violations()).extracting(Problem.Violation::field).containsExactly("quantity");
        assertThat(get(GUEST, cart).getItemCount()).isEqualTo(999);
    }

    @Test
    void aGuestsCartGoesIntoTheBuyersOwnOnce() {
        Person buyer = person();
        List<String> offers = offers(3);
        String own = cartOf(buyer, offers.subList(0, 2), 600);
        String guests = cartOf(GUEST, offers.subList(1, 3), 500);

        for (int twice = 0; twice < 2; twice++) {
            Cart merged = merge(buyer, guests);
            assertThat(merged.getId()).isEqualTo(own);
            assertThat(merged.getLeftOut()).isZero();
            assertThat(merged.getLinesList())
                    .extracting(CartLine::getQuantity)
                    .as("of the line of both there are as many as fit")
                    .containsExactly(600, 999, 500);
        }
        assertRefused("not-found", () -> get(GUEST, guests));
    }

    @Test
    void onlyAGuestsCartCanBeMerged() {
        Person buyer = person();
        Person other = person();
        String othersOwn = cartOf(other, offers(1), 1);
        String taken = cartOf(GUEST, offers(1), 1);
        merge(other, taken);

        assertRefused("not-found", () -> merge(buyer, othersOwn));
        assertRefused("not-found", () -> merge(buyer, taken));
        assertRefused("not-found", () -> merge(buyer, UUID.randomUUID().toString()));
        assertRefused("not-found", () -> merge(other, othersOwn));
        assertThat(get(other, othersOwn).getLinesCount()).isEqualTo(2);
    }

    @Test
    void whatDoesNotFitAtTheMergeIsTold() {
        Person buyer = person();
        List<String> mine = offers(98);
        List<String> guests = offers(5);
        String own = cartOf(buyer, mine, 1);
        String cart = cartOf(
                GUEST, Stream.concat(guests.stream(), Stream.of(mine.getLast())).toList(), 1);

        Cart merged = merge(buyer, cart);

        assertThat(merged.getId()).isEqualTo(own);
        assertThat(merged.getLeftOut()).isEqualTo(3);
        assertThat(offersIn(merged))
                .containsExactlyElementsOf(
                        Stream.concat(mine.stream(), guests.stream().limit(2)).toList());
        assertThat(merged.getItemCount()).isEqualTo(101);
    }

    private static Problem assertRefused(String type, Runnable call) {
        Problem[] problem = new Problem[1];
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
            problem[0] = Problem.from(e);
            assertThat(problem[0].type()).isEqualTo(type);
        });
        return problem[0];
    }

    private String cartOf(@Nullable Person owner, List<String> offers, int quantity) {
        String cart = as(owner, carts -> carts.createCart(CreateCartRequest.getDefaultInstance()))
                .getId();
        offers.forEach(offer -> add(owner, cart, offer, quantity));
        return cart;
    }

    private Cart add(@Nullable Person owner, String cart, String offer, int quantity) {
        return as(
                owner,
                carts -> carts.addLine(AddLineRequest.newBuilder()
                        .setCart(cart)
                        .setOfferId(offer)
                        .setQuantity(quantity)
                        .build()));
    }

    private Cart get(@Nullable Person owner, String cart) {
        return as(
                owner,
                carts -> carts.getCart(GetCartRequest.newBuilder().setCart(cart).build()));
    }

    private Cart merge(Person owner, String cart) {
        return as(
                owner,
                carts -> carts.mergeCart(
                        MergeCartRequest.newBuilder().setCart(cart).build()));
    }

    private Cart as(@Nullable Person person, Function<CartsGrpc.CartsBlockingStub, Cart> call) {
        var carts = CartsGrpc.newBlockingStub(platform.channelOf("edge"));
        return person == null ? call.apply(carts) : platform.as(person, () -> call.apply(carts));
    }

    private static List<String> offersIn(Cart cart) {
        return cart.getLinesList().stream().map(CartLine::getOfferId).toList();
    }

    private static List<String> offers(int count) {
        return Stream.generate(() -> UUID.randomUUID().toString()).limit(count).toList();
    }

    private static Person person() {
        return new Person(UUID.randomUUID(), Set.of("buyer"), null, UUID.randomUUID());
    }

    /** Every offer is on sale. */
    private static final class EverythingForOneEuro extends CatalogGrpc.CatalogImplBase {
        @Override
        public void getOffers(GetOffersRequest request, StreamObserver<GetOffersResponse> out) {
            var answer = GetOffersResponse.newBuilder();
            request.getOfferIdsList()
                    .forEach(id -> answer.addOffers(Offer.newBuilder()
                            .setId(id)
                            .setPrice(Money.newBuilder().setAmount(100).setCurrency("EUR"))));
            out.onNext(answer.build());
            out.onCompleted();
        }
    }
}
