package org.portmapper.rpc.transport;

import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;

/** A call that waits: for its transmission first, for its reply then. */
final class PendingCall {
    /** The earliest end first; of the calls that wait at the same time no two have the same xid. */
    static final Comparator<PendingCall> BY_END = PendingCall::compareEnds;

    private final RpcCall call;
    private final Duration deadline;
    private final long end;
    private final int callsBefore;
    private final CompletableFuture<RpcReply> reply = new CompletableFuture<>();
    /** Touched on the event loop only. */
    private boolean transmitted;

    /**
     * A call that nobody has transmitted.
     *
     * @param deadline how long it may take
     * @param end when that is over, by a clock of nanoseconds that may overflow
     * @param callsBefore how many calls wait at this moment
     */
    PendingCall(RpcCall call, Duration deadline, long end, int callsBefore) {
        this.call = call;
        this.deadline = deadline;
        this.end = end;
        this.callsBefore = callsBefore;
    }

    private static int compareEnds(PendingCall a, PendingCall b) {
        // Not by Long.compare of the two, which may lie on both sides of an overflow; deadlines are a day at most.
        int byTime = Long.signum(a.end - b.end);
        return byTime == 0 ? Integer.compare(a.xid(), b.xid()) : byTime;
    }

    int xid() {
        return call.xid();
    }

    /** Encoded when it is sent and not before: a call takes less memory than its message. */
    RpcCall call() {
        return call;
    }

    Duration deadline() {
        return deadline;
    }

    long end() {
        return end;
    }

    int callsBefore() {
        return callsBefore;
    }

    CompletableFuture<RpcReply> reply() {
        return reply;
    }

    boolean isDone() {
        return reply.isDone();
    }

    void beginTransmission() {
        transmitted = true;
    }

    boolean isTransmitted() {
        return transmitted;
    }

    /** Cancels a timer when the call ends, so that no timer outlives it. */
    void cancelAtEnd(Future<?> timer) {
        var unused = reply.handle((ended, failure) -> timer.cancel(false));
    }
}
