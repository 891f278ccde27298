package com.mallhive.inventory;

import static com.mallhive.platform.rpc.Unary.answer;

import com.mallhive.api.inventory.v1.*;
import com.mallhive.inventory.domain.Claim;
import com.mallhive.inventory.stock.CountStock;
import com.mallhive.inventory.stock.Reserve;
import com.mallhive.inventory.store.StockStore;
import com.mallhive.platform.database.Database;
import com.mallhive.platform.rpc.Caller;
import com.mallhive.platform.rpc.PageToken;
import com.mallhive.platform.rpc.Person;
import com.mallhive.platform.rpc.Wire;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** The contract of inventory, answered by its use cases. */
final class InventoryApi extends InventoryGrpc.InventoryImplBase {
    private final Database database;
    private final StockStore store;
    private final CountStock count;
    private final Reserve reserve;

    InventoryApi(Database database, StockStore store, CountStock count, Reserve reserve) {
        this.database = database;
        this.store = store;
        this.count = count;
        this.reserve = reserve;
    }

    @Override
    public void getStock(GetStockRequest request, StreamObserver<Stock> out) {
        answer(out, stock(List.of(request.getOffer())).getFirst());
    }

    @Override
    public void batchGetStock(BatchGetStockRequest request, StreamObserver<BatchGetStockResponse> out) {
        answer(
                out,
                BatchGetStockResponse.newBuilder()
                        .addAllStock(stock(request.getOfferIdsList()))
                        .build());
    }

    @Override
    public void adjustStock(AdjustStockRequest request, StreamObserver<Stock> out) {
        Caller caller = Caller.current();
        boolean absolute = request.hasOnHand();
        var stock = count.adjust(
                UUID.fromString(request.getOffer()),
                caller.shop(),
                absolute,
                absolute ? request.getOnHand() : request.getDelta(),
                request.getReason().strip(),
                caller.personId());
        answer(out, wire(stock, caller.person()));
    }

    @Override
    public void reserve(ReserveRequest request, StreamObserver<ReserveResponse> out) {
        TreeMap<UUID, Integer> lines = new TreeMap<>();
        request.getLinesList()
                .forEach(line -> lines.merge(UUID.fromString(line.getOfferId()), line.getQuantity(), Math::addExact));
        Claim claim =
                reserve.reserve(UUID.fromString(request.getOrderId()), lines, Wire.instant(request.getExpireTime()));
        answer(out, wire(claim));
    }

    @Override
    public void listLowStock(ListLowStockRequest request, StreamObserver<ListLowStockResponse> out) {
        Caller caller = Caller.current();
        int available = -1;
        UUID offer = new UUID(0, 0);
        if (!request.getPageToken().isEmpty()) {
            List<String> key = PageToken.parse(request.getPageToken(), 2);
            try {
                available = Integer.parseInt(key.get(0));
                offer = UUID.fromString(key.get(1));
            } catch (IllegalArgumentException e) {
                throw PageToken.invalid();
            }
        }
        int limit = request.getPageSize() == 0 ? 20 : request.getPageSize();
        int atMost = request.getAtMost() == 0 ? 5 : request.getAtMost();
        int from = available;
        UUID fromOffer = offer;
        var rows = database.read(session ->
                store.low(session, caller.isOperator() ? null : caller.shop(), atMost, from, fromOffer, limit + 1));
        var answer = ListLowStockResponse.newBuilder();
        rows.stream().limit(limit).forEach(row -> answer.addStock(wire(row, caller.person())));
        if (rows.size() > limit) {
            var last = rows.get(limit - 1);
            answer.setNextPageToken(PageToken.of(last.available(), last.offerId()));
        }
        answer(out, answer.build());
    }

    @Override
    public void getStockSummary(GetStockSummaryRequest request, StreamObserver<StockSummary> out) {
        var summary = database.read(store::summary);
        answer(
                out,
                StockSummary.newBuilder()
                        .setOffers(summary.offers())
                        .setUnits(summary.units())
                        .setReserved(summary.reserved())
                        .setSoldOut(summary.soldOut())
                        .setOversold(summary.oversold())
                        .build());
    }

    private List<Stock> stock(List<String> offers) {
        Person person = Caller.current().person();
        Map<String, Stock> found =
                database
                        .statement(session -> store.byOffers(
                                session, offers.stream().map(UUID::fromString).toList()))
                        .stream()
                        .map(stock -> wire(stock, person))
                        .collect(Collectors.toMap(Stock::getOfferId, stock -> stock));
        return offers.stream()
                .map(offer -> found.getOrDefault(
                        offer, Stock.newBuilder().setOfferId(offer).build()))
                .toList();
    }

    private static Stock wire(
            com.mallhive.inventory.domain.Stock stock, @org.jspecify.annotations.Nullable Person person) {
        var wire = Stock.newBuilder().setOfferId(stock.offerId().toString()).setAvailable(stock.available());
        if (person != null && (person.isOperator() || stock.shopId().equals(person.shopId()))) {
            wire.setOnHand(stock.onHand()).setReserved(stock.reserved());
        }
        return wire.build();
    }

    private static ReserveResponse wire(Claim claim) {
        var wire = ReserveResponse.newBuilder();
        switch (claim) {
            case Claim.Held() -> wire.setOutcome(ReserveResponse.Outcome.RESERVED);
            case Claim.Different() -> wire.setOutcome(ReserveResponse.Outcome.DIFFERENT);
            case Claim.GivenBack() -> wire.setOutcome(ReserveResponse.Outcome.RELEASED);
            case Claim.Lacking(var shortages) -> {
                wire.setOutcome(ReserveResponse.Outcome.SHORT);
                shortages.forEach(s -> wire.addShortages(Shortage.newBuilder()
                        .setOfferId(s.offerId().toString())
                        .setRequested(s.requested())
                        .setAvailable(s.available())));
            }
        }
        return wire.build();
    }
}
