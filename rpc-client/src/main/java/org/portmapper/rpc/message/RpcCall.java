package org.portmapper.rpc.message;

import java.nio.ByteBuffer;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** A call: {@code call_body} with its xid, RFC 5531 section 9, and the arguments still encoded. */
public record RpcCall(int xid, Procedure procedure, OpaqueAuth credential, OpaqueAuth verifier, Opaque arguments)
        implements ReceivedMessage {
    /** RPC_CALL of {@code msg_type}. */
    static final int CALL = 0;
    /** RPC_REPLY of {@code msg_type}. */
    static final int REPLY = 1;
    /** The RPC version that RFC 5531 describes. */
    static final int RPC_VERSION = 2;

    /** A call without credential and verifier. */
    public static RpcCall anonymous(int xid, Procedure procedure, Opaque arguments) {
        return new RpcCall(xid, procedure, OpaqueAuth.NONE, OpaqueAuth.NONE, arguments);
    }

    /** Bytes of the message as it is sent, without a record mark. */
    public long length() {
        return 6L * Integer.BYTES + credential.length() + verifier.length() + arguments.length();
    }

    /** The message as it is sent, without a record mark. */
    public ByteBuffer toBuffer() {
        XdrWriter writer = new XdrWriter(Math.toIntExact(length()));
        writer.writeInt(xid).writeInt(CALL).writeInt(RPC_VERSION);
        writer.writeUnsignedInt(procedure.program());
        writer.writeUnsignedInt(procedure.version());
        writer.writeUnsignedInt(procedure.number());
        credential.writeTo(writer);
        verifier.writeTo(writer);
        return writer.writeBytes(arguments).toBuffer();
    }
}
