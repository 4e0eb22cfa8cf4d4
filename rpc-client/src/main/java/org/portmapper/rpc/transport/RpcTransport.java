package org.portmapper.rpc.transport;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;

/** A way to one server: calls go out, and each reply is matched with its call by xid (RFC 5531 section 9). Thread-safe. */
public interface RpcTransport extends AutoCloseable {
    /**
     * Most calls that wait at a time: room for a program that looks up 100,000 services at once. A call that waits takes
     * about 400 bytes and its arguments, so that a server that stopped answering costs its client 50 MB at most. Those that
     * are not yet on the wire, see the transport's window, go out in the order of sending.
     */
    int CALLS_LIMIT = 131_072;

    /** Longest deadline of a call: a day, so that no call waits for ever. */
    Duration DEADLINE_LIMIT = Duration.ofDays(1);

    /** An xid that no call waiting on this transport has; the first one of a transport cannot be foreseen. */
    int nextXid();

    /**
     * Sends a call. The future ends with the reply whatever it says, or with a {@link TransportException}: at the latest when
     * the deadline has passed, which counts from now, however long the call waits for those before it. Cancelling it makes
     * room for another call at once.
     *
     * <p>Stages of the future run on the transport's event loop and must not block.
     *
     * @param deadline how long to wait for the reply, at most {@link #DEADLINE_LIMIT}
     * @throws IllegalArgumentException if the deadline is not positive or too long
     */
    CompletableFuture<RpcReply> send(RpcCall call, Duration deadline);

    /**
     * Completes with the reason when the transport is used up: not connected, or closed by the peer, by this program or with
     * its event loop. Then every call fails for that reason, and what waited has ended or is just about to. A UDP port that
     * nobody listens on does not use the transport up.
     *
     * <p>Each caller gets a future of its own, which the transport remembers until then: whoever asks again and again keeps
     * it, or asks {@link #hasEnded}. Its stages run on the thread that ends the
     * transport, the event loop mostly, and must not block.
     */
    CompletableFuture<TransportException> ended();

    /** Whether the transport is used up, see {@link #ended}. */
    boolean hasEnded();

    /** Messages that were dropped so far, because no call with their xid was waiting or because they were no replies. */
    long droppedReplies();

    /** Closes the socket without waiting; calls that still wait end with {@link TransportException.Reason#CLOSED}. */
    @Override
    void close();
}
