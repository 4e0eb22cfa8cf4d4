package org.portmapper.kernel;

import static org.portmapper.kernel.AddressFamily.AF_INET;
import static org.portmapper.kernel.AddressFamily.AF_INET6;
import static org.portmapper.kernel.NetlinkMessage.HEADER_BYTES;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A request for internet sockets, {@code struct inet_diag_req_v2} of sock_diag(7).
 *
 * @param states which a dump gives, as a mask; without meaning for one socket
 * @param local where the socket is bound
 * @param remote its peer; the wildcard address and port 0 for none
 * @param cookie the socket's, or {@link #ANY_COOKIE}
 */
record InetDiagRequest(
        int family, IpProtocol protocol, int states, InetSocketAddress local, InetSocketAddress remote, long cookie) {

    /** INET_DIAG_NOCOOKIE, twice. */
    static final long ANY_COOKIE = -1;

    static final int ALL_STATES = -1;

    private static final int BYTES = 56;
    private static final int PROTOCOL = 1;
    private static final int STATES = 4;
    private static final int SOCKET_ID = 8;

    // struct inet_diag_sockid
    private static final int SOURCE_PORT = 0;
    private static final int DESTINATION_PORT = 2;
    private static final int SOURCE = 4;
    private static final int DESTINATION = 20;
    private static final int INTERFACE = 36;
    private static final int COOKIE = 40;

    private static final InetSocketAddress NO_IPV4 = nothing(InetSockaddr.ANY_IPV4);
    private static final InetSocketAddress NO_IPV6 = nothing(InetSockaddr.ANY_IPV6);

    /** For one socket. The kernel may answer with another one that would get what comes from {@code remote} instead. */
    static InetDiagRequest exact(IpProtocol protocol, InetSocketAddress local, InetSocketAddress remote, long cookie) {
        int family = AddressFamily.of(local.getAddress());
        return switch (protocol) {
            case TCP -> new InetDiagRequest(family, protocol, ALL_STATES, local, remote, cookie);
            // udp_dump_one() of the kernel takes the request as a datagram that arrives: from its source to its
            // destination.
            case UDP -> new InetDiagRequest(family, protocol, ALL_STATES, remote, local, cookie);
        };
    }

    /** For a socket without a peer. */
    static InetDiagRequest exact(IpProtocol protocol, InetSocketAddress local, long cookie) {
        return exact(protocol, local, nothing(AddressFamily.of(local.getAddress())), cookie);
    }

    /** For all sockets of a family at {@code port} in one of {@code states}. */
    static InetDiagRequest all(int family, IpProtocol protocol, int states, int port) {
        if (port < 1) {
            // The kernel would take it for: whatever port.
            throw new IllegalArgumentException("port: " + port + " (expected: 1 to 65535)");
        }
        InetSocketAddress nothing = nothing(family);
        InetSocketAddress local = new InetSocketAddress(nothing.getAddress(), port);
        return new InetDiagRequest(family, protocol, states, local, nothing, ANY_COOKIE);
    }

    private static InetSocketAddress nothing(int family) {
        return family == AF_INET ? NO_IPV4 : NO_IPV6;
    }

    private static InetSocketAddress nothing(InetAddress wildcard) {
        return new InetSocketAddress(wildcard, 0);
    }

    /** @return the request's length with the header before it */
    int write(ByteBuffer memory) {
        memory.put(HEADER_BYTES, (byte) family);
        memory.put(HEADER_BYTES + PROTOCOL, (byte) protocol.number());
        memory.putShort(HEADER_BYTES + PROTOCOL + 1, (short) 0); // wanted extensions, padding
        memory.putInt(HEADER_BYTES + STATES, states);
        int id = HEADER_BYTES + SOCKET_ID;
        InetSockaddr.writePort(memory, id + SOURCE_PORT, local.getPort());
        InetSockaddr.writePort(memory, id + DESTINATION_PORT, remote.getPort());
        writeAddress(memory, id + SOURCE, local.getAddress());
        writeAddress(memory, id + DESTINATION, remote.getAddress());
        memory.putInt(id + INTERFACE, Math.max(scope(local.getAddress()), scope(remote.getAddress())));
        memory.putLong(id + COOKIE, cookie);
        return HEADER_BYTES + BYTES;
    }

    private void writeAddress(ByteBuffer memory, int at, InetAddress address) {
        if (family == AF_INET6) {
            InetSockaddr.writeIpv6Address(memory, at, address);
            return;
        }
        memory.put(at, address.getAddress());
        memory.putInt(at + 4, 0).putLong(at + 8, 0);
    }

    /** Only a link-local address belongs to an interface; that of ::1%1 says nothing. */
    private static int scope(InetAddress address) {
        return address instanceof Inet6Address ipv6 && InetSockaddr.isLinkLocal(address) ? ipv6.getScopeId() : 0;
    }
}
