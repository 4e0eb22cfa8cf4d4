package org.portmapper.rpc.xdr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes XDR items (RFC 4506) one after the other into memory that grows as needed. */
public final class XdrWriter {
    /** Enough for most calls and replies of RFC 1833 without growing. */
    private static final int FIRST_CAPACITY = 128;

    private byte[] bytes;
    private int length;

    /** An empty writer. */
    public XdrWriter() {
        this(FIRST_CAPACITY);
    }

    /** An empty writer with room for {@code capacity} bytes before it has to grow. */
    public XdrWriter(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** A signed 32-bit integer, RFC 4506 section 4.1; also an enum's value, section 4.3. */
    public XdrWriter writeInt(int value) {
        reserve(XdrReader.UNIT);
        bytes[length++] = (byte) (value >>> 24);
        bytes[length++] = (byte) (value >>> 16);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
        return this;
    }

    /** An unsigned 32-bit integer, RFC 4506 section 4.2. */
    public XdrWriter writeUnsignedInt(long value) {
        return writeInt((int) UnsignedInt.require("unsigned int", value));
    }

    /** A 64-bit integer, RFC 4506 section 4.5: a hyper, or the bits of an unsigned one. */
    public XdrWriter writeHyper(long value) {
        return writeInt((int) (value >>> 32)).writeInt((int) value);
    }

    /** A boolean, RFC 4506 section 4.4. */
    public XdrWriter writeBool(boolean value) {
        return writeInt(value ? 1 : 0);
    }

    /** Fixed-length opaque data, RFC 4506 section 4.9: bytes and zero to three fill bytes. */
    public XdrWriter writeFixedOpaque(Opaque value) {
        return writePadded(value.array());
    }

    /** Variable-length opaque data, RFC 4506 section 4.10: length, bytes, zero to three fill bytes. */
    public XdrWriter writeOpaque(Opaque value) {
        return writeCounted(value.array());
    }

    /**
     * A string, RFC 4506 section 4.11; each char is one byte, see {@link XdrReader#readString}.
     *
     * @throws IllegalArgumentException if a char is none that one byte can hold
     */
    public XdrWriter writeString(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) > 0xff) {
                // The JDK's encoder would write a question mark, and another name would go over the wire.
                throw new IllegalArgumentException(
                        "string: " + PrintableText.of(value) + " (expected: chars of one byte)");
            }
        }
        return writeCounted(value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Bytes as they are: neither a length before nor fill bytes after them. */
    public XdrWriter writeBytes(Opaque value) {
        append(value.array());
        return this;
    }

    /** What has been written so far. */
    public Opaque toOpaque() {
        return Opaque.owning(Arrays.copyOf(bytes, length));
    }

    /** What has been written so far, without copying: the writer must not be used afterwards. */
    public ByteBuffer toBuffer() {
        return ByteBuffer.wrap(bytes, 0, length).slice();
    }

    private XdrWriter writeCounted(byte[] value) {
        return writeInt(value.length).writePadded(value);
    }

    private XdrWriter writePadded(byte[] value) {
        append(value);
        int padding = XdrReader.padding(value.length);
        reserve(padding);
        Arrays.fill(bytes, length, length + padding, (byte) 0);
        length += padding;
        return this;
    }

    private void append(byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, bytes, length, value.length);
        length += value.length;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            // In long arithmetic: doubling an array of more than a gigabyte would overflow.
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, 2L * bytes.length)));
        }
    }
}
