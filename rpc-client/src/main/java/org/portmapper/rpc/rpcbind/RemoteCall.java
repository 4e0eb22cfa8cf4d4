package org.portmapper.rpc.rpcbind;

import org.portmapper.rpc.message.Procedure;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** What CALLIT, BCAST and INDIRECT ask to be called: {@code rpcb_rmtcallargs}, RFC 1833 section 2.1. */
public record RemoteCall(Procedure procedure, Opaque arguments) {
    /** Most bytes of arguments: what fits into one UDP datagram, since the call is passed on as one. */
    public static final int ARGUMENTS_LIMIT = 65_507;

    /** Reads the struct. */
    public static RemoteCall read(XdrReader reader) throws XdrException {
        Procedure procedure = new Procedure(
                reader.readUnsignedInt("program"),
                reader.readUnsignedInt("version"),
                reader.readUnsignedInt("procedure"));
        return new RemoteCall(procedure, reader.readOpaque("arguments", ARGUMENTS_LIMIT));
    }

    /** Writes the struct. */
    public void writeTo(XdrWriter writer) {
        writer.writeUnsignedInt(procedure.program()).writeUnsignedInt(procedure.version());
        writer.writeUnsignedInt(procedure.number()).writeOpaque(arguments);
    }
}
