package org.portmapper.rpc.message;

import java.nio.ByteBuffer;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** A reply: {@code reply_body} with the xid of the call it answers, RFC 5531 section 9. */
public sealed interface RpcReply permits AcceptedReply, DeniedReply {
    /** The xid of the call that this answers. */
    int xid();

    /** The message as it is sent, without a record mark. */
    ByteBuffer toBuffer();

    /** Reads a reply; anything else, a call included, is an {@link XdrException}. */
    static RpcReply read(ByteBuffer message) throws XdrException {
        XdrReader reader = new XdrReader(message);
        int xid = reader.readInt("xid");
        int type = reader.readInt("message type");
        if (type != RpcCall.REPLY) {
            throw new XdrException("message type: " + type + " (expected: 1, a reply)");
        }
        int status = reader.readInt("reply status");
        return switch (status) {
            case AcceptedReply.ACCEPTED -> AcceptedReply.read(xid, reader);
            case DeniedReply.DENIED -> DeniedReply.read(xid, reader);
            default -> throw new XdrException("reply status: " + status + " (expected: 0 or 1)");
        };
    }

    /** A writer that already holds the xid, the message type and the reply status. */
    static XdrWriter begin(int xid, int status, int bodyLength) {
        return new XdrWriter(bodyLength).writeInt(xid).writeInt(RpcCall.REPLY).writeInt(status);
    }
}
