package org.portmapper.kernel;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/** The address of this host that a peer would see: what routing chooses as the source. */
public final class SourceAddress {

    private SourceAddress() {}

    /**
     * The source of what this host would send to {@code peer}, of the same family, with its scope if link-local; empty if
     * there is no route. Nothing is sent: a UDP socket's connect(2) only looks the route up. A few microseconds.
     */
    public static Optional<InetAddress> towards(InetSocketAddress peer) {
        int family = AddressFamily.of(peer.getAddress());
        try {
            Descriptor descriptor = Descriptor.socket(family, SocketType.DATAGRAM);
            try {
                descriptor.connect(family, peer);
                return Optional.of(descriptor.inetAddress().getAddress());
            } finally {
                descriptor.close();
            }
        } catch (ErrnoException e) {
            return Optional.empty();
        }
    }
}
