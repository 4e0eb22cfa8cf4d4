package org.portmapper.interop.differential;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AcceptedStatus.Success;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.OpaqueAuth;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.RpcbStatistics;
import org.portmapper.rpc.rpcbind.TransportAddress;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;

/** Outcomes as text for people: what the replies mean, and their bytes. */
final class ReplyText {
    /** Where version and procedure stand in a call: behind xid, message type, RPC version and program. */
    private static final int VERSION_OFFSET = 16;

    private static final int PROCEDURE_OFFSET = 20;
    private static final int MARK_LENGTH = 4;
    private static final int NO_NUMBER = -1;
    private static final int LIMIT = 9000;

    private ReplyText() {}

    static String of(Step step, Outcome outcome) {
        if (outcome.replies().isEmpty()) {
            return outcome.end() == Outcome.End.OPEN ? "silence" : outcome.end().toString();
        }
        List<String> replies = new ArrayList<>();
        for (Outcome.Reply reply : outcome.replies()) {
            String origin = reply.elsewhere() ? " (from elsewhere)" : "";
            replies.add(meaning(step, reply.message()) + origin + " = "
                    + reply.message().toHex());
        }
        return String.join("; ", replies) + (outcome.end() == Outcome.End.OPEN ? "" : ", then " + outcome.end());
    }

    private static String meaning(Step step, Opaque message) {
        try {
            RpcReply reply = RpcReply.read(message.toBuffer());
            if (reply instanceof DeniedReply denied) {
                return denied.denial().toString();
            }
            AcceptedReply accepted = (AcceptedReply) reply;
            String verifier =
                    accepted.verifier().equals(OpaqueAuth.NONE) ? "" : " with verifier " + accepted.verifier();
            return status(step, accepted.status()) + verifier;
        } catch (XdrException e) {
            return "unreadable (" + e.getMessage() + ")";
        }
    }

    private static String status(Step step, AcceptedStatus status) {
        if (!(status instanceof Success success)) {
            return status.toString();
        }
        try {
            XdrReader reader = success.results().reader();
            String results = results(number(step, VERSION_OFFSET), number(step, PROCEDURE_OFFSET), reader);
            return reader.remaining() == 0 ? results : results + " and " + reader.remaining() + " bytes";
        } catch (XdrException e) {
            return "results that are not the procedure's (" + e.getMessage() + ")";
        }
    }

    private static int number(Step step, int offset) {
        if (step.pieces().isEmpty()) {
            return NO_NUMBER;
        }
        ByteBuffer piece = step.pieces().getFirst().toBuffer();
        int at = offset + (step.caller().isDatagram() ? 0 : MARK_LENGTH);
        return piece.remaining() < at + Integer.BYTES ? NO_NUMBER : piece.getInt(at);
    }

    private static String results(int version, int procedure, XdrReader reader) throws XdrException {
        return switch (procedure) {
            case 1, 2 -> reader.readBool("result") ? "TRUE" : "FALSE";
            case 3 -> version == 2 ? "port " + reader.readUnsignedInt("port") : string(reader);
            case 4 ->
                version == 2
                        ? XdrList.read(reader, Mapping::read).toString()
                        : XdrList.read(reader, Rpcb::read).toString();
            case 8, 9 -> string(reader);
            case 7 -> netbuf(reader);
            case 11 -> XdrList.read(reader, RpcbEntry::read).toString();
            case 12 ->
                List.of(RpcbStatistics.read(reader), RpcbStatistics.read(reader), RpcbStatistics.read(reader))
                        .toString();
            default -> "success";
        };
    }

    private static String string(XdrReader reader) throws XdrException {
        return "'" + reader.readString("string", LIMIT) + "'";
    }

    private static String netbuf(XdrReader reader) throws XdrException {
        TransportAddress address = TransportAddress.read(reader);
        return "netbuf of at most %d: %s"
                .formatted(address.maxLength(), address.bytes().toHex());
    }
}
