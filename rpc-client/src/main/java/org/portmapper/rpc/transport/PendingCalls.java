package org.portmapper.rpc.transport;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.transport.TransportException.Reason;
import org.portmapper.rpc.xdr.XdrException;

/**
 * The calls of one transport that have not ended: as many as its window on the wire, the others waiting for that in the
 * order in which they came. Every call is in one of the two, and among the deadlines, until it ends.
 *
 * <p>Thread-safe: collections are touched under the lock of this object only, and nothing takes longer when more calls
 * wait, but for the logarithm of a sorted set. Futures are ended without the lock, and after the call has left: whoever
 * waited for one can send the next call at once.
 */
final class PendingCalls {
    private final int messageLimit;
    private final int window;
    private final LongSupplier clock;
    private final Map<Integer, PendingCall> waiting = new LinkedHashMap<>();
    private final Map<Integer, PendingCall> onWire = new HashMap<>();
    private final NavigableSet<PendingCall> deadlines = new TreeSet<>(PendingCall.BY_END);
    /** Begins anywhere: who cannot see the calls should not be able to guess the xid of a reply. */
    private int nextXid = new SecureRandom().nextInt();

    private final LongAdder dropped = new LongAdder();

    /**
     * No calls.
     *
     * @param messageLimit most bytes of a call
     * @param window most calls on the wire at a time
     * @param clock nanoseconds that may overflow
     */
    PendingCalls(int messageLimit, int window, LongSupplier clock) {
        this.messageLimit = messageLimit;
        this.window = window;
        this.clock = clock;
    }

    synchronized int nextXid() {
        int xid = nextXid++;
        while (isTaken(xid)) {
            xid = nextXid++;
        }
        return xid;
    }

    private boolean isTaken(int xid) {
        return waiting.containsKey(xid) || onWire.containsKey(xid);
    }

    long dropped() {
        return dropped.sum();
    }

    /** How many calls have not ended. */
    synchronized int size() {
        return waiting.size() + onWire.size();
    }

    /** Takes a place for the call, which is free again as soon as the call has ended in any way. */
    PendingCall add(RpcCall call, Duration deadline) throws TransportException {
        if (call.length() > messageLimit) {
            throw new TransportException(
                    Reason.NOT_SENT, "call: " + call.length() + " bytes (expected: at most " + messageLimit + ")");
        }
        return place(call, deadline, clock.getAsLong() + deadline.toNanos());
    }

    private synchronized PendingCall place(RpcCall call, Duration deadline, long end) throws TransportException {
        if (size() >= RpcTransport.CALLS_LIMIT) {
            throw new TransportException(
                    Reason.NOT_SENT,
                    "another call: " + RpcTransport.CALLS_LIMIT + " wait for replies (expected: fewer)");
        }
        if (isTaken(call.xid())) {
            throw new TransportException(
                    Reason.NOT_SENT, "xid: " + call.xid() + " (expected: one that no other waiting call has)");
        }
        PendingCall added = new PendingCall(call, deadline, end, size());
        waiting.put(call.xid(), added);
        deadlines.add(added);
        return added;
    }

    /** The call that waits longest, if there is room on the wire, where it is from now on. */
    synchronized Optional<PendingCall> toTransmit() {
        Iterator<PendingCall> longest = waiting.values().iterator();
        if (onWire.size() >= window || !longest.hasNext()) {
            return Optional.empty();
        }
        PendingCall next = longest.next();
        longest.remove();
        onWire.put(next.xid(), next);
        return Optional.of(next);
    }

    /** Ends the call on the wire that the message answers, or drops the message. */
    void receive(ByteBuffer message) {
        Optional<RpcReply> reply = read(message);
        Optional<PendingCall> answered = reply.flatMap(read -> onWire(read.xid()));
        if (answered.isPresent() && remove(answered.get())) {
            answered.get().reply().complete(reply.orElseThrow());
        } else {
            dropped.increment();
        }
    }

    private static Optional<RpcReply> read(ByteBuffer message) {
        try {
            return Optional.of(RpcReply.read(message));
        } catch (XdrException e) {
            return Optional.empty();
        }
    }

    private synchronized Optional<PendingCall> onWire(int xid) {
        return Optional.ofNullable(onWire.get(xid));
    }

    void fail(PendingCall pending, TransportException failure) {
        remove(pending);
        pending.reply().completeExceptionally(failure);
    }

    /** Ends every call with a failure of its own. */
    void failAll(Supplier<TransportException> failure) {
        for (PendingCall pending : all()) {
            fail(pending, failure.get());
        }
    }

    private synchronized List<PendingCall> all() {
        return new ArrayList<>(deadlines);
    }

    /** Whether the call was there. */
    synchronized boolean remove(PendingCall pending) {
        boolean there = waiting.remove(pending.xid(), pending) || onWire.remove(pending.xid(), pending);
        if (there) {
            deadlines.remove(pending);
        }
        return there;
    }

    /** In how many nanoseconds the first deadline passes, 0 where it has; empty where no call waits. */
    synchronized OptionalLong firstDeadline() {
        return deadlines.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(Math.max(0, deadlines.first().end() - clock.getAsLong()));
    }

    /** The calls whose deadline has passed, for the caller to fail. */
    synchronized List<PendingCall> late() {
        long now = clock.getAsLong();
        List<PendingCall> late = new ArrayList<>();
        for (PendingCall next : deadlines) {
            if (next.end() - now > 0) {
                break;
            }
            late.add(next);
        }
        return late;
    }
}
