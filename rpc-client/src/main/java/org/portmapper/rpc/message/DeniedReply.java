package org.portmapper.rpc.message;

import java.nio.ByteBuffer;
import org.portmapper.rpc.message.Denial.AuthError;
import org.portmapper.rpc.message.Denial.RpcMismatch;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** MSG_DENIED: the call was turned away before its procedure was looked at; RFC 5531 section 9. */
public record DeniedReply(int xid, Denial denial) implements RpcReply, ReceivedMessage {
    static final int DENIED = 1;

    private static final int RPC_MISMATCH = 0;
    private static final int AUTH_ERROR = 1;
    private static final int LENGTH = 24;

    static DeniedReply read(int xid, XdrReader reader) throws XdrException {
        int reason = reader.readInt("reject status");
        return switch (reason) {
            case RPC_MISMATCH ->
                new DeniedReply(
                        xid,
                        new RpcMismatch(reader.readUnsignedInt("low version"), reader.readUnsignedInt("high version")));
            case AUTH_ERROR -> new DeniedReply(xid, new AuthError(new AuthStat(reader.readUnsignedInt("auth_stat"))));
            default -> throw new XdrException("reject status: " + reason + " (expected: 0 or 1)");
        };
    }

    @Override
    public ByteBuffer toBuffer() {
        XdrWriter writer = RpcReply.begin(xid, DENIED, LENGTH);
        if (denial instanceof RpcMismatch mismatch) {
            writer.writeInt(RPC_MISMATCH);
            writer.writeUnsignedInt(mismatch.low()).writeUnsignedInt(mismatch.high());
        } else if (denial instanceof AuthError error) {
            writer.writeInt(AUTH_ERROR).writeUnsignedInt(error.stat().number());
        }
        return writer.toBuffer();
    }
}
