package org.portmapper.dispatch;

import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AcceptedStatus.ProcedureUnavailable;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.xdr.Opaque;

/** What a program says to one call. */
public sealed interface Answer {
    /** The procedure has no results: NULL. */
    Answer VOID = success(Opaque.EMPTY);

    /** The program has no such procedure. */
    Answer PROCEDURE_UNAVAILABLE = new Accepted(new ProcedureUnavailable());

    /** No answer is sent. */
    Answer SILENCE = new Silent();

    /** The call is answered with a status; RFC 5531 section 9. */
    record Accepted(AcceptedStatus status) implements Answer {}

    /** The call succeeded; its results are sent piece by piece to whoever called by a stream, and are too long for a datagram. */
    record Streamed(Pieces results) implements Answer {}

    /** The caller has not proven enough. */
    record Denied(AuthStat stat) implements Answer {}

    /** No answer is sent: RFC 1833 section 2.2.1 has it so for remote calls that fail. */
    record Silent() implements Answer {}

    /** The answer needs somebody else's; it comes on the same event loop, and always comes. */
    record Later(CompletableFuture<Answer> answer) implements Answer {}

    /** The answer that a future will give: at once, if it has it. */
    static Answer later(CompletableFuture<Answer> future) {
        CompletableFuture<Answer> last = future.thenCompose(Answer::eventual);
        return last.isDone() && !last.isCompletedExceptionally() ? last.join() : new Later(last);
    }

    /** The answer as a future, which gives no {@link Later} any more. */
    static CompletableFuture<Answer> eventual(Answer answer) {
        return answer instanceof Later later ? later.answer() : CompletableFuture.completedFuture(answer);
    }

    /** The call succeeded, with these results. */
    static Answer success(Opaque results) {
        return new Accepted(new AcceptedStatus.Success(results));
    }
}
