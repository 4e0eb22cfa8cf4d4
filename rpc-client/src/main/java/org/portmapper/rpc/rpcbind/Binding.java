package org.portmapper.rpc.rpcbind;

import java.util.Optional;
import org.portmapper.rpc.xdr.UnsignedInt;

/** Where a version of a program is reached on one transport, and who said so: a checked {@code rpcb}, RFC 1833 section 2.1. */
public record Binding(long program, long version, Netid netid, UniversalAddress address, Owner owner) {
    /** Refuses numbers that 32 bits cannot hold. */
    public Binding {
        UnsignedInt.require("program", program);
        UnsignedInt.require("version", version);
    }

    /** As it stands on the wire. */
    public Rpcb toRpcb() {
        return new Rpcb(program, version, netid.text(), address.text(), owner.name());
    }

    /** As version 2 sees it; empty where version 2 cannot express its transport. */
    public Optional<Mapping> toMapping() {
        return netid.hasMapping() && address instanceof UniversalAddress.Inet inet
                ? Optional.of(new Mapping(program, version, netid.protocol(), inet.port()))
                : Optional.empty();
    }
}
