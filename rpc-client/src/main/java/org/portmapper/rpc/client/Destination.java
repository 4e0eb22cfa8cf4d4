package org.portmapper.rpc.client;

import java.util.concurrent.CompletableFuture;

/** Where the calls of a program go. */
sealed interface Destination extends AutoCloseable permits FixedDestination, FoundDestination {
    /** One call; the future ends on the event loop, with the results or with an {@link RpcException} as it is. */
    <T> CompletableFuture<T> send(Call<T> call, Deadline deadline);

    @Override
    void close();
}
