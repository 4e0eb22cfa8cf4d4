package org.portmapper.rpc.rpcbind;

import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.UnsignedInt;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** An address in the host's own form: {@code netbuf} of RFC 1833 section 2.1, on Linux a sockaddr in host byte order. */
public record TransportAddress(long maxLength, Opaque bytes) {
    /** What UADDR2TADDR answers when there is no such address. */
    public static final TransportAddress NONE = new TransportAddress(0, Opaque.EMPTY);

    /** Most bytes: a {@code sockaddr_storage} on Linux. */
    public static final int LIMIT = 128;

    /** Refuses a length that 32 bits cannot hold. */
    public TransportAddress {
        UnsignedInt.require("netbuf maxlen", maxLength);
    }

    /** Reads the struct; more bytes than {@code maxlen} promises are refused. */
    public static TransportAddress read(XdrReader reader) throws XdrException {
        long maxLength = reader.readUnsignedInt("netbuf maxlen");
        return new TransportAddress(maxLength, reader.readOpaque("netbuf", (int) Math.min(maxLength, LIMIT)));
    }

    /** Writes the struct. */
    public void writeTo(XdrWriter writer) {
        writer.writeUnsignedInt(maxLength).writeOpaque(bytes);
    }
}
