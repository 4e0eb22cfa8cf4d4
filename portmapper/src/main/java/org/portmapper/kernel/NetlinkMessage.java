package org.portmapper.kernel;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A message inside received bytes, {@code struct nlmsghdr} of netlink(7): a view, good until the next is received.
 *
 * @param at where its header is
 * @param end where it ends
 */
record NetlinkMessage(ByteBuffer memory, int at, int end) {

    static final int HEADER_BYTES = 16;

    static final int NLMSG_NOOP = 1;
    static final int NLMSG_ERROR = 2;
    static final int NLMSG_DONE = 3;

    /** The type of requests, answers and notices of sock_diag(7). */
    static final int SOCK_DIAG_BY_FAMILY = 20;

    /** {@code NLMSG_ALIGNTO}, which is also that of attributes. */
    private static final int ALIGNMENT = 4;

    private static final int LENGTH = 0;
    private static final int TYPE = 4;
    private static final int FLAGS = 6;
    private static final int SEQUENCE = 8;
    private static final int PORT_ID = 12;

    // struct nlattr
    private static final int ATTRIBUTE_LENGTH = 0;
    private static final int ATTRIBUTE_TYPE = 2;
    private static final int ATTRIBUTE_HEADER_BYTES = 4;
    private static final int NLA_TYPE_MASK = 0x3fff;

    /** The header of a request of {@code bytes} in all, for the kernel. */
    static void writeHeader(ByteBuffer memory, int bytes, int type, int flags, int sequence) {
        memory.putInt(LENGTH, bytes);
        memory.putShort(TYPE, (short) type);
        memory.putShort(FLAGS, (short) flags);
        memory.putInt(SEQUENCE, sequence);
        memory.putInt(PORT_ID, 0);
    }

    /** The message that begins at {@code at}, of what ends at {@code limit}. */
    static NetlinkMessage read(ByteBuffer memory, int at, int limit) throws SocketTableException {
        int room = limit - at;
        int length = room < HEADER_BYTES ? room : memory.getInt(at + LENGTH);
        if (length < HEADER_BYTES || length > room) {
            throw new SocketTableException(
                    "netlink message: " + length + " bytes (expected: " + HEADER_BYTES + " to " + room + ")");
        }
        return new NetlinkMessage(memory, at, at + length);
    }

    /** Where the one after it begins, if there is one. */
    int next() {
        return padded(end);
    }

    int type() {
        return Short.toUnsignedInt(memory.getShort(at + TYPE));
    }

    boolean hasFlag(int flag) {
        return (memory.getShort(at + FLAGS) & flag) != 0;
    }

    int sequence() {
        return memory.getInt(at + SEQUENCE);
    }

    /** What an acknowledgement, a refusal or the end of a list says: empty if all went well. */
    Optional<Errno> status() throws SocketTableException {
        if (type() != NLMSG_ERROR && type() != NLMSG_DONE) {
            throw unexpected();
        }
        int status = memory.getInt(payload(Integer.BYTES));
        return status < 0 ? Optional.of(Errno.of(status)) : Optional.empty();
    }

    SocketTableException unexpected() {
        return new SocketTableException("type of a netlink message: " + type() + " (expected: another)");
    }

    /** Where its payload is, which has at least {@code bytes}. */
    int payload(int bytes) throws SocketTableException {
        int payload = at + HEADER_BYTES;
        if (end - payload < bytes) {
            throw new SocketTableException("payload of netlink message " + type() + ": " + (end - payload)
                    + " bytes (expected: at least " + bytes + ")");
        }
        return payload;
    }

    /** Where the value of an attribute is that has at least {@code bytes}; attributes follow a payload that ends at {@code from}. */
    OptionalInt attribute(int from, int type, int bytes) throws SocketTableException {
        int place = padded(from);
        while (end - place >= ATTRIBUTE_HEADER_BYTES) {
            int length = attributeLength(place);
            if ((memory.getShort(place + ATTRIBUTE_TYPE) & NLA_TYPE_MASK) == type) {
                return OptionalInt.of(value(place, length, bytes));
            }
            place += padded(length);
        }
        return OptionalInt.empty();
    }

    /** How many bytes the value has that {@link #attribute} found. */
    int attributeBytes(int value) {
        return Short.toUnsignedInt(memory.getShort(value - ATTRIBUTE_HEADER_BYTES)) - ATTRIBUTE_HEADER_BYTES;
    }

    private int attributeLength(int place) throws SocketTableException {
        int length = Short.toUnsignedInt(memory.getShort(place + ATTRIBUTE_LENGTH));
        if (length < ATTRIBUTE_HEADER_BYTES || length > end - place) {
            throw new SocketTableException("netlink attribute: " + length + " bytes (expected: "
                    + ATTRIBUTE_HEADER_BYTES + " to " + (end - place) + ")");
        }
        return length;
    }

    private int value(int place, int length, int bytes) throws SocketTableException {
        if (length - ATTRIBUTE_HEADER_BYTES < bytes) {
            throw new SocketTableException("value of a netlink attribute: " + (length - ATTRIBUTE_HEADER_BYTES)
                    + " bytes (expected: at least " + bytes + ")");
        }
        return place + ATTRIBUTE_HEADER_BYTES;
    }

    private static int padded(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
