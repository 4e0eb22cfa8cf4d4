package org.portmapper.rpc.xdr;

/** The range of XDR's unsigned integer (RFC 4506 section 4.2), which Java keeps in a {@code long}. */
public final class UnsignedInt {
    /** 4,294,967,295. */
    public static final long MAX = 0xffff_ffffL;

    private UnsignedInt() {}

    /**
     * The value, if it is one that 32 bits can hold.
     *
     * @throws IllegalArgumentException naming the value, if it is not
     */
    public static long require(String name, long value) {
        if (value < 0 || value > MAX) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to " + MAX + ")");
        }
        return value;
    }
}
