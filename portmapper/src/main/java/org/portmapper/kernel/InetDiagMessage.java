package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_INET;
import static org.portmapper.kernel.AddressFamily.AF_INET6;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.OptionalInt;

/** What the kernel says of an internet socket, {@code struct inet_diag_msg} of sock_diag(7). */
final class InetDiagMessage {

    /** Without attributes. */
    static final int BYTES = 72;

    private static final int STATE = 1;
    private static final int LOCAL_PORT = 4;
    private static final int REMOTE_PORT = 6;
    private static final int LOCAL = 8;
    private static final int REMOTE = 24;
    private static final int INTERFACE = 40;
    private static final int COOKIE = 44;
    private static final int UID = 64;
    private static final int INODE = 68;

    private static final int INET_DIAG_SKV6ONLY = 11;
    private static final int INET_DIAG_CGROUP_ID = 21;

    private InetDiagMessage() {}

    static InetSocket read(NetlinkMessage message) throws SocketTableException {
        ByteBuffer memory = message.memory();
        int at = message.payload(BYTES);
        return new InetSocket(
                SocketState.of(Byte.toUnsignedInt(memory.get(at + STATE))),
                address(memory, at, at + LOCAL, at + LOCAL_PORT),
                address(memory, at, at + REMOTE, at + REMOTE_PORT),
                isIpv6Only(message, at + BYTES),
                identity(message, at));
    }

    static long cookie(NetlinkMessage message) throws SocketTableException {
        return message.memory().getLong(message.payload(BYTES) + COOKIE);
    }

    private static SocketIdentity identity(NetlinkMessage message, int at) throws SocketTableException {
        ByteBuffer memory = message.memory();
        return new SocketIdentity(
                Integer.toUnsignedLong(memory.getInt(at + UID)),
                Integer.toUnsignedLong(memory.getInt(at + INODE)),
                memory.getLong(at + COOKIE),
                controlGroup(message, at + BYTES));
    }

    private static InetSocketAddress address(ByteBuffer memory, int message, int address, int port)
            throws SocketTableException {
        int family = Byte.toUnsignedInt(memory.get(message));
        InetAddress host = switch (family) {
            case AF_INET -> InetSockaddr.readIpv4Address(memory, address);
            case AF_INET6 -> InetSockaddr.readIpv6Address(memory, address, memory.getInt(message + INTERFACE));
            default ->
                throw new SocketTableException(
                        "family of a socket: " + family + " (expected: " + AF_INET + " or " + AF_INET6 + ")");
        };
        return new InetSocketAddress(host, InetSockaddr.readPort(memory, port));
    }

    private static boolean isIpv6Only(NetlinkMessage message, int attributes) throws SocketTableException {
        OptionalInt value = message.attribute(attributes, INET_DIAG_SKV6ONLY, Byte.BYTES);
        return value.isPresent() && message.memory().get(value.getAsInt()) != 0;
    }

    private static long controlGroup(NetlinkMessage message, int attributes) throws SocketTableException {
        OptionalInt value = message.attribute(attributes, INET_DIAG_CGROUP_ID, Long.BYTES);
        return value.isPresent() ? message.memory().getLong(value.getAsInt()) : 0;
    }
}
