package org.portmapper.rpc.client;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.portmapper.rpc.rpcbind.Rpcbind;

/**
 * Asks a portmapper in version 4, then in the version that its refusal leaves, down to 2; and remembers it. Only an answer
 * lowers the version, never the lack of one: a lost datagram says nothing about versions.
 */
final class VersionFallback {
    private final RpcProgram portmapper;
    private final AtomicLong version = new AtomicLong(Rpcbind.VERSION_4);

    VersionFallback(RpcProgram portmapper) {
        this.portmapper = portmapper;
    }

    long version() {
        return version.get();
    }

    <T> CompletableFuture<T> ask(Question<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        ask(question, Math.max(version.get(), question.lowestVersion()), answer);
        return answer;
    }

    private <T> void ask(Question<T> question, long asked, CompletableFuture<T> answer) {
        CompletableFuture<T> attempt = portmapper.request(asked, question.in(asked));
        Handover.cancelWith(answer, attempt);
        var unused = attempt.whenComplete((value, failure) -> {
            long left = failure == null ? 0 : versionLeft(asked, failure);
            if (left >= question.lowestVersion()) {
                version.accumulateAndGet(left, Math::min);
                ask(question, left, answer);
            } else {
                Handover.settle(answer, value, failure);
            }
        });
    }

    /** The highest version that may still be served after this failure; 0 where the failure says nothing about it. */
    private static long versionLeft(long asked, Throwable failure) {
        if (failure instanceof RpcException.ProgramMismatch mismatch) {
            return Math.min(asked - 1, mismatch.versions().high());
        }
        boolean unknown = failure instanceof RpcException.ProgramUnavailable
                || failure instanceof RpcException.ProcedureUnavailable;
        return unknown ? asked - 1 : 0;
    }
}
