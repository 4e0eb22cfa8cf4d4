package org.portmapper.server;

import java.net.Inet6Address;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.stream.Stream;
import org.portmapper.kernel.ErrnoException;
import org.portmapper.kernel.UdpSocket;
import org.portmapper.rpc.rpcbind.AddressText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The IPv6 group that portmappers listen to in the place of broadcasts: ff02::202, registered at IANA as "SUN RPC". */
final class MulticastGroup {
    private static final Logger log = LoggerFactory.getLogger(MulticastGroup.class);
    private static final Inet6Address GROUP =
            (Inet6Address) AddressText.parse("ff02::202").orElseThrow();

    private MulticastGroup() {}

    /** Joins on every interface that is up and can multicast; what cannot be joined is no reason not to serve. */
    static void join(UdpSocket socket) {
        for (NetworkInterface each : interfaces()) {
            try {
                socket.joinGroup(GROUP, each.getIndex());
            } catch (ErrnoException e) {
                log.debug("{} not joined on {}: {}", AddressText.of(GROUP), each.getName(), e.errno());
            }
        }
    }

    private static List<NetworkInterface> interfaces() {
        try (Stream<NetworkInterface> all = NetworkInterface.networkInterfaces()) {
            return all.filter(MulticastGroup::canMulticast).toList();
        } catch (SocketException e) {
            log.warn("IPv6 multicast is not received, the interfaces cannot be listed: {}", e.toString());
            return List.of();
        }
    }

    private static boolean canMulticast(NetworkInterface candidate) {
        try {
            return candidate.isUp() && candidate.supportsMulticast();
        } catch (SocketException e) {
            log.debug("{} is passed over: {}", candidate.getName(), e.toString());
            return false;
        }
    }
}
