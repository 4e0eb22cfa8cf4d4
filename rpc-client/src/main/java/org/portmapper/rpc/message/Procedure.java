package org.portmapper.rpc.message;

import org.portmapper.rpc.xdr.UnsignedInt;

/** What a call asks for: program, version and procedure number (RFC 5531 section 8.1), each 0 to 4,294,967,295. */
public record Procedure(long program, long version, long number) {
    /** Refuses numbers that 32 bits cannot hold. */
    public Procedure {
        UnsignedInt.require("program", program);
        UnsignedInt.require("version", version);
        UnsignedInt.require("procedure", number);
    }
}
