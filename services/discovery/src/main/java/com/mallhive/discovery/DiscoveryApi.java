package com.mallhive.discovery;

import static com.mallhive.platform.rpc.Unary.answer;

import com.mallhive.api.discovery.v1.*;
import com.mallhive.discovery.recommend.Recommend;
import com.mallhive.discovery.search.Lookups;
import com.mallhive.discovery.search.SearchProducts;
import com.mallhive.platform.rpc.Caller;
import io.grpc.stub.StreamObserver;
import java.util.UUID;

/** The contract of discovery, answered by its use cases. */
final class DiscoveryApi extends DiscoveryGrpc.DiscoveryImplBase {
    private final SearchProducts search;
    private final Lookups lookups;
    private final Recommend recommend;

    DiscoveryApi(SearchProducts search, Lookups lookups, Recommend recommend) {
        this.search = search;
        this.lookups = lookups;
        this.recommend = recommend;
    }

    @Override
    public void search(SearchRequest request, StreamObserver<SearchResponse> out) {
        answer(out, search.search(request));
    }

    @Override
    public void suggest(SuggestRequest request, StreamObserver<SuggestResponse> out) {
        answer(
                out,
                SuggestResponse.newBuilder()
                        .addAllSuggestions(lookups.suggest(request))
                        .build());
    }

    @Override
    public void recommend(RecommendRequest request, StreamObserver<RecommendResponse> out) {
        answer(
                out,
                RecommendResponse.newBuilder()
                        .addAllProducts(recommend.recommend(
                                request.getKind(),
                                request.getProductList().stream()
                                        .map(UUID::fromString)
                                        .toList(),
                                Caller.current().personId(),
                                request.getLimit() == 0 ? 8 : request.getLimit()))
                        .build());
    }
}
