package org.portmapper.rpc;

import java.nio.ByteBuffer;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.message.RpcCall;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** Calls of a program that no one has, and replies to them. */
public final class Calls {
    /** A procedure of a program from the range that is free for private use. */
    public static final Procedure PROCEDURE = new Procedure(0x2000_0001L, 1, 7);

    private Calls() {}

    /** A call with four bytes of arguments that are its xid. */
    public static RpcCall call(int xid) {
        return RpcCall.anonymous(xid, PROCEDURE, number(xid));
    }

    /** The reply of success with four bytes of results. */
    public static AcceptedReply reply(int xid, int results) {
        return new AcceptedReply(xid, new AcceptedStatus.Success(number(results)));
    }

    /** The reply that repeats a call's arguments. */
    public static AcceptedReply echo(RpcCall call) {
        return new AcceptedReply(call.xid(), new AcceptedStatus.Success(call.arguments()));
    }

    /** As {@link #echo}, in the bytes that are sent. */
    public static ByteBuffer echoBytes(RpcCall call) {
        return echo(call).toBuffer();
    }

    private static Opaque number(int number) {
        return new XdrWriter().writeInt(number).toOpaque();
    }
}
