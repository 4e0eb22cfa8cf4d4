package org.portmapper.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Netlink messages as the kernel writes them, one after the other, and as it would never write them. */
final class NetlinkParts {
    static final int DUMP_INTR = 0x10;

    private final ByteBuffer memory = ByteBuffer.allocate(4096).order(ByteOrder.nativeOrder());

    /** A message whose length tells the truth; its payload is of whole ints. */
    NetlinkParts message(int type, int flags, int sequence, int... payload) {
        write(NetlinkMessage.HEADER_BYTES + payload.length * Integer.BYTES, type, flags, sequence);
        for (int word : payload) {
            memory.putInt(word);
        }
        return this;
    }

    NetlinkParts socket(int sequence, int value) {
        return message(NetlinkMessage.SOCK_DIAG_BY_FAMILY, 0, sequence, value);
    }

    NetlinkParts done(int sequence, int status) {
        return message(NetlinkMessage.NLMSG_DONE, 0, sequence, status);
    }

    NetlinkParts error(int sequence, Errno errno) {
        return message(NetlinkMessage.NLMSG_ERROR, 0, sequence, -errno.number());
    }

    /** Only a header, which claims {@code length}. */
    NetlinkParts header(int length, int sequence) {
        write(length, NetlinkMessage.SOCK_DIAG_BY_FAMILY, 0, sequence);
        return this;
    }

    NetlinkParts bytes(int... bytes) {
        for (int each : bytes) {
            memory.put((byte) each);
        }
        return this;
    }

    private void write(int length, int type, int flags, int sequence) {
        memory.putInt(length)
                .putShort((short) type)
                .putShort((short) flags)
                .putInt(sequence)
                .putInt(0);
    }

    ByteBuffer memory() {
        return memory;
    }

    int end() {
        return memory.position();
    }

    /** The first message. */
    NetlinkMessage first() throws SocketTableException {
        return NetlinkMessage.read(memory, 0, end());
    }
}
