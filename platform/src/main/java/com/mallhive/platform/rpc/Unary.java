package com.mallhive.platform.rpc;

import io.grpc.stub.StreamObserver;

/** The one line by which a gRPC method answers. Exceptions go up to {@link ServerGuard}. */
public final class Unary {
    private Unary() {}

    /** Answers with one message. */
    public static <T> void answer(StreamObserver<T> observer, T message) {
        observer.onNext(message);
        observer.onCompleted();
    }
}
