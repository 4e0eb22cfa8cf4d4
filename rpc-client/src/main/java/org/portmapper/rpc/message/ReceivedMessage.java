package org.portmapper.rpc.message;

import java.nio.ByteBuffer;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;

/** What a server makes of the bytes that reached it: a call, a call that is denied at once, or nothing to answer. */
public sealed interface ReceivedMessage permits RpcCall, DeniedReply, ReceivedMessage.Unanswerable {

    /** Bytes that RFC 5531 has no answer for: not a call, or cut off before the credential. */
    record Unanswerable(String reason) implements ReceivedMessage {}

    /** Reads one message, RFC 5531 section 9: the version is judged first, then the credential, then the verifier. */
    static ReceivedMessage read(ByteBuffer message) {
        try {
            return read(new XdrReader(message));
        } catch (XdrException e) {
            return new Unanswerable(e.getMessage());
        }
    }

    private static ReceivedMessage read(XdrReader reader) throws XdrException {
        int xid = reader.readInt("xid");
        int type = reader.readInt("message type");
        if (type != RpcCall.CALL) {
            // Answering a reply would let two servers talk to each other for ever.
            return new Unanswerable("message type: " + type + " (expected: 0, a call)");
        }
        if (reader.readInt("RPC version") != RpcCall.RPC_VERSION) {
            return new DeniedReply(xid, new Denial.RpcMismatch(RpcCall.RPC_VERSION, RpcCall.RPC_VERSION));
        }
        return readBody(xid, reader);
    }

    private static ReceivedMessage readBody(int xid, XdrReader reader) throws XdrException {
        Procedure procedure = new Procedure(
                reader.readUnsignedInt("program"),
                reader.readUnsignedInt("version"),
                reader.readUnsignedInt("procedure"));
        OpaqueAuth credential;
        try {
            credential = OpaqueAuth.read(reader);
        } catch (XdrException e) {
            return new DeniedReply(xid, new Denial.AuthError(AuthStat.BAD_CREDENTIAL));
        }
        OpaqueAuth verifier;
        try {
            verifier = OpaqueAuth.read(reader);
        } catch (XdrException e) {
            return new DeniedReply(xid, new Denial.AuthError(AuthStat.BAD_VERIFIER));
        }
        return new RpcCall(xid, procedure, credential, verifier, reader.readRemaining());
    }
}
