package org.portmapper.rpc.rpcbind;

import org.portmapper.rpc.xdr.UnsignedInt;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** The struct {@code rpcb} as it stands on the wire, its strings unchecked: RFC 1833 section 2.1. */
public record Rpcb(long program, long version, String netid, String address, String owner) {
    /** Most bytes of a netid that we read: the longest one registered at IANA has 7. */
    public static final int NETID_LIMIT = 32;

    /** Refuses numbers that 32 bits cannot hold. */
    public Rpcb {
        UnsignedInt.require("program", program);
        UnsignedInt.require("version", version);
    }

    /** Reads the struct; a string over its limit is refused. */
    public static Rpcb read(XdrReader reader) throws XdrException {
        return new Rpcb(
                reader.readUnsignedInt("program"),
                reader.readUnsignedInt("version"),
                reader.readString("netid", NETID_LIMIT),
                reader.readString("address", UniversalAddress.LIMIT),
                reader.readString("owner", Owner.LIMIT));
    }

    /** Writes the struct. */
    public void writeTo(XdrWriter writer) {
        writer.writeUnsignedInt(program).writeUnsignedInt(version);
        writer.writeString(netid).writeString(address).writeString(owner);
    }
}
