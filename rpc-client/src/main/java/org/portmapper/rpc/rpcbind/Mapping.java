package org.portmapper.rpc.rpcbind;

import org.portmapper.rpc.xdr.UnsignedInt;
import org.portmapper.rpc.xdr.XdrException;
import org.portmapper.rpc.xdr.XdrReader;
import org.portmapper.rpc.xdr.XdrWriter;

/** The struct {@code mapping} of version 2 as it stands on the wire: four numbers, RFC 1833 section 3.1. */
public record Mapping(long program, long version, long protocol, long port) {
    /** Refuses numbers that 32 bits cannot hold; a port over 65535 can stand on the wire and is judged by its reader. */
    public Mapping {
        UnsignedInt.require("program", program);
        UnsignedInt.require("version", version);
        UnsignedInt.require("protocol", protocol);
        UnsignedInt.require("port", port);
    }

    /** Reads the struct. */
    public static Mapping read(XdrReader reader) throws XdrException {
        return new Mapping(
                reader.readUnsignedInt("program"),
                reader.readUnsignedInt("version"),
                reader.readUnsignedInt("protocol"),
                reader.readUnsignedInt("port"));
    }

    /** Writes the struct. */
    public void writeTo(XdrWriter writer) {
        writer.writeUnsignedInt(program).writeUnsignedInt(version);
        writer.writeUnsignedInt(protocol).writeUnsignedInt(port);
    }
}
