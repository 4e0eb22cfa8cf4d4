package org.portmapper.rpc.message;

import java.nio.ByteBuffer;
import org.portmapper.rpc.message.AcceptedStatus.GarbageArguments;
import org.portmapper.rpc.message.AcceptedStatus.ProcedureUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.ProgramMismatch;
import org.portmapper.rpc.message.AcceptedStatus.ProgramUnavailable;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.AcceptedStatus.SystemError;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** MSG_ACCEPTED: the caller was believed, and this is what became of its call; RFC 5531 section 9. */
public record AcceptedReply(int xid, OpaqueAuth verifier, AcceptedStatus status) implements RpcReply {
    static final int ACCEPTED = 0;

    private static final int SUCCESS = 0;
    private static final int PROG_UNAVAIL = 1;
    private static final int PROG_MISMATCH = 2;
    private static final int PROC_UNAVAIL = 3;
    private static final int GARBAGE_ARGS = 4;
    private static final int SYSTEM_ERR = 5;

    /** Bytes of a reply without results and with an empty verifier, and two numbers more for a version mismatch. */
    private static final int HEADER_LENGTH = 32;

    /** A reply with an empty verifier, which is the one that AUTH_NONE and AUTH_SYS get. */
    public AcceptedReply(int xid, AcceptedStatus status) {
        this(xid, OpaqueAuth.NONE, status);
    }

    static AcceptedReply read(int xid, XdrReader reader) throws XdrException {
        OpaqueAuth verifier = OpaqueAuth.read(reader);
        return new AcceptedReply(xid, verifier, readStatus(reader));
    }

    private static AcceptedStatus readStatus(XdrReader reader) throws XdrException {
        int status = reader.readInt("accept status");
        return switch (status) {
            case SUCCESS -> new Success(reader.readRemaining());
            case PROG_UNAVAIL -> new ProgramUnavailable();
            case PROG_MISMATCH ->
                new ProgramMismatch(reader.readUnsignedInt("low version"), reader.readUnsignedInt("high version"));
            case PROC_UNAVAIL -> new ProcedureUnavailable();
            case GARBAGE_ARGS -> new GarbageArguments();
            case SYSTEM_ERR -> new SystemError();
            default -> throw new XdrException("accept status: " + status + " (expected: 0 to 5)");
        };
    }

    @Override
    public ByteBuffer toBuffer() {
        int results = status instanceof Success success ? success.results().length() : 0;
        XdrWriter writer =
                RpcReply.begin(xid, ACCEPTED, HEADER_LENGTH + verifier.body().length() + results);
        verifier.writeTo(writer);
        writeStatus(writer);
        return writer.toBuffer();
    }

    private void writeStatus(XdrWriter writer) {
        if (status instanceof Success success) {
            writer.writeInt(SUCCESS).writeBytes(success.results());
        } else if (status instanceof ProgramUnavailable) {
            writer.writeInt(PROG_UNAVAIL);
        } else if (status instanceof ProgramMismatch mismatch) {
            writer.writeInt(PROG_MISMATCH);
            writer.writeUnsignedInt(mismatch.low()).writeUnsignedInt(mismatch.high());
        } else if (status instanceof ProcedureUnavailable) {
            writer.writeInt(PROC_UNAVAIL);
        } else if (status instanceof GarbageArguments) {
            writer.writeInt(GARBAGE_ARGS);
        } else {
            writer.writeInt(SYSTEM_ERR);
        }
    }
}
