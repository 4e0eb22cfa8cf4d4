package org.portmapper.interop.differential;

import org.portmapper.rpc.rpcbind.Mapping;
import org.portmapper.rpc.rpcbind.Rpcb;
import org.portmapper.rpc.xdr.Opaque;
import org.portmapper.rpc.xdr.XdrWriter;

/** The arguments of RFC 1833's procedures, as bytes. */
final class Arguments {
    static final long TCP = 6;
    static final long UDP = 17;

    private Arguments() {}

    /** Version 2: SET, UNSET, GETPORT. */
    static Opaque mapping(long program, long version, long protocol, long port) {
        XdrWriter writer = new XdrWriter();
        new Mapping(program, version, protocol, port).writeTo(writer);
        return writer.toOpaque();
    }

    /** Versions 3 and 4: SET, UNSET, GETADDR, GETVERSADDR, GETADDRLIST; the owner is what libtirpc's root would say. */
    static Opaque rpcb(long program, long version, String netid, String address) {
        return rpcb(program, version, netid, address, "0");
    }

    static Opaque rpcb(long program, long version, String netid, String address, String owner) {
        XdrWriter writer = new XdrWriter();
        new Rpcb(program, version, netid, address, owner).writeTo(writer);
        return writer.toOpaque();
    }

    /** UADDR2TADDR. */
    static Opaque string(String value) {
        return new XdrWriter().writeString(value).toOpaque();
    }

    /** TADDR2UADDR. */
    static Opaque netbuf(long maxLength, Opaque bytes) {
        return new XdrWriter().writeUnsignedInt(maxLength).writeOpaque(bytes).toOpaque();
    }

    /** CALLIT, BCAST, INDIRECT. */
    static Opaque remoteCall(long program, long version, long procedure, Opaque arguments) {
        XdrWriter writer = new XdrWriter();
        writer.writeUnsignedInt(program).writeUnsignedInt(version).writeUnsignedInt(procedure);
        return writer.writeOpaque(arguments).toOpaque();
    }
}
