package org.portmapper.rpc.xdr;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads XDR items (RFC 4506) one after the other from a buffer, never beyond its limit. */
public final class XdrReader {
    /** Bytes of the basic XDR unit, RFC 4506 section 3: every item is a multiple of it. */
    static final int UNIT = 4;

    private final ByteBuffer buffer;

    /** Reads from the buffer's position to its limit; the buffer's own position and byte order stay untouched. */
    public XdrReader(ByteBuffer buffer) {
        this.buffer = buffer.slice();
    }

    /** Bytes not yet read. */
    public int remaining() {
        return buffer.remaining();
    }

    /** A signed 32-bit integer, RFC 4506 section 4.1; also an enum's value, section 4.3. */
    public int readInt(String name) throws XdrException {
        require(name, UNIT);
        return buffer.getInt();
    }

    /** An unsigned 32-bit integer, RFC 4506 section 4.2: 0 to 4,294,967,295. */
    public long readUnsignedInt(String name) throws XdrException {
        return Integer.toUnsignedLong(readInt(name));
    }

    /** A 64-bit integer, RFC 4506 section 4.5: a hyper, or the bits of an unsigned one. */
    public long readHyper(String name) throws XdrException {
        require(name, Long.BYTES);
        return buffer.getLong();
    }

    /** A boolean, RFC 4506 section 4.4: 0 or 1 and nothing else. */
    public boolean readBool(String name) throws XdrException {
        int value = readInt(name);
        if (value != 0 && value != 1) {
            throw new XdrException(name + ": " + value + " (expected: 0 or 1)");
        }
        return value == 1;
    }

    /** Fixed-length opaque data of {@code length} bytes, 0 or more, RFC 4506 section 4.9. */
    public Opaque readFixedOpaque(String name, int length) throws XdrException {
        return Opaque.owning(readPadded(name, length));
    }

    /** Variable-length opaque data of at most {@code limit} bytes, RFC 4506 section 4.10. */
    public Opaque readOpaque(String name, int limit) throws XdrException {
        return Opaque.owning(readCounted(name, limit));
    }

    /**
     * A string of at most {@code limit} bytes, RFC 4506 section 4.11. XDR leaves the character set open, so each char of
     * the result is one byte of the wire (ISO 8859-1): nothing is lost, and writing it back gives the same bytes.
     */
    public String readString(String name, int limit) throws XdrException {
        return new String(readCounted(name, limit), StandardCharsets.ISO_8859_1);
    }

    /** All bytes not yet read, as they are. */
    public Opaque readRemaining() {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return Opaque.owning(bytes);
    }

    private byte[] readCounted(String name, int limit) throws XdrException {
        long length = readUnsignedInt(name + " length");
        if (length > limit) {
            throw new XdrException(name + " length: " + length + " (expected: at most " + limit + ")");
        }
        return readPadded(name, (int) length);
    }

    private byte[] readPadded(String name, int length) throws XdrException {
        require(name, length);
        byte[] bytes = new byte[length];
        buffer.get(bytes);
        skipPadding(name, length);
        return bytes;
    }

    /** The fill bytes should be zero (RFC 4506 section 3); what they are is not looked at, as rpcbind does not either. */
    private void skipPadding(String name, int length) throws XdrException {
        int padding = padding(length);
        require(name + " padding", padding);
        buffer.position(buffer.position() + padding);
    }

    private void require(String name, int bytes) throws XdrException {
        if (buffer.remaining() < bytes) {
            throw new XdrException(name + ": " + buffer.remaining() + " bytes left (expected: " + bytes + ")");
        }
    }

    /** Fill bytes after an item of {@code length} bytes: 0 to 3. */
    static int padding(int length) {
        return -length & (UNIT - 1);
    }
}
