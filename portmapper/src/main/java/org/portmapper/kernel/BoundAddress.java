package org.portmapper.kernel;

import java.net.InetSocketAddress;

/** Where a socket is bound, by its family: ip(7), ipv6(7), unix(7). */
public sealed interface BoundAddress {

    /**
     * An IPv4 or IPv6 socket.
     *
     * @param v6Only false for an IPv6 socket that also serves IPv4 (and for every IPv4 socket)
     */
    record Inet(InetSocketAddress address, boolean v6Only) implements BoundAddress {}

    /** A local socket in the file system. */
    record LocalPath(String path) implements BoundAddress {}

    /** A local socket in the abstract name space; {@code name} is without the leading NUL. */
    record AbstractName(String name) implements BoundAddress {}

    /** A local socket without a name. */
    record Unnamed() implements BoundAddress {}

    /** A socket of a family that is not ours, by the kernel's number. */
    record OtherFamily(int family) implements BoundAddress {}
}
