package org.portmapper.kernel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * An internet socket of this network namespace, tcp(7), udp(7). V4-mapped addresses are given as IPv4.
 *
 * @param local where it is bound
 * @param remote its peer; the wildcard address and port 0 if it has none
 * @param ipv6Only whether a socket bound to the wildcard of IPv6 leaves IPv4 alone; false where the kernel does not tell
 */
public record InetSocket(
        SocketState state,
        InetSocketAddress local,
        InetSocketAddress remote,
        boolean ipv6Only,
        SocketIdentity identity) {

    /** Whether a process holds it. */
    public boolean isHeld() {
        return identity.isHeld();
    }

    /**
     * Whether what is sent to {@code destination} at its port can get to it. To the wildcard address, which stands for all
     * of a family, it can get as soon as it serves that family. Neither a peer nor a bound interface is considered: they
     * narrow down what really comes.
     */
    public boolean covers(InetAddress destination) {
        InetAddress wanted = InetSockaddr.ofBytes(destination.getAddress());
        InetAddress bound = local.getAddress();
        if (wanted instanceof Inet4Address && !(bound instanceof Inet4Address)) {
            return bound.isAnyLocalAddress() && !ipv6Only;
        }
        boolean sameFamily = bound instanceof Inet4Address == wanted instanceof Inet4Address;
        return sameFamily && (bound.isAnyLocalAddress() || wanted.isAnyLocalAddress() || bound.equals(wanted));
    }
}
