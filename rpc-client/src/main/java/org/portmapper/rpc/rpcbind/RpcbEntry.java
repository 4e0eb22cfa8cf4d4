package org.portmapper.rpc.rpcbind;

import org.portmapper.rpc.xdr.UnsignedInt;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** One address of GETADDRLIST with what its transport is: the struct {@code rpcb_entry}, RFC 1833 section 2.1. */
public record RpcbEntry(String address, String netid, long semantics, String protocolFamily, String protocol) {
    /** Refuses semantics that 32 bits cannot hold. */
    public RpcbEntry {
        UnsignedInt.require("semantics", semantics);
    }

    /** The entry of an address on a transport that we know. */
    public static RpcbEntry of(UniversalAddress address, Netid netid) {
        return new RpcbEntry(
                address.text(),
                netid.text(),
                netid.semantics().number(),
                netid.family().text(),
                netid.protocolName());
    }

    /** Reads the struct. */
    public static RpcbEntry read(XdrReader reader) throws XdrException {
        return new RpcbEntry(
                reader.readString("address", UniversalAddress.LIMIT),
                reader.readString("netid", Rpcb.NETID_LIMIT),
                reader.readUnsignedInt("semantics"),
                reader.readString("protocol family", Rpcb.NETID_LIMIT),
                reader.readString("protocol", Rpcb.NETID_LIMIT));
    }

    /** Writes the struct. */
    public void writeTo(XdrWriter writer) {
        writer.writeString(address).writeString(netid).writeUnsignedInt(semantics);
        writer.writeString(protocolFamily).writeString(protocol);
    }
}
