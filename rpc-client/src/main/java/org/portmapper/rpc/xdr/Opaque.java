package org.portmapper.rpc.xdr;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes that XDR does not look into (RFC 4506 section 4.10): immutable, equal by content, silent about it in text. */
public final class Opaque {
    /** No bytes. */
    public static final Opaque EMPTY = new Opaque(new byte[0]);

    private final byte[] bytes;

    private Opaque(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of the given bytes. */
    public static Opaque of(byte... bytes) {
        return new Opaque(bytes.clone());
    }

    /** The bytes written as hexadecimal digits, for tests and documentation. */
    public static Opaque ofHex(String digits) {
        return new Opaque(HexFormat.of().parseHex(digits));
    }

    /** The given array itself: for arrays that nobody else holds. */
    static Opaque owning(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Opaque(bytes);
    }

    byte[] array() {
        return bytes;
    }

    /** Number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** A read-only view of the bytes. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
    }

    /** A reader over the bytes. */
    public XdrReader reader() {
        return new XdrReader(ByteBuffer.wrap(bytes));
    }

    /** The bytes as hexadecimal digits. */
    public String toHex() {
        return HexFormat.of().formatHex(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Opaque opaque && Arrays.equals(bytes, opaque.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The length only: the content may be a credential. */
    @Override
    public String toString() {
        return bytes.length + " bytes";
    }
}
