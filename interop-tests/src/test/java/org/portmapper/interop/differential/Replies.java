package org.portmapper.interop.differential;

import java.nio.ByteBuffer;
import java.util.List;
import org.portmapper.rpc.message.AcceptedReply;
import org.portmapper.rpc.message.AcceptedStatus;
import org.portmapper.rpc.message.AuthStat;
import org.portmapper.rpc.message.Denial;
import org.portmapper.rpc.message.DeniedReply;
import org.portmapper.rpc.message.RpcReply;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.rpcbind.RpcbEntry;
import org.portmapper.rpc.rpcbind.XdrList;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The replies that ours is meant to give where it differs, to a call with {@link Messages#XID}. */
final class Replies {
    private Replies() {}

    static Opaque bool(boolean value) {
        return success(new XdrWriter().writeBool(value).toOpaque());
    }

    static Opaque port(long value) {
        return success(new XdrWriter().writeUnsignedInt(value).toOpaque());
    }

    static Opaque string(String value) {
        return success(new XdrWriter().writeString(value).toOpaque());
    }

    /** A list of bindings, as DUMP's results. */
    static Opaque list(List<Rpcb> bindings) {
        XdrWriter writer = new XdrWriter();
        XdrList.write(writer, bindings, Rpcb::writeTo);
        return writer.toOpaque();
    }

    static Opaque bindings(Rpcb... bindings) {
        return success(list(List.of(bindings)));
    }

    /** GETADDRLIST's results. */
    static Opaque addresses(List<RpcbEntry> entries) {
        XdrWriter writer = new XdrWriter();
        XdrList.write(writer, entries, RpcbEntry::writeTo);
        return success(writer.toOpaque());
    }

    /** UADDR2TADDR's result, in hexadecimal digits; none for an address that has no such form. */
    static Opaque netbuf(int maxLength, String hex) {
        return success(Arguments.netbuf(maxLength, Opaque.ofHex(hex)));
    }

    static Opaque success(Opaque results) {
        return accepted(new AcceptedStatus.Success(results));
    }

    static Opaque garbageArguments() {
        return accepted(new AcceptedStatus.GarbageArguments());
    }

    static Opaque systemError() {
        return accepted(new AcceptedStatus.SystemError());
    }

    static Opaque authError(AuthStat stat) {
        return bytes(new DeniedReply(Messages.XID, new Denial.AuthError(stat)));
    }

    static Opaque rpcMismatch() {
        return bytes(new DeniedReply(Messages.XID, new Denial.RpcMismatch(2, 2)));
    }

    private static Opaque accepted(AcceptedStatus status) {
        return bytes(new AcceptedReply(Messages.XID, status));
    }

    static Opaque bytes(RpcReply reply) {
        ByteBuffer buffer = reply.toBuffer();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return Opaque.of(bytes);
    }
}
