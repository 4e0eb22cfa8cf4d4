package org.portmapper.server;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The IPv6 address at which each interface can be reached from anywhere on its network. A universal address has no room for
 * a scope, so a link-local address in it would lead nowhere. It belongs to the event loop.
 */
final class InterfaceAddresses {
    private static final Logger log = LoggerFactory.getLogger(InterfaceAddresses.class);

    /** Listing the interfaces takes a tenth of a millisecond: seldom enough that no flood of multicasts is felt. */
    private static final Duration RENEWAL = Duration.ofSeconds(5);

    private final Map<Integer, InetAddress> byIndex = new HashMap<>();
    private long listedAt = System.nanoTime() - RENEWAL.toNanos();

    /** An address of this interface that is not link-local, if it has one. */
    Optional<InetAddress> of(int interfaceIndex) {
        if (System.nanoTime() - listedAt >= RENEWAL.toNanos()) {
            list();
            listedAt = System.nanoTime();
        }
        return Optional.ofNullable(byIndex.get(interfaceIndex));
    }

    private void list() {
        byIndex.clear();
        try {
            NetworkInterface.networkInterfaces().forEach(this::remember);
        } catch (SocketException e) {
            log.warn(
                    "interfaces cannot be listed, multicasts are answered with link-local addresses: {}", e.toString());
        }
    }

    private void remember(NetworkInterface each) {
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
            if (address instanceof Inet6Address && !address.isLinkLocalAddress()) {
                byIndex.putIfAbsent(each.getIndex(), address);
            }
        }
    }
}
