package org.portmapper.kernel;

import java.nio.ByteBuffer;

/**
 * {@code struct cmsghdr} with a {@code struct in_pktinfo}, a {@code struct in6_pktinfo} or a mark: cmsg(3), ip(7), ipv6(7),
 * socket(7).
 */
final class ControlMessage {

    static final int IP_PKTINFO = 8;
    static final int IPI_INTERFACE = 0;
    static final int IPI_SPEC_DST = 4;
    static final int IPI_ADDRESS = 8;

    static final int IPV6_PKTINFO = 50;
    static final int IPI6_ADDRESS = 0;
    static final int IPI6_INTERFACE = 16;

    static final int SO_MARK = 36;

    /** Of the longer of the two, padded. */
    static final int MAX_PKTINFO_BYTES = 40;

    static final int ABSENT = -1;

    private static final int LENGTH = 0;
    private static final int LEVEL = 8;
    private static final int TYPE = 12;
    private static final int HEADER_BYTES = 16;
    private static final int IN_PKTINFO_BYTES = 12;
    private static final int IN6_PKTINFO_BYTES = 20;

    private ControlMessage() {}

    /** Where the first message of {@code type} has its value, among those from {@code start} to {@code end}; or ABSENT. */
    static int find(ByteBuffer memory, int start, int end, int type) {
        int level = levelOf(type);
        int at = start;
        while (at + HEADER_BYTES <= end) {
            if (memory.getInt(at + TYPE) == type && memory.getInt(at + LEVEL) == level) {
                return at + HEADER_BYTES;
            }
            long length = memory.getLong(at + LENGTH);
            if (length < HEADER_BYTES || length > end - at) {
                return ABSENT;
            }
            at += padded((int) length);
        }
        return ABSENT;
    }

    /**
     * Writes the message that makes a datagram leave from {@code path}'s source through its interface.
     *
     * @return its length; 0 when the kernel is to choose both, which needs no message
     */
    static int write(ByteBuffer memory, int at, ReplyPath path) {
        if (path.source().isAnyLocalAddress() && path.interfaceIndex() == 0) {
            return 0;
        }
        int value = at + HEADER_BYTES;
        if (AddressFamily.of(path.source()) == AddressFamily.AF_INET) {
            memory.putInt(value + IPI_INTERFACE, path.interfaceIndex());
            memory.put(value + IPI_SPEC_DST, path.source().getAddress());
            memory.putInt(value + IPI_ADDRESS, 0);
            return writeHeader(memory, at, IP_PKTINFO, IN_PKTINFO_BYTES);
        }
        memory.put(value + IPI6_ADDRESS, path.source().getAddress());
        memory.putInt(value + IPI6_INTERFACE, path.interfaceIndex());
        return writeHeader(memory, at, IPV6_PKTINFO, IN6_PKTINFO_BYTES);
    }

    /**
     * Writes the message that makes a datagram leave from an IPv4 source, whose bytes are as they were in another message.
     *
     * @return its length; 0 when the source is unspecified, and the kernel is to choose
     */
    static int writeIpv4(ByteBuffer memory, int at, int source) {
        if (source == 0) {
            return 0;
        }
        int value = at + HEADER_BYTES;
        memory.putInt(value + IPI_INTERFACE, 0);
        memory.putInt(value + IPI_SPEC_DST, source);
        memory.putInt(value + IPI_ADDRESS, 0);
        return writeHeader(memory, at, IP_PKTINFO, IN_PKTINFO_BYTES);
    }

    private static int writeHeader(ByteBuffer memory, int at, int type, int valueBytes) {
        memory.putLong(at + LENGTH, HEADER_BYTES + valueBytes);
        memory.putInt(at + LEVEL, levelOf(type));
        memory.putInt(at + TYPE, type);
        return padded(HEADER_BYTES + valueBytes);
    }

    private static int levelOf(int type) {
        return switch (type) {
            case IP_PKTINFO -> Descriptor.SOL_IP;
            case IPV6_PKTINFO -> Descriptor.SOL_IPV6;
            default -> Descriptor.SOL_SOCKET;
        };
    }

    private static int padded(int length) {
        return (length + Long.BYTES - 1) & -Long.BYTES;
    }
}
