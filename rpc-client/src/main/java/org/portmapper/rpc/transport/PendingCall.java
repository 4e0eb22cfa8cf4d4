package org.portmapper.rpc.transport;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.portmapper.rpc.message.RpcReply;

/** A call that waits for its reply. */
final class PendingCall {
    private final int xid;
    private final ByteBuffer message;
    private final CompletableFuture<RpcReply> reply = new CompletableFuture<>();
    /** Touched on the event loop only. */
    private boolean transmitted;

    PendingCall(int xid, ByteBuffer message) {
        this.xid = xid;
        this.message = message;
    }

    int xid() {
        return xid;
    }

    /** The call as it is sent, each time with a position of its own. */
    ByteBuffer message() {
        return message.duplicate();
    }

    CompletableFuture<RpcReply> reply() {
        return reply;
    }

    boolean isDone() {
        return reply.isDone();
    }

    /** Whether this is the first time that it is asked for transmission; on the event loop only. */
    boolean beginTransmission() {
        boolean first = !transmitted && !isDone();
        transmitted = true;
        return first;
    }

    /** Cancels a timer when the call ends, so that no timer outlives it. */
    void cancelAtEnd(Future<?> timer) {
        var unused = reply.whenComplete((ended, failure) -> timer.cancel(false));
    }
}
