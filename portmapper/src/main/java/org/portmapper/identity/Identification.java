package org.portmapper.identity;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Finds out who is behind a peer. For the event loop that the peer's calls come in on. */
@FunctionalInterface
public interface Identification {
    /** What is proven about the peer now. */
    Caller callerOf(Peer peer);

    /**
     * Finds out the unit of a peer that is not known yet, which takes files to be read.
     *
     * @return done on the event loop's thread, when {@link #callerOf} knows it if anybody can; empty where that is so now
     */
    default Optional<CompletableFuture<Void>> findUnit(Peer peer) {
        return Optional.empty();
    }
}
