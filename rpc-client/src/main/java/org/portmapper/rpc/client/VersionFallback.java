package org.portmapper.rpc.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.rpcbind.Rpcbind;

/**
 * Asks a portmapper in version 4, then in the version that its refusal leaves, down to 2; and remembers it for all ways to
 * it. Only an answer lowers the version, never the lack of one: a lost datagram says nothing about versions.
 */
final class VersionFallback {
    private final AtomicLong version = new AtomicLong(Rpcbind.VERSION_4);

    long version() {
        return version.get();
    }

    /** Begins anew: another portmapper may have taken the place of the one that answered. */
    void forget() {
        version.set(Rpcbind.VERSION_4);
    }

    /** Asks by one way. */
    <T> CompletableFuture<Answer<T>> ask(Question<T> question, ReopeningTransport way, Deadline deadline) {
        return ask(question, Math.max(version.get(), question.lowestVersion()), way, deadline);
    }

    private <T> CompletableFuture<Answer<T>> ask(
            Question<T> question, long asked, ReopeningTransport way, Deadline deadline) {
        ProcedureCall<T> procedure = question.in(asked);
        Call<T> call = procedure.to(Rpcbind.PROGRAM, asked, OpaqueAuth.NONE);
        return Handover.otherwise(way.ask(call, deadline), failure -> {
            long left = versionLeft(asked, failure);
            if (left < question.lowestVersion()) {
                return CompletableFuture.failedFuture(failure);
            }
            version.accumulateAndGet(left, Math::min);
            return ask(question, left, way, deadline);
        });
    }

    /** The highest version that may still be served after this failure; 0 where the failure says nothing about it. */
    private static long versionLeft(long asked, RpcException failure) {
        if (failure instanceof RpcException.ProgramMismatch mismatch) {
            return Math.min(asked - 1, mismatch.versions().high());
        }
        boolean unknown = failure instanceof RpcException.ProgramUnavailable
                || failure instanceof RpcException.ProcedureUnavailable;
        return unknown ? asked - 1 : 0;
    }
}
