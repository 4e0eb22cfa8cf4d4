package org.portmapper.rpc.transport;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;
import org.portmapper.rpc.xdr.XdrException;

/** The calls of one transport that wait for their replies, by xid. Thread-safe. */
final class PendingCalls {
    private final int messageLimit;
    private final ConcurrentMap<Integer, PendingCall> byXid = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(RpcTransport.CALLS_LIMIT);
    /** Begins anywhere: who cannot see the calls should not be able to guess the xid of a reply. */
    private final AtomicInteger nextXid = new AtomicInteger(new SecureRandom().nextInt());

    private final LongAdder dropped = new LongAdder();

    PendingCalls(int messageLimit) {
        this.messageLimit = messageLimit;
    }

    int nextXid() {
        int xid = nextXid.getAndIncrement();
        while (byXid.containsKey(xid)) {
            xid = nextXid.getAndIncrement();
        }
        return xid;
    }

    long dropped() {
        return dropped.sum();
    }

    Collection<PendingCall> all() {
        return byXid.values();
    }

    /** Takes a place for the call, which is free again as soon as the call has ended in any way. */
    PendingCall add(RpcCall call) throws TransportException {
        ByteBuffer message = call.toBuffer();
        if (message.remaining() > messageLimit) {
            throw new TransportException(
                    Reason.NOT_SENT,
                    "call: " + message.remaining() + " bytes (expected: at most " + messageLimit + ")");
        }
        if (!places.tryAcquire()) {
            throw new TransportException(
                    Reason.NOT_SENT,
                    "another call: " + RpcTransport.CALLS_LIMIT + " wait for replies (expected: fewer)");
        }
        PendingCall pending = new PendingCall(call.xid(), message);
        if (byXid.putIfAbsent(call.xid(), pending) != null) {
            places.release();
            throw new TransportException(
                    Reason.NOT_SENT, "xid: " + call.xid() + " (expected: one that no other waiting call has)");
        }
        var unused = pending.reply().whenComplete((reply, failure) -> remove(pending));
        return pending;
    }

    /** Ends the call that the message answers, or drops the message. */
    void receive(ByteBuffer message) {
        Optional<RpcReply> reply = read(message);
        PendingCall pending = reply.isPresent() ? byXid.get(reply.get().xid()) : null;
        if (pending == null) {
            dropped.increment();
        } else {
            remove(pending);
            pending.reply().complete(reply.orElseThrow());
        }
    }

    private static Optional<RpcReply> read(ByteBuffer message) {
        try {
            return Optional.of(RpcReply.read(message));
        } catch (XdrException e) {
            return Optional.empty();
        }
    }

    void fail(PendingCall pending, TransportException failure) {
        remove(pending);
        pending.reply().completeExceptionally(failure);
    }

    /** Ends every call with a failure of its own. */
    void failAll(Supplier<TransportException> failure) {
        byXid.values().forEach(pending -> fail(pending, failure.get()));
    }

    /** Before the future ends, so that whoever waited for it can send the next call at once. */
    private void remove(PendingCall pending) {
        if (byXid.remove(pending.xid(), pending)) {
            places.release();
        }
    }
}
