package org.portmapper.fuzz;

import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.xdr.XdrException;

/** Gives each call its xid, and has every reply be one, to a call that was sent, and the only one to it. */
final class Replies {
    private final Map<String, Long> kinds = new TreeMap<>();
    private final BitSet answered = new BitSet();
    private int xids;

    /** Numbers a message, if there is room for it. */
    void number(byte[] message) {
        xids++;
        if (message.length >= 4) {
            ByteBuffer.wrap(message).putInt(xids);
        }
    }

    /** The xid that was given last. */
    int last() {
        return xids;
    }

    /** Takes a reply, and says to which call it is. */
    int take(ByteBuffer message) {
        try {
            RpcReply reply = RpcReply.read(message);
            int xid = reply.xid();
            if (xid < 1 || xid > xids || answered.get(xid)) {
                throw new AssertionError("a reply to call " + xid + ", which was not made or has one already");
            }
            answered.set(xid);
            kinds.merge(kind(reply), 1L, Long::sum);
            return xid;
        } catch (XdrException e) {
            throw new AssertionError("no reply", e);
        }
    }

    private static String kind(RpcReply reply) {
        return switch (reply) {
            case AcceptedReply(var xid, var verifier, AcceptedStatus.Success success) -> "success";
            case AcceptedReply(var xid, var verifier, AcceptedStatus status) ->
                status.getClass().getSimpleName();
            case DeniedReply denied -> denied.denial().toString().replaceAll(".*\\[|\\]", "");
        };
    }

    /** How many calls there were, how many replies of which kind, and how many got none. */
    @Override
    public String toString() {
        String counts = kinds.entrySet().stream()
                .map(each -> "%s %,d".formatted(each.getKey(), each.getValue()))
                .collect(Collectors.joining(", "));
        return "%,d messages: %s, none %,d".formatted(xids, counts, xids - answered.cardinality());
    }
}
