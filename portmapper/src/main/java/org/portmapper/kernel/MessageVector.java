package org.portmapper.kernel;

import java.nio.ByteBuffer;

/**
 * An array of {@code struct mmsghdr} in native memory, each with one {@code struct iovec}: recvmmsg(2), sendmmsg(2).
 * The first part of an element is the {@code struct msghdr} that sendmsg(2) takes.
 */
final class MessageVector {

    private static final int HEADER_BYTES = 64;
    private static final int IOVEC_BYTES = 16;

    // struct msghdr
    private static final int NAME = 0;
    private static final int NAME_LENGTH = 8;
    private static final int IOVEC = 16;
    private static final int IOVEC_COUNT = 24;
    private static final int CONTROL = 32;
    private static final int CONTROL_LENGTH = 40;
    private static final int FLAGS = 48;
    // struct mmsghdr
    private static final int LENGTH = 56;
    // struct iovec
    private static final int BASE = 0;
    private static final int BASE_LENGTH = 8;

    private final NativeMemory memory;
    private final ByteBuffer bytes;
    private final int headers;
    private final int iovecs;

    MessageVector(NativeMemory memory, int at, int elements) {
        this.memory = memory;
        this.bytes = memory.bytes();
        this.headers = at;
        this.iovecs = at + elements * HEADER_BYTES;
        for (int element = 0; element < elements; element++) {
            bytes.putLong(header(element) + IOVEC, memory.address(iovec(element)));
            bytes.putLong(header(element) + IOVEC_COUNT, 1);
        }
    }

    /** The size of a vector; a multiple of 16. */
    static int bytes(int elements) {
        return elements * (HEADER_BYTES + IOVEC_BYTES);
    }

    /** The address of {@code struct mmsghdr} number {@code element}. */
    long address(int element) {
        return memory.address(header(element));
    }

    /** Where the peer's sockaddr is. */
    void name(int element, int at, int length) {
        bytes.putLong(header(element) + NAME, memory.address(at));
        bytes.putInt(header(element) + NAME_LENGTH, length);
    }

    void payload(int element, int at, int length) {
        bytes.putLong(iovec(element) + BASE, memory.address(at));
        bytes.putLong(iovec(element) + BASE_LENGTH, length);
    }

    /** Where the control messages are: a length of 0 means there are none. */
    void control(int element, int at, int length) {
        bytes.putLong(header(element) + CONTROL, memory.address(at));
        bytes.putLong(header(element) + CONTROL_LENGTH, length);
    }

    /** Where the peer's sockaddr, the payload and the control messages are; their lengths stay as they were. */
    void pointTo(int element, int name, int payload, int control) {
        bytes.putLong(header(element) + NAME, memory.address(name));
        bytes.putLong(iovec(element) + BASE, memory.address(payload));
        bytes.putLong(header(element) + CONTROL, memory.address(control));
    }

    void nameLength(int element, int length) {
        bytes.putInt(header(element) + NAME_LENGTH, length);
    }

    void payloadLength(int element, int length) {
        bytes.putLong(iovec(element) + BASE_LENGTH, length);
    }

    /** A length of 0 means that there are no control messages. */
    void controlLength(int element, int length) {
        bytes.putLong(header(element) + CONTROL_LENGTH, length);
    }

    int nameLength(int element) {
        return bytes.getInt(header(element) + NAME_LENGTH);
    }

    int controlLength(int element) {
        return (int) bytes.getLong(header(element) + CONTROL_LENGTH);
    }

    int flags(int element) {
        return bytes.getInt(header(element) + FLAGS);
    }

    /** How many bytes the kernel received. */
    int length(int element) {
        return bytes.getInt(header(element) + LENGTH);
    }

    /** Gives the kernel the whole room again, of which it told how much the last message took. */
    void restore(int element, int nameLength, int controlLength) {
        bytes.putInt(header(element) + NAME_LENGTH, nameLength);
        bytes.putLong(header(element) + CONTROL_LENGTH, controlLength);
    }

    private int header(int element) {
        return headers + element * HEADER_BYTES;
    }

    private int iovec(int element) {
        return iovecs + element * IOVEC_BYTES;
    }
}
