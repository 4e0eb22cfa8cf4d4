package org.portmapper.rpc.client;

import org.portmapper.rpc.xdr.UnsignedInt;

/** The versions of a program that a server says it serves: {@code mismatch_info}, RFC 5531 section 9; it may lie. */
public record VersionRange(long low, long high) {
    /** Every version: what a program serves that never objects to one. */
    public static final VersionRange ALL = new VersionRange(0, UnsignedInt.MAX);

    /** Refuses numbers that 32 bits cannot hold; {@code low} may be above {@code high} where a server says so. */
    public VersionRange {
        UnsignedInt.require("low version", low);
        UnsignedInt.require("high version", high);
    }

    /** As {@code 2 to 4}, or {@code 2} where there is only one. */
    @Override
    public String toString() {
        return low == high ? Long.toString(low) : low + " to " + high;
    }
}
