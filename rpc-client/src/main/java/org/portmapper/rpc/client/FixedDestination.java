package org.portmapper.rpc.client;

import java.util.concurrent.CompletableFuture;

/** An address that somebody gave. */
record FixedDestination(ReopeningTransport transport) implements Destination {
    @Override
    public <T> CompletableFuture<T> send(Call<T> call, Deadline deadline) {
        return transport.send(call, deadline);
    }

    @Override
    public void close() {
        transport.close();
    }
}
